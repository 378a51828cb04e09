/**
 * Two projects: everything that runs with `npm test`, and the browser tests, which need Chromium.
 */
import { defineConfig } from 'vitest/config';

// node:sqlite still announces itself as experimental; the announcement would drown the results.
const execArgv = ['--disable-warning=ExperimentalWarning'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          setupFiles: ['test/seed.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          execArgv,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          execArgv,
        },
      },
    ],
  },
});
