import { defineConfig } from 'vitest/config';

/*
 * Tests run on what is shipped, the compiled build: worker threads and child processes are real.
 *
 * The project `unit` (`npm run test:unit`) holds the tests that start no process: test/no-processes.ts
 * makes it an error. The project `process` holds test/, and the tests beside the sources that start
 * ffmpeg or a Node process, or mock a module, or take several seconds; list a new one here.
 */
const processTests = [
  'test/**/*',
  'events/status/lease',
  'function/render/ffmpeg/*',
  'function/render/{render,render-faults,render-kinds,scratch-dir}',
  'function/render/video/{choose-encoder,encode,probe}',
  'function/render/voice/{decode,decode-faults,fetch-faults,voice}',
  'function/render/portrait/{detector,detector-unloaded,find-face,known-faces}',
  'function/render/wav2lip/{bias-cache,engine,engine-restart,import,model-import}',
  'storage/s3/{s3-faults,s3-store}',
  'storage/{store-conditions,store-list,store-memory}',
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
      // Code that runs in the process of a test. Pages, tools and child processes are not measured.
      include: ['build/{command,config,errors,evaluate,events,function,outbound,storage}/**/*.js'],
      exclude: ['**/*.test.*'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { statements: 70, branches: 65, functions: 70, lines: 70 },
    },
  },
});
