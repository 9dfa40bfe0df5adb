import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import registries from './registries.json' with { type: 'json' };
import { Skeleton, root } from './support/skeleton.ts';

interface Rule {
  name: string;
  comment: string;
}

const { forbidden } = createRequire(import.meta.url)(`${root}/.dependency-cruiser.cjs`) as { forbidden: Rule[] };

const empty = 'export const value = 1;\n';
const using = (path: string): string => `import { value } from '${path}';\nexport const other = value;\n`;
const importing = (path: string): string => `import '${path}';\n`;

/** Rule → planted files; the first is the one that breaks it. Files that two rules share are listed with both. */
const plants: Record<string, Record<string, string>> = {
  'shared-imports-nothing-of-ours': { 'shared/a.ts': using('../src-main/math/target.ts') },
  'shared-runs-anywhere': { 'shared/b.ts': importing('node:fs') },
  'renderer-sees-shared-alone': {
    'src-renderer/Panel.svelte': `<script lang="ts">\n${using('../src-main/math/target.ts')}</script>\n<p>{other}</p>\n`,
  },
  'renderer-has-no-node': { 'src-renderer/a.ts': importing('node:path') },
  'engine-never-imports-the-renderer': { 'src-main/host/a.ts': using('../../src-renderer/target.ts'), 'src-renderer/target.ts': empty },
  'engine-never-imports-the-shell': { 'src-main/host/b.ts': using('../../electron/target.ts'), 'electron/target.ts': empty },
  'shell-never-imports-the-renderer': { 'electron/a.ts': using('../src-renderer/target.ts') },
  'only-the-shell-imports-electron': { 'src-main/host/c.ts': "import { app } from 'electron';\nexport const other = app;\n" },
  'science-has-no-node': { 'src-main/machine/a.ts': importing('node:fs') },
  'math-stays-below': { 'src-main/math/a.ts': using('../physics/target.ts'), 'src-main/physics/target.ts': empty },
  'physics-stays-below': { 'src-main/physics/a.ts': using('../learning/target.ts'), 'src-main/learning/target.ts': empty },
  'learning-stays-below': { 'src-main/learning/a.ts': using('../machine/target.ts'), 'src-main/machine/target.ts': empty },
  'machine-stays-below': { 'src-main/machine/b.ts': using('../host/target.ts'), 'src-main/host/target.ts': empty },
  'analysis-stays-below': { 'src-main/analysis/a.ts': using('../experiments/target.ts'), 'src-main/experiments/target.ts': empty },
  'experiments-stays-below': { 'src-main/experiments/a.ts': using('../host/target.ts') },
  'board-stays-below': { 'src-main/board/a.ts': using('../host/target.ts') },
  'twin-stays-below': { 'src-main/twin/a.ts': using('../host/target.ts') },
  'recording-stays-below': { 'src-main/recording/a.ts': using('../host/target.ts') },
  'machines-stays-below': { 'src-main/machines/a.ts': using('../host/target.ts') },
  'sweeps-stays-below': { 'src-main/sweeps/a.ts': using('../host/target.ts') },
  'host-stays-below': { 'src-main/host/d.ts': using('../cli/target.ts'), 'src-main/cli/target.ts': empty },
  'no-cycles': {
    'src-main/math/c1.ts': using('./c2.ts'),
    'src-main/math/c2.ts': "import { other } from './c1.ts';\nexport const value = other;\n",
  },
  'nothing-imports-tests': { 'src-main/math/d.ts': using('../../test/target.ts'), 'test/target.ts': empty },
  'nothing-imports-scripts': { 'src-main/host/e.ts': using('../../scripts/target.ts'), 'scripts/target.ts': empty },
  'product-needs-no-developer-packages': { 'src-main/host/f.ts': "import fastCheck from 'fast-check';\nexport const other = fastCheck;\n" },
  'nothing-unresolvable': { 'src-main/math/e.ts': using('./nowhere.ts') },
  'no-dead-modules': { 'src-main/math/alone.ts': empty, 'src-main/cli/main.ts': empty },
};

for (const { folder } of registries) {
  const name = `no-sibling-in-${folder.split('/').slice(1).join('-')}`;
  plants[name] = { [`${folder}/one.ts`]: using('./two.ts'), [`${folder}/two.ts`]: empty };
}

describe('the layers', () => {
  let skeleton: Skeleton;
  let violations: { rule: { name: string }; from: string; to: string }[] = [];

  beforeAll(async () => {
    const files = Object.assign({ 'src-main/math/target.ts': empty }, ...Object.values(plants)) as Record<string, string>;
    skeleton = await Skeleton.create(files);
    const rooms = ['shared', 'src-main', 'src-renderer', 'electron', 'test'];
    const program = 'dependency-cruiser/bin/dependency-cruise.mjs';
    const { output } = await skeleton.run(program, ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...rooms]);
    violations = (JSON.parse(output) as { summary: { violations: typeof violations } }).summary.violations;
  });
  afterAll(() => skeleton.remove());

  test.each(forbidden.map(({ name }) => name))('%s is reported', (name) => {
    const planted = Object.keys(plants[name] ?? {})[0];
    expect(planted, `plant a violation of ${name} in this test`).toBeDefined();
    const found = violations.filter(({ rule }) => rule.name === name).flatMap(({ from, to }) => [from, to]);
    expect(found).toContain(planted);
  });

  test('a registry entry may import its contract and its index may import every entry', async () => {
    const clean: Record<string, string> = {};
    for (const { folder, contracts } of registries) {
      const contract = contracts[0];
      if (contract !== undefined) clean[`${folder}/${contract}`] = empty;
      clean[`${folder}/lone.ts`] = contract === undefined ? empty : using(`./${contract}`);
      clean[`${folder}/index.ts`] = "export * from './lone.ts';\n";
    }
    const lawful = await Skeleton.create(clean);
    const { output } = await lawful.run('dependency-cruiser/bin/dependency-cruise.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      'src-main',
    ]);
    await lawful.remove();
    expect(output).toContain('no dependency violations found');
  });

  test('every rule says why', () => {
    for (const { name, comment } of forbidden) expect(comment.length, name).toBeGreaterThan(40);
  });
});
