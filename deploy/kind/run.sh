#!/usr/bin/env bash
# Applies the manifests to a new Kubernetes cluster in Docker (kind) with Knative, and renders a video
# there. docs/knative.md describes it. Needs docker, kind, kubectl, and curl.
#
#   deploy/kind/run.sh              creates the cluster `avatar` and renders result.mp4
#   deploy/kind/run.sh --delete     deletes the cluster
set -euo pipefail
cd "$(dirname "$0")/../.."

cluster=${KIND_CLUSTER:-avatar}
namespace=avatars
port=${PORT:-8080}
# A release such as knative-v1.19.0, or the latest one.
serving=${KNATIVE_SERVING:-latest}
eventing=${KNATIVE_EVENTING:-latest}
kourier=${KNATIVE_KOURIER:-latest}

if [ "${1:-}" = --delete ]; then
  exec kind delete cluster --name "$cluster"
fi

# release REPOSITORY VERSION FILE: the address of a file of a release.
release() {
  if [ "$2" = latest ]; then
    echo "https://github.com/$1/releases/latest/download/$3"
  else
    echo "https://github.com/$1/releases/download/$2/$3"
  fi
}

echo '== images' >&2
# Knative does not look for images of dev.local in a registry.
docker build --target adapter --tag dev.local/avatar-service-adapter:kind .
docker build --target function --tag dev.local/avatar-service-function:kind .

echo '== cluster' >&2
kind get clusters | grep -qx "$cluster" || kind create cluster --name "$cluster" --wait 120s
kubectl config use-context "kind-$cluster"
kind load docker-image --name "$cluster" \
  dev.local/avatar-service-adapter:kind dev.local/avatar-service-function:kind

echo '== Knative' >&2
kubectl apply --filename "$(release knative/serving "$serving" serving-crds.yaml)"
kubectl wait --for=condition=Established --all crd --timeout=60s
kubectl apply --filename "$(release knative/serving "$serving" serving-core.yaml)"
kubectl apply --filename "$(release knative-extensions/net-kourier "$kourier" kourier.yaml)"
kubectl apply --filename "$(release knative/eventing "$eventing" eventing-crds.yaml)"
kubectl wait --for=condition=Established --all crd --timeout=60s
kubectl apply --filename "$(release knative/eventing "$eventing" eventing-core.yaml)"
kubectl apply --filename "$(release knative/eventing "$eventing" in-memory-channel.yaml)"
kubectl apply --filename "$(release knative/eventing "$eventing" mt-channel-broker.yaml)"
for place in knative-serving knative-eventing kourier-system; do
  kubectl wait --namespace "$place" --for=condition=Available --all deployment --timeout=300s
done
kubectl patch configmap/config-network --namespace knative-serving --type merge \
  --patch '{"data":{"ingress-class":"kourier.ingress.networking.knative.dev"}}'
# A name that resolves to this machine, where the port below is forwarded.
kubectl patch configmap/config-domain --namespace knative-serving --type merge \
  --patch '{"data":{"127.0.0.1.sslip.io":""}}'

echo '== service' >&2
# A copy, because a kustomization cannot include a folder that it is in.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/base" "$work/kind"
cp -R knative.yaml kustomization.yaml deploy "$work/base"
cat > "$work/kind/kustomization.yaml" << END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: $namespace
resources:
  - ../base
components:
  - ../base/deploy/kind
images:
  - name: registry.example.com/avatar-service-adapter
    newName: dev.local/avatar-service-adapter
    newTag: kind
  - name: registry.example.com/avatar-service-function
    newName: dev.local/avatar-service-function
    newTag: kind
END
kubectl create namespace "$namespace" --dry-run=client --output yaml | kubectl apply --filename -
# The binding first: a Service that is admitted before it would get two revisions.
kubectl apply --kustomize "$work/kind" --selector app.kubernetes.io/component=events
kubectl wait --namespace "$namespace" --for=condition=SinkProvided sinkbinding/avatar --timeout=180s
kubectl apply --kustomize "$work/kind"
kubectl wait --namespace "$namespace" --for=condition=Available deployment/avatar-bucket --timeout=180s
kubectl wait --namespace "$namespace" --for=condition=Ready --timeout=600s \
  broker/avatar sinkbinding/avatar pingsource/avatar-sweep
kubectl wait --namespace "$namespace" --for=condition=Ready --all services.serving.knative.dev --timeout=600s
# Triggers whose subscriber was missing come back after 300 s.
kubectl wait --namespace "$namespace" --for=condition=Ready --all triggers.eventing.knative.dev --timeout=420s
kubectl apply --namespace "$namespace" --filename deploy/event-types.yaml

echo '== render' >&2
kubectl port-forward --namespace kourier-system service/kourier "$port:80" > /dev/null &
forward=$!
trap 'kill "$forward"; rm -rf "$work"' EXIT
url="http://avatar-adapter.$namespace.127.0.0.1.sslip.io:$port"
curl --fail --silent --show-error --retry 30 --retry-delay 2 --retry-all-errors "$url/health/readiness"
examples/render.sh "$url" result.mp4
