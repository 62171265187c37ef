import { defineConfig } from 'vitest/config';
import { common } from './vitest.config.js';

// Tests that take minutes: hundreds of mutants, every container format, long clips (`npm run test:nightly`).
export default defineConfig({
  test: {
    ...common,
    name: 'nightly',
    globalSetup: ['build/test/global-setup.js', 'build/test/chromium-server.js'],
    testTimeout: 1_800_000,
    isolate: false,
    maxWorkers: 2,
    include: ['build/**/*.nightly.test.js'],
  },
});
