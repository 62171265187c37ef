import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { initSync, WasmBuilder, WasmReader } from '@contentauth/c2pa-wasm';
import { RenderError } from '../../../../errors/render-error.js';
import { coseSign1, signatureSize } from './cose-sign1.js';
import { readCredentials } from './credentials.js';
import { FileBlob, FileReaderSync } from './file-blob.js';
import { requestTimestamp } from './timestamp.js';
import type { C2paReply, C2paTask } from './worker-messages.js';

/*
 * The thread of the C2PA library: it hashes a video without a pause, and needs a part of a browser that
 * Node does not have. The private key is read here, and never leaves Node's own cryptography.
 */

Object.assign(globalThis, { FileReaderSync });
initSync({
  module: readFileSync(createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm')),
});
parentPort?.on('message', (task: C2paTask) => {
  run(task).then(
    (text) => reply({ done: text }),
    (error: unknown) => reply({ failed: failureOf(error) }),
  );
});

async function run(task: C2paTask): Promise<string> {
  const descriptor = openSync(task.file, 'r');
  try {
    const blob = new FileBlob(descriptor, 0, fstatSync(descriptor).size);
    return await (task.kind === 'sign' ? signFile(task, blob) : readManifests(task, blob));
  } finally {
    closeSync(descriptor);
  }
}

async function signFile(
  { definition, format, target, credentials, timestampUrl, proxies }: C2paTask & { kind: 'sign' },
  blob: FileBlob,
): Promise<string> {
  const signingKey = await readCredentials(credentials);
  const { chain, algorithm } = signingKey;
  const reserveSize = signatureSize(chain, timestampUrl !== undefined);
  const timestamp =
    timestampUrl === undefined
      ? undefined
      : (message: Uint8Array) => requestTimestamp(timestampUrl, message, proxies);
  let failure: unknown;
  const sign = async (claim: Uint8Array) => {
    try {
      return Uint8Array.from(await coseSign1(claim, signingKey, reserveSize, timestamp));
    } catch (error) {
      // The library replaces it with a text of its own.
      failure = error;
      throw error;
    }
  };
  const builder = WasmBuilder.fromJson(definition, settings);
  try {
    writeFileSync(target, await builder.sign({ sign, reserveSize, alg: algorithm.name }, [], format, blob));
  } catch (error) {
    throw failure ?? error;
  } finally {
    builder.free();
  }
  return '';
}

async function readManifests({ format }: C2paTask & { kind: 'read' }, blob: FileBlob): Promise<string> {
  const reader = await WasmReader.fromBlob(format, blob, settings);
  try {
    return reader.json();
  } finally {
    reader.free();
  }
}

/** No thumbnails, and nothing is fetched from the network. */
const settings = JSON.stringify({
  builder: { thumbnail: { enabled: false } },
  verify: { remote_manifest_fetch: false, ocsp_fetch: false },
});

function failureOf(error: unknown): NonNullable<C2paReply['failed']> {
  if (error instanceof RenderError) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: undefined, message };
}

function reply(message: C2paReply): void {
  parentPort?.postMessage(message);
}
