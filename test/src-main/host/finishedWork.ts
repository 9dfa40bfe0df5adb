import type { CalibrationParameter } from '../../../shared/calibration.ts';
import type { CalibrationWork } from '../../../src-main/host/calibrationWork.ts';
import { draftOf } from '../../../src-main/twin/calibrationDraft.ts';
import type { CalibrationDocument } from '../../../src-main/twin/calibrationDocument.ts';

/** A work of which every stage is done, as its calibration has it. */
export function finishedWork(calibration: CalibrationDocument, id = '2026-11-21-2024'): CalibrationWork {
  const { serial, edges, nodes } = calibration.board;
  const done = { state: 'done' as const, missing: null, figure: null, plot: null, notes: [] };
  const { thresholds, deviations } = calibration.wirings[0].free;
  const known = thresholds.map((value, edge): CalibrationParameter => {
    return { quantity: 'V_T, free', of: `e${edge}`, unit: 'V', value, deviation: deviations.thresholds[edge] };
  });
  return {
    ...{ format: 'twinbench.calibrationWork', version: 1, id, title: `Board ${serial}, XOR`, serial, date: calibration.date },
    ...{ kind: 'transistor', edges, nodes },
    ...{ fitted: ['one'], held: [], device: 'ideal', devices: [], judgement: null, draft: draftOf(calibration), isSaved: false },
    stages: calibration.steps.map(({ name }) => ({ name, ...done, parameters: name === 'edges' ? known : [] })),
  };
}
