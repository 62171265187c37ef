import { defineConfig } from 'vitest/config';

// `npm run test:gpu`: runs the files one after the other, because tests that share a GPU disturb each other.
export default defineConfig({
  test: {
    include: ['build/**/*.gpu.js'],
    fileParallelism: false,
  },
});
