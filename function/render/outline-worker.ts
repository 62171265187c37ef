import { parentPort } from 'node:worker_threads';
import { threadLoaded } from '../../domain/thread-loading.js';
import { cutOutAlong, type PersonOutline } from './cut-out-along.js';

/** A thread that cuts one person out. */
parentPort?.once('message', (outline: PersonOutline) => {
  parentPort?.postMessage(cutOutAlong(outline));
});

parentPort?.postMessage(threadLoaded);
