import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasNgspice } from '../../../physics/support/ngspice.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';
import type { RecordedState } from '../../../../src-main/machine/recorded.ts';
import { spice } from '../../../../src-main/recording/exporters/spice.ts';
import { select } from '../../../../src-main/recording/exporters/selection.ts';
import { bytesOf, recordingOf } from './support.ts';

const isInstalled = hasNgspice();
if (!isInstalled) console.warn('\n*** ngspice is NOT installed: exported netlists were NOT run (npm run tools) ***\n');

/** Trains for a while and records the last state. */
function trained(document: ExperimentDocument, steps: number, cut: readonly number[] = []): RecordedState {
  const machine = createSimulatedMachine(compileExperiment(document));
  machine.advance(steps);
  machine.damage(cut, 'cut');
  const state = machine.read();
  return { kind: 'state', set: 'training', sequence: 0, hostTime: 0, ...state, damage: [...state.damage] };
}

/** Operating point of a netlist: V by node number. */
function voltagesOf(netlist: Uint8Array): Map<number, number> {
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-spice-test-'));
  try {
    const [file, deck] = [join(folder, 'network.cir'), join(folder, 'deck.cir')];
    writeFileSync(file, netlist);
    writeFileSync(
      deck,
      ['* deck', '.control', 'set numdgt=15', `source ${file}`, 'op', 'print all', 'quit', '.endc', '.end', ''].join('\n'),
    );
    const output = execFileSync('ngspice', ['-b', deck], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return new Map([...output.matchAll(/^n(\d+) = (\S+)$/gm)].map(([, node, value]) => [Number(node), Number(value)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const xor = tasks.xor.build();
const cases: readonly [string, ExperimentDocument, number, readonly number[]][] = [
  ['transistors', xor, 300, []],
  ['transistors that were cut', xor, 100, [0, 5, 20]],
  [
    'transistors that are all different',
    { ...xor, imperfections: [{ kind: 'mismatch', gain: 0.1, threshold: 0.02, twinGain: 0.05, twinThreshold: 0.01 }] as never },
    100,
    [],
  ],
  ['currents fed into the outputs', { ...xor, clamping: { kind: 'equilibriumPropagation', strength: 1e-4 } }, 100, []],
  ['digital potentiometers', tasks.allostery.build(), 20, []],
];

describe('a netlist', () => {
  test.skipIf(!isInstalled).each(cases)('of %s is what ngspice makes of it', async (_, document, steps, cut) => {
    const state = trained(document, steps, cut);
    const selection = await select(recordingOf([state], document));
    const [free, clamped] = spice.files(selection, { kind: 'spice' });
    expect([free.suffix, clamped.suffix]).toEqual(['.free.cir', '.clamped.cir']);
    for (const [file, voltages] of [
      [free, state.freeVoltages],
      [clamped, state.clampedVoltages],
    ] as const) {
      const found = voltagesOf(await bytesOf(file));
      expect(found.size).toBeGreaterThan(voltages.length - 3);
      for (const [node, voltage] of found) {
        // The issue asks for 1e-6; voltages below 1 mV are judged against that.
        expect(Math.abs(voltage - voltages[node])).toBeLessThan(1e-6 * Math.max(Math.abs(voltages[node]), 1e-3));
      }
    }
  });

  test('differs between the free and the clamped network, and its size is told before', async () => {
    const selection = await select(recordingOf([trained(xor, 10)], xor));
    const [free, clamped] = await Promise.all(spice.files(selection, { kind: 'spice' }).map(bytesOf));
    expect(Buffer.from(free).equals(clamped)).toBe(false);
    const written = free.length + clamped.length;
    expect(Math.abs(spice.estimate(selection.extent, { kind: 'spice' }) / written - 1)).toBeLessThan(0.2);
  });

  test('can’t be written where no state was recorded', async () => {
    const [free] = spice.files(await select(recordingOf([])), { kind: 'spice' });
    await expect(bytesOf(free)).rejects.toMatchObject({ problem: { code: 'E-EXPORT' } });
  });
});
