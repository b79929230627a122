import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: '../node_modules/.vite-e2e',
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    // A first HLS segment takes its time, and the machine may be busy with other tests.
    // Longer than several steps may take: what is told is the step that did not come.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 45_000 } },
    fileParallelism: false,
    bail: 1,
    reporters: ['verbose'],
  },
});
