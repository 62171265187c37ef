import { defineConfig } from 'vitest/config';

/*
 * Tests run on what is shipped, the compiled build: worker threads and child processes are real.
 *
 * `unit` is what `npm run test:unit` runs: the tests beside the sources. They start no process;
 * test/no-processes.ts enforces that. A test that starts one (ffmpeg, a server, a command, a browser)
 * is in test/ or is called *.process.test.ts; those are the project `process`.
 */
const processTests = ['build/test/**/*.test.js', 'build/**/*.process.test.js'];
const common = { testTimeout: 30_000, hookTimeout: 60_000, globalSetup: ['build/test/global-setup.js'] };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['build/**/*.test.js'],
          exclude: processTests,
          // setupFiles: ['build/test/no-processes.js'],
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
