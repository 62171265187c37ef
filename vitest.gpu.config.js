import { defineConfig } from 'vitest/config';

// `npm run test:gpu`: one file, one after the other, since cards are not shared well.
export default defineConfig({
  test: {
    include: ['build/**/*.gpu.js'],
    fileParallelism: false,
  },
});
