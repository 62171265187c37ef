import { defineConfig } from 'vitest/config';

// Tests run on what is shipped, the compiled build: worker threads and child processes are real.
export default defineConfig({
  test: {
    include: ['build/**/*.test.js'],
    globalSetup: ['build/test/global-setup.js'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
