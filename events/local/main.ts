import { runLocal } from './run-local.js';

/* The whole service on one machine: `npm run local`. */

await runLocal(process.env);
