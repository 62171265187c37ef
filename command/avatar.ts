#!/usr/bin/env node
import { runAvatar } from './run-avatar.js';

await runAvatar(process.argv.slice(2));
