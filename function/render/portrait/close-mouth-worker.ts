import { parentPort } from 'node:worker_threads';
import { threadLoaded } from '../../../domain/thread-loading.js';
import { closeMouth } from './close-mouth.js';
import type { PictureWithFace } from './framing/map-face.js';

/** A thread that closes one mouth. */
parentPort?.once('message', ({ picture, face }: PictureWithFace) => {
  const rgb = Buffer.from(picture.rgb.buffer, picture.rgb.byteOffset, picture.rgb.byteLength);
  parentPort?.postMessage(closeMouth({ picture: { ...picture, rgb }, face }));
});

parentPort?.postMessage(threadLoaded);
