import { defineConfig } from 'vitest/config';

/*
 * Tests run on what is shipped, the compiled build: worker threads and child processes are real.
 *
 * The project `unit` (`npm run test:unit`) holds the tests that start no process: test/no-processes.ts
 * makes it an error. The project `process` holds test/, and the tests beside the sources that start
 * ffmpeg or a Node process; list a new one here.
 */
const processTests = [
  'test/**/*',
  'events/status/lease',
  'function/render/ffmpeg/*',
  'function/render/{render,render-faults,render-kinds,scratch-dir}',
  'function/render/video/{choose-encoder,encode,probe}',
  'function/render/voice/{decode,decode-faults,voice}',
  'function/render/wav2lip/engine',
  'storage/{store-conditions,store-memory}',
].map((tests) => `build/${tests}.test.js`);
const common = { testTimeout: 30_000, hookTimeout: 60_000, globalSetup: ['build/test/global-setup.js'] };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          // One thread loads the modules once for all its files: three times as fast.
          pool: 'threads',
          isolate: false,
          include: ['build/**/*.test.js'],
          exclude: processTests,
          setupFiles: ['build/test/no-processes.js'],
        },
      },
      { test: { ...common, name: 'process', include: processTests } },
    ],
    coverage: {
      provider: 'v8',
      // Code that runs in the test's own process: no pages of the browser, no tools, no programs' entry points.
      include: ['build/{command,config,errors,evaluate,events,function,outbound,storage}/**/*.js'],
      exclude: ['**/*.test.*'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { statements: 50, branches: 50, functions: 50, lines: 50 },
    },
  },
});
