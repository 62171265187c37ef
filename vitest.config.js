import { defineConfig } from 'vitest/config';

/*
 * Tests run on what is shipped, the compiled build: worker threads and child processes are real.
 *
 * The name of a file says where it runs:
 *   *.test.ts           starts no process (test/no-processes.ts makes it an error)   test:quick, test
 *   *.smoke.test.ts     renders one video                                            test:quick, test
 *   *.process.test.ts   starts ffmpeg, Node, or an S3 server, or takes over a second test
 *   *.page.test.ts      shares a browser                                             test
 *   *.isolated.test.ts  mocks a module, or needs a process of its own                test
 *   *.nightly.test.ts   takes minutes (vitest.nightly.config.js)                     test:nightly
 */
const filesOf = (lane) => [`build/**/*.${lane}.test.js`];
const byteEquality = 'build/test/byte-equality.js';

/** The settings of every lane. The timeouts are for tests that hang: a busy machine is five times slower. */
export const common = { testTimeout: 120_000, hookTimeout: 120_000, setupFiles: [byteEquality] };

// Half of the time these tests wait, so three at once take little more than two on two cores. Each of the
// three processes runs many files, and loads the modules and the face detector once.
const processes = { ...common, isolate: false, maxWorkers: 3, sequence: { groupOrder: 1 } };

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
          exclude: ['build/**/*.*.test.js'],
          setupFiles: [byteEquality, 'build/test/no-processes.js'],
        },
      },
      // One group: each of these starts while the last files of the one before it still run.
      { test: { ...processes, name: 'isolated', isolate: true, include: filesOf('isolated') } },
      {
        test: {
          ...processes,
          name: 'page',
          include: filesOf('page'),
          globalSetup: ['build/test/chromium-server.js'],
        },
      },
      { test: { ...processes, name: 'process', include: filesOf('process') } },
      { test: { ...processes, name: 'smoke', include: filesOf('smoke') } },
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
