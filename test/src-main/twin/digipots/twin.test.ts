import process from 'node:process';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { Experiment } from '../../../../src-main/learning/experiment/experiment.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { calibrateDigipots } from '../../../../src-main/twin/digipots/calibrateDigipots.ts';
import { CalibratedDigipots } from '../../../../src-main/twin/digipots/calibratedDigipots.ts';
import { diagnoseDigipots } from '../../../../src-main/twin/digipots/diagnoseDigipots.ts';
import { digipotBoardOf, type DigipotBoard } from '../../../../src-main/twin/digipots/digipotTwin.ts';
import type { DigipotCalibration } from '../../../../src-main/twin/digipots/document.ts';
import { forecastDigipots } from '../../../../src-main/twin/digipots/forecastDigipots.ts';
import { judgeDigipotForecasts } from '../../../../src-main/twin/digipots/judgeForecasts.ts';
import type { MeasuredRun } from '../../../../src-main/twin/measured.ts';
import { recordDigipots } from './emulatedDigipots.ts';

const start = (experiment: Experiment): number[] => experiment.edges.map(({ tap }) => tap ?? 1);

test.each(['allostery', 'divider'] as const)('without noise and offsets the twin clocks as the simulation of %s does', (name) => {
  const imperfections = [{ kind: 'comparators' as const, noise: 0, offset: 0, lift: 0.002 }];
  const experiment = compileExperiment({ ...tasks[name].build(), imperfections });
  const { edgeCount } = experiment.network;
  const zeros = new Array<number>(edgeCount).fill(0);
  const board: DigipotBoard = {
    free: new Float64Array(edgeCount).fill(781.25),
    clamped: new Float64Array(edgeCount).fill(781.25),
    comparators: { offsets: zeros, signOffsets: zeros, noise: zeros, lift: 0.002 },
    sourceZeros: new Float64Array(experiment.inputNodes.length + experiment.supplyNodes.length),
    labelZeros: new Float64Array(experiment.outputs.plus.length),
    step: 0,
    noise: 0,
  };
  const twin = new CalibratedDigipots(experiment, board, start(experiment), 'twin');
  const simulated = createSimulatedMachine(experiment);
  for (let step = 0; step < 100; step++) {
    twin.advance(1);
    simulated.advance(1);
    expect([...twin.read().states]).toEqual([...simulated.read().states]);
  }
  const [own, other] = [twin.measure('training'), simulated.measure('training')];
  own.outputs.forEach((output, index) => expect(output).toBeCloseTo(other.outputs[index], 9));
});

describe('the twin of a calibrated board', () => {
  const document = { ...tasks.allostery.build(), steps: 160, measure: { every: 1, of: 'present' as const } };
  const experiment = compileExperiment(document);
  let run: MeasuredRun;
  let calibration: DigipotCalibration;
  beforeAll(() => {
    run = recordDigipots(document, 'mild', 5);
    calibration = calibrateDigipots([run], { serial: '', date: '2026-11-21T00:00:00Z', skip: [], earlier: null });
  });

  test('goes on from a checkpoint as it would have gone', () => {
    const begun = (): CalibratedDigipots =>
      new CalibratedDigipots(experiment, digipotBoardOf(calibration, experiment), start(experiment), '');
    const [one, other] = [begun(), begun()];
    one.advance(40);
    const checkpoint = JSON.parse(JSON.stringify(one.checkpoint())) as ReturnType<typeof one.checkpoint>;
    one.advance(20);
    other.restore(checkpoint);
    other.advance(20);
    expect(other.read()).toEqual(one.read());
    expect(() => new CalibratedDigipots(experiment, digipotBoardOf(calibration, experiment), [1, 2], '')).toThrow(/another board/);
  });

  test('forecasts wipers and outputs nearer than "nothing changes", in bands that hold', () => {
    const misses = judgeDigipotForecasts(run, calibration, { starts: 5, longest: 30 });
    expect(misses.map(({ steps }) => steps)).toEqual([1, 3, 10, 30]);
    for (const { steps, wipers, stillWipers, outputs, stillOutputs, covered } of misses) {
      if (steps >= 10) {
        expect(wipers).toBeLessThan(stillWipers);
        expect(outputs).toBeLessThan(stillOutputs);
      }
      // 80 % is promised; of 5 forecasts, whose wipers go together, less than two thirds would be a fault.
      expect(covered).toBeGreaterThan(0.65);
    }
    const { gates: taps, step, nudge } = run.moments.at(-1)!;
    const cut = forecastDigipots(experiment, calibration, { taps, step, nudge, steps: 40, points: 20, cut: 2 });
    expect(cut.peak).toBeGreaterThan(cut.before);
    expect(cut.points).toHaveLength(21);
  });

  /** 100 faults with TWINBENCH_FULL=1. */
  const faults = process.env.TWINBENCH_FULL === '1' ? 100 : 6;

  test(`of ${faults} random faults the faulty edge is found first, and a healthy board is called so`, () => {
    const random = randomStream(11, 'faults');
    const board = digipotBoardOf(calibration, experiment);
    const diagnosed = (measured: MeasuredRun): ReturnType<typeof diagnoseDigipots> =>
      diagnoseDigipots({ experiment, board, repeats: 4, moments: measured.moments.slice(-20), isClamped: false });
    expect(diagnosed(run).hypotheses[0].fault).toBeNull();
    // Edges 8-9 and 4-5 … join sources or hardly show: a cut there moves no voltage of the free network.
    const sources = new Set(experiment.supplyNodes);
    const shown = Array.from({ length: 16 }, (_, edge) => edge).filter(
      (edge) => !(sources.has(experiment.network.from[edge]) && sources.has(experiment.network.to[edge])),
    );
    let found = 0;
    for (let fault = 0; fault < faults; fault++) {
      const edge = shown[random.below(shown.length)];
      const kind = (['cut', 'short', 'stuck'] as const)[fault % 3];
      const harmed = recordDigipots({ ...document, steps: 60, seed: document.seed + fault }, 'mild', 5, { step: 20, edge, kind });
      const { hypotheses } = diagnosed(harmed);
      if (hypotheses[0].fault?.edge === edge) found++;
      else console.info(`missed: ${kind} of ${edge}, said ${JSON.stringify(hypotheses[0].fault)}`);
    }
    console.info(`${found} of ${faults}`);
    expect(found / faults).toBeGreaterThanOrEqual(0.95);
  }, 600_000);
});
