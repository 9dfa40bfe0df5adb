import { describe, expect, test } from 'vitest';
import type { MachineChoice } from '../../../shared/machines.ts';
import { biasesOf } from '../../../src-main/host/edgeBiases.ts';
import type { Session } from '../../../src-main/host/session.ts';
import type { CalibrationDocument } from '../../../src-main/twin/calibrationDocument.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { nominalCalibration, xor } from '../twin/nominalCalibration.ts';

/** A calibration in which the bias of an edge is its number, in V/s. */
function numbered(): CalibrationDocument {
  const calibration = structuredClone(nominalCalibration(xor()));
  for (const { learning } of calibration.wirings[0].sessions) learning!.factors.time = learning!.factors.time.map((_, edge) => edge);
  return calibration;
}

const sessionOn = (kind: 'board' | 'simulated', machine: MachineChoice | undefined, task: keyof typeof tasks = 'xor'): Session =>
  ({
    identity: { kind, title: '' },
    experiment: { whole: compileExperiment(tasks[task].build()), source: machine === undefined ? { task } : { task, machine } },
  }) as unknown as Session;

describe('the bias of the edges on the bench', () => {
  test('is that of the calibration, edge by edge, on a board and on its twin', () => {
    for (const session of [sessionOn('board', { machine: 'emulated' }), sessionOn('simulated', { machine: 'twin:x' })]) {
      const told = biasesOf(session, numbered())!;
      expect(told.calibration).toBe('board 2024, 2026-11-21');
      expect(told.biases).toEqual(Array.from({ length: 32 }, (_, edge) => ({ value: edge, deviation: 0.05 })));
    }
  });

  test.each([
    ['the plain simulation', sessionOn('simulated', undefined), numbered()],
    ['another network', sessionOn('board', { machine: 'emulated' }, 'divider'), numbered()],
    ['no calibration', sessionOn('board', { machine: 'emulated' }), null],
    [
      'a calibration without its learning',
      sessionOn('board', { machine: 'emulated' }),
      {
        ...numbered(),
        wirings: numbered().wirings.map((wiring) => ({ ...wiring, sessions: wiring.sessions.map((one) => ({ ...one, learning: null })) })),
      },
    ],
  ])('is not told of %s', (_, session, calibration) => expect(biasesOf(session, calibration)).toBeNull());
});
