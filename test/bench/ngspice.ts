import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Experiment } from '../../src-main/learning/experiment/experiment.ts';

const FEW = 50;
const MANY = 450;
const REPEATS = 3;

/**
 * Processor time that ngspice takes for the two operating points of a training step, µs: NMOS transistors of level 1, its own
 * tolerances, the inputs moved a little before each so that something is to be done. Two lengths of run, so that its start does
 * not count.
 *
 * @returns  `null` where there is no ngspice or there are no transistors
 */
export function ngspiceStep(experiment: Experiment): number[] | null {
  const deck = deckOf(experiment);
  if (deck === null || spawnSync('ngspice', ['--version']).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-ngspice-'));
  try {
    return Array.from({ length: REPEATS }, () => (2e6 * (timeOf(folder, deck, MANY) - timeOf(folder, deck, FEW))) / (MANY - FEW));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processor time of a run of so many operating points, s. */
function timeOf(folder: string, deck: string, points: number): number {
  const file = join(folder, 'step.cir');
  writeFileSync(file, deck.replace('POINTS', String(points / 2)));
  const command = `ulimit -c 0; TIMEFORMAT='%U %S'; time ngspice -b ${file} >/dev/null 2>${join(folder, 'errors')}`;
  const { stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1' } });
  const numbers = stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return numbers[0] + numbers[1];
}

function deckOf({ edgeModel, edges, network, inputNodes, supplyNodes, supplyVoltages, training }: Experiment): string | null {
  if (edgeModel.kind !== 'transistor') return null;
  const { transconductance, threshold } = edgeModel;
  const sources = [
    ...Array.from(inputNodes, (node, input) => `vin${input} n${node} 0 ${training.inputs[input]}`),
    ...Array.from(supplyNodes, (node, supply) => `vs${supply} n${node} 0 ${supplyVoltages[supply]}`),
  ];
  const gates = edges.map((edge, index) => `vg${index} g${index} 0 ${edge.gate ?? 1.5}`);
  const channels = edges.map((_, index) => `m${index} n${network.from[index]} g${index} n${network.to[index]} 0 channel`);
  return [
    '* the free network',
    `.model channel nmos level=1 vto=${threshold} kp=${transconductance} gamma=0 lambda=0`,
    ...sources,
    ...gates,
    ...channels,
    '.control',
    'repeat POINTS',
    'alter vin0 0.45',
    'op',
    'alter vin0 0.44',
    'op',
    'end',
    'quit',
    '.endc',
    '.end',
    '',
  ].join('\n');
}
