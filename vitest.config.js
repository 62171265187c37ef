import { defineConfig } from 'vitest/config';

/*
 * Tests run on what is shipped, the compiled build: worker threads and child processes are real.
 *
 * The name of a file says where it runs. The project `unit` (`npm run test:unit`) holds `*.test.ts` beside
 * the sources, which start no process: test/no-processes.ts makes it an error. `*.process.test.ts` may start
 * ffmpeg, a Node process or an S3 server, or take more than a second; `*.isolated.test.ts` mocks a module,
 * or needs a process without the modules or memory of others. test/ holds tests of whole processes.
 */
const isolatedTests = ['build/**/*.isolated.test.js'];
const processTests = ['build/**/*.process.test.js', 'build/test/**/*.test.js', ...isolatedTests];
/* Of these, the tests that share a browser. */
const pageTests = ['build/test/examples.test.js', 'build/test/page/**/*.test.js'];
const byteEquality = 'build/test/byte-equality.js';
const common = { testTimeout: 30_000, hookTimeout: 60_000, setupFiles: [byteEquality] };

export default defineConfig({
  test: {
    globalSetup: ['build/test/global-setup.js'],
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          // One thread loads the modules once for all its files: three times as fast.
          pool: 'threads',
          isolate: false,
          // Half of the time is waiting, so two threads help on two cores, too.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          include: ['build/**/*.test.js'],
          exclude: processTests,
          setupFiles: [byteEquality, 'build/test/no-processes.js'],
        },
      },
      {
        test: {
          ...common,
          name: 'isolated',
          maxWorkers: 3,
          include: isolatedTests,
          // One group with the projects below: each of them starts while the last files of the one
          // before it still run.
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Half of the time these tests wait, so three at once take little more than two; four take longer,
        // beside the linter. Each of the three processes runs many files, and loads the modules and the
        // face detector once.
        test: {
          ...common,
          name: 'process',
          isolate: false,
          maxWorkers: 3,
          include: processTests,
          exclude: [...isolatedTests, ...pageTests],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'page',
          isolate: false,
          maxWorkers: 3,
          include: pageTests,
          globalSetup: ['build/test/chromium-server.js'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      // Code that runs in the process of a test. Pages, tools and child processes are not measured.
      include: ['build/{command,config,domain,errors,evaluate,events,function,outbound,storage}/**/*.js'],
      exclude: ['**/*.test.*'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { statements: 85, branches: 78, functions: 85, lines: 85 },
    },
  },
});
