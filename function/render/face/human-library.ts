import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';

type HumanLibrary = typeof import('@vladmandic/human');
type Human = InstanceType<HumanLibrary['Human']>;

const require = createRequire(import.meta.url);
const humanFolder = path.dirname(require.resolve('@vladmandic/human'));
const wasmFolder = path.join(
  path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')),
  'dist',
);

/** The parts of a TensorFlow.js model file that make up a graph model. */
const modelFile = z.looseObject({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(
    z.object({ paths: z.array(z.string()), weights: z.array(z.custom<io.WeightsManifestEntry>()) }),
  ),
});

/**
 * Loads `@vladmandic/human` with TensorFlow.js on WebAssembly: only BlazeFace, to find faces, and
 * FaceMesh, for their 468 points. The package's own entry for Node needs a native TensorFlow, and its
 * loader fetches models over HTTP only; this function avoids both.
 */
export async function loadFaceLibrary(maxFaces: number, minConfidence: number): Promise<Human> {
  io.registerLoadRouter((url) => ({ load: () => readModel(String(url)) }));
  const library: unknown = await import(pathToFileURL(path.join(humanFolder, 'human.node-wasm.js')).href);
  const { Human } = asHumanLibrary(library);
  const off = { enabled: false };
  const human = new Human({
    backend: 'wasm',
    wasmPath: `${wasmFolder}${path.sep}`,
    modelBasePath: pathToFileURL(path.join(humanFolder, '..', 'models', path.sep)).href,
    debug: false,
    cacheModels: false,
    // The cache is made for film: a picture similar to the previous one would get its faces.
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { maxDetected: maxFaces, minConfidence, rotation: true, return: false },
      mesh: { enabled: true, keepInvalid: false },
      attention: off,
      iris: off,
      emotion: off,
      description: off,
      antispoof: off,
      liveness: off,
    },
  });
  await human.load();
  return human;
}

async function readModel(url: string): Promise<io.ModelArtifacts> {
  const { modelTopology, weightsManifest } = modelFile.parse(
    JSON.parse(await readFile(new URL(url), 'utf8')),
  );
  const parts = await Promise.all(
    weightsManifest.flatMap((group) => group.paths).map((part) => readFile(new URL(part, url))),
  );
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(Buffer.concat(parts)).buffer,
  };
}

function asHumanLibrary(library: unknown): HumanLibrary {
  if (!isHumanLibrary(library)) throw new TypeError('@vladmandic/human has no class Human');
  return library;
}

function isHumanLibrary(library: unknown): library is HumanLibrary {
  return (
    typeof library === 'object' &&
    library !== null &&
    'Human' in library &&
    typeof library.Human === 'function'
  );
}
