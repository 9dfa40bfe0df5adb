import { cpus } from 'node:os';
import process from 'node:process';
import { board } from './boards.ts';
import { crossover } from './crossover.ts';
import { load } from './measure.ts';
import { square } from './networks.ts';
import { relaxing } from './relaxing.ts';
import { growth, size } from './sizes.ts';

/** Everything that can be measured, by name; `npm run bench -- NAME …` runs some, without a name all but the crossover. */
const rows: Readonly<Record<string, () => void | Promise<void>>> = {
  xor: () => board('4 × 4 transistors, XOR', 'xor'),
  allostery: () => board('16 digipots, allostery', 'allostery'),
  linear64: () =>
    size({
      title: 'linear64',
      topology: { kind: 'random', nodes: 64, edges: 143 },
      edges: 'linear',
      steps: 1000,
      rounds: 7,
      peers: ['numpy', 'scipy'],
      aim: 'at most 25 µs',
    }),
  linear1024: () =>
    size({
      title: 'linear1024',
      topology: square(32),
      edges: 'linear',
      steps: 100,
      rounds: 9,
      peers: ['scipy', 'cholmod'],
      aim: 'at most 1.5 ms, and 1.5 times CHOLMOD for the same work',
    }),
  linear10000: () =>
    size({
      title: 'linear10000',
      topology: square(100),
      edges: 'linear',
      steps: 10,
      rounds: 5,
      peers: ['scipy', 'cholmod'],
      aim: 'at most 40 ms',
    }),
  transistors10000: () =>
    size({
      title: 'transistors10000',
      topology: square(100),
      edges: 'transistors',
      steps: 10,
      rounds: 7,
      peers: [],
      aim: 'at most 120 ms',
    }),
  growth,
  relaxing,
  crossover,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(rows, name));
if (unknown.length > 0) {
  console.error(`There is no measurement "${unknown[0]}". There are: ${Object.keys(rows).join(', ')}.`);
  process.exit(2);
}
console.info(`CPU ${cpus()[0]?.model.trim() ?? 'unknown'} × ${cpus().length} · Node ${process.version} · load ${load()} at the start`);
console.info('One training step (free network, clamped network, update of every edge), processor time: medians [quartiles] and least.');
for (const name of names.length > 0 ? names : Object.keys(rows).filter((name) => name !== 'crossover')) await rows[name]();
