import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that need a build, a browser or much time live in projects of their own, so that `test:unit` stays quick. */
const apart = ['test/e2e/**', 'test/screens/**', 'test/architecture/**', 'test/mutations/**', 'test/src-renderer/**'];

/** What a test may wait for: a machine with many other things to do is slow, but not for ever. These only end a test that hangs. */
const patience = { testTimeout: 480_000, hookTimeout: 480_000, expect: { poll: { timeout: 120_000 } } };

/** Files that take longest: begun last, one of them would leave the other cores idle at the end. */
const longest = [
  'test/e2e/board.test.ts',
  'test/e2e/misbehaviours.test.ts',
  'test/e2e/projects.test.ts',
  'test/e2e/compare.test.ts',
  'test/e2e/sweeps.test.ts',
  'test/e2e/accessibility.test.ts',
  'test/e2e/lecture.test.ts',
  'test/board/firmwareFuzz.test.ts',
  'test/board/firmwareSimavr.test.ts',
  'test/src-main/experiments/catalogue.test.ts',
  'test/board/firmwareAgreement.test.ts',
  'test/src-main/twin/diagnose.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((path) => moduleId.endsWith(path));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    reporters: ['default'],
    // All cores: vitest itself would leave one idle, which is half of a machine of two.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: apart, ...patience } },
      {
        plugins: [svelte({ configFile: false })],
        // Without this condition Svelte resolves to its server build, which can't mount.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          include: ['test/src-renderer/**/*.test.ts'],
          environment: 'happy-dom',
          setupFiles: ['test/src-renderer/patience.ts'],
          ...patience,
        },
      },
      // Each of these starts compilers and linters of its own.
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], ...patience } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...patience } },
      // Run by `npm run screens`: every screen at every size, photographed and held against axe.
      { test: { name: 'screens', include: ['test/screens/**/*.test.ts'], fileParallelism: false, ...patience } },
      // Run by `npm run mutations`: minutes, and the catalogue's own tests fail where these would.
      { test: { name: 'mutations', include: ['test/mutations/**/*.test.ts'], ...patience, testTimeout: 600_000, hookTimeout: 600_000 } },
    ],
  },
});
