import { defineConfig } from 'vitest/config';

/*
 * Tests run on what is shipped, the compiled build: worker threads and child processes are real.
 *
 * The project `unit` (`npm run test:unit`) holds the tests that start no process: test/no-processes.ts
 * makes it an error. The other projects hold test/, and the tests beside the sources that start ffmpeg,
 * a Node process or an S3 server, or mock a module, or take more than a second; list a new one here.
 */
const processTests = [
  'test/**/*',
  'evaluate/motion/motion-checks',
  'evaluate/spoken-text',
  'function/render/detail/{detail-session,network-nodes}',
  'events/contract/async-api',
  'events/adapter/jobs/download-url',
  'events/adapter/routes/{health,preview,render,status,status-stream}',
  'events/adapter/upkeep/{abandoned-webhook,sweep,sweep-abandoned,task-retention}',
  'events/local/{ingress,local-broker}',
  'events/status/{job,lease,lease-faults,outcome,request}',
  'function/jobs/{handle-request,moving-job,spoken-voice,watch-cancellation}',
  'function/render/ffmpeg/*',
  'function/render/mark/mark-video',
  'function/render/motion/{moving-render,prepare-motion}',
  'function/render/mark/c2pa/{credentials,signer,timestamp}',
  'function/render/{render,render-faults,render-kinds,scratch-dir}',
  'function/render/video/{choose-encoder,encode,probe}',
  'function/render/voice/{decode,decode-faults,decode-kinds,decode-truncated,fetch-faults,fetch-voice,mutated-voices,restricted-input,voice}',
  'function/render/voice/speech/{synthesize,server/server-engine}',
  'function/render/portrait/{detector,detector-unloaded,examined-faces,find-face,known-faces,mutated-portraits,portrait}',
  'function/render/wav2lip/{bias-cache,engine,engine-restart,import,load-engine,model,model-import}',
  'storage/folder/folder-versions',
  'storage/s3/{s3-faults,s3-store}',
  'storage/{check-conditions,store-*}',
].map(inBuild);
/* Of these, the tests that mock a module, or need a process without the modules or memory of others. */
const isolatedTests = [
  'storage/store-memory',
  'test/service/function-errors',
  'function/render/portrait/{detector-unloaded,find-face,known-faces}',
  'function/render/wav2lip/model-import',
].map(inBuild);
/* Of these, the tests that share a browser. */
const pageTests = ['test/examples', 'test/page/**/*'].map(inBuild);
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
      include: ['build/{command,config,errors,evaluate,events,function,outbound,storage}/**/*.js'],
      exclude: ['**/*.test.*'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { statements: 85, branches: 78, functions: 85, lines: 85 },
    },
  },
});

function inBuild(tests) {
  return `build/${tests}.test.js`;
}
