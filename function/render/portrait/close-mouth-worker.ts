import { parentPort } from 'node:worker_threads';
import { threadLoaded } from '../../../domain/thread-loading.js';
import { asBuffer } from '../picture/as-buffer.js';
import { closeMouth } from './close-mouth.js';
import type { PictureWithFace } from './framing/map-face.js';

/** A thread that closes one mouth. */
parentPort?.once('message', ({ picture, face }: PictureWithFace) => {
  parentPort?.postMessage(closeMouth({ picture: { ...picture, rgb: asBuffer(picture.rgb) }, face }));
});

parentPort?.postMessage(threadLoaded);
