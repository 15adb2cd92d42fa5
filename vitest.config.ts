import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const globalSetup = fileURLToPath(new URL('./test/support/global-setup.ts', import.meta.url));

export default defineConfig({
  test: {
    environment: 'node',
    // What is waited for comes in its own time where many machines share a processor.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: ['test/house/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['test/house/**', 'test/system/**'],
          globalSetup,
          // Reading the whole product anew for each file took half of the time. No test leaves anything in a module.
          isolate: false,
          maxWorkers: 2,
          // A database, a server and a worker may all have to start on a busy machine with two cores.
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          globalSetup,
          // Several Chromiums decoding video at once starve each other.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
