import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrayOf, blocksOf, submissionScript } from '../../../src-main/sweeps/slurm.ts';
import { always } from '../../properties.ts';

test('the tasks of an array, as Slurm writes them', () => {
  expect(arrayOf([0, 1, 2, 5])).toBe('0-2,5');
  expect(arrayOf([4])).toBe('4');
});

test('blocks hold every cell that is missing, once, and no array is larger than Slurm takes', () => {
  always(
    fc.property(
      fc.integer({ min: 1, max: 20_000 }),
      fc.option(fc.integer({ min: 1, max: 50 })),
      fc.integer({ min: 1, max: 7 }),
      (cells, size, gap) => {
        const { waiting, cellsPerBlock } = blocksOf(cells, (cell) => cell % gap === 0, size);
        const missing = Array.from({ length: cells }, (_, cell) => cell).filter((cell) => cell % gap !== 0);
        expect([...waiting.values()].flat()).toEqual(missing);
        expect(Math.max(-1, ...waiting.keys())).toBeLessThan(1000);
        for (const [block, own] of waiting) expect(own.every((cell) => Math.floor(cell / cellsPerBlock) === block)).toBe(true);
      },
    ),
    50,
  );
});

test('the script names program, folder and block, asks for requeueing, and quotes what a shell would take apart', () => {
  const script = submissionScript({
    title: 'Two tasks; τ',
    folder: '/home/a b/sweep',
    program: ['/usr/bin/node', "/opt/it's/main.js"],
    blocks: {
      cellsPerBlock: 4,
      waiting: new Map([
        [0, [0]],
        [2, [8]],
      ]),
    },
    options: ['--partition=short'],
  });
  expect(script).toMatch(/^#!\/bin\/sh\n#SBATCH/);
  expect(script).toContain('#SBATCH --array=0,2\n');
  expect(script).toContain('#SBATCH --requeue\n');
  expect(script).toContain('#SBATCH --partition=short\n');
  expect(script).toContain(
    `/usr/bin/node '/opt/it'\\''s/main.js' sweep cells '/home/a b/sweep' --block "$SLURM_ARRAY_TASK_ID" --cells-per-task 4\n`,
  );
});
