import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Tests that need a build, a browser or much time live in projects of their own, so that `test:unit` stays quick. */
const apart = ['test/e2e/**', 'test/screens/**', 'test/architecture/**', 'test/mutations/**', 'test/src-renderer/**'];

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: apart, testTimeout: 60_000 } },
      {
        plugins: [svelte({ configFile: false })],
        // Without this condition Svelte resolves to its server build, which can't mount.
        resolve: { conditions: ['browser'] },
        test: { name: 'renderer', include: ['test/src-renderer/**/*.test.ts'], environment: 'happy-dom' },
      },
      // Each of these starts compilers and linters of its own.
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // Run by `npm run screens`: every screen at every size, photographed and held against axe.
      { test: { name: 'screens', include: ['test/screens/**/*.test.ts'], fileParallelism: false, hookTimeout: 120_000 } },
      // Run by `npm run mutations`: minutes, and the catalogue's own tests fail where these would.
      { test: { name: 'mutations', include: ['test/mutations/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 } },
    ],
  },
});
