import { beforeAll, describe, expect, test } from 'vitest';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { experimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { randomStream } from '../../../src-main/math/random.ts';
import { calibrateBoard, calibrationOf } from '../../../src-main/twin/calibrateBoard.ts';
import { draftOf, emptyDraft, type CalibrationDraft } from '../../../src-main/twin/calibrationDraft.ts';
import { LearningTwin } from '../../../src-main/twin/learningTwin.ts';
import { DrivenPair } from '../../../src-main/twin/drivenPair.ts';
import type { MeasuredMoment, MeasuredRun } from '../../../src-main/twin/measured.ts';
import { calibrationStages, stageNames, type StageName } from '../../../src-main/twin/stages/index.ts';
import type { StageResult } from '../../../src-main/twin/stages/stage.ts';
import { hiddenBoard } from './hiddenBoard.ts';

const NODE_NOISE = 0.3e-3;
const GATE_NOISE = 0.5e-3;

/** A regression on a 3 x 3 lattice that a board with hidden imperfections learns, measured with noise. */
const experiment = compileExperiment(
  parseDocument(
    experimentDocument,
    {
      format: 'twinbench.experiment',
      version: 1,
      title: 'stages',
      generate: {
        topology: { kind: 'periodicSquare', rows: 3, columns: 3 },
        edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.62 },
        state: 2.5,
      },
      roles: {
        inputs: [
          { name: 'V1', node: 'n0' },
          { name: 'V2', node: 'n4' },
        ],
        supplies: [{ name: 'high', node: 'n8', voltage: 0.4 }],
        outputs: [{ name: 'O', node: 'n2' }],
      },
      dataset: {
        kind: 'table',
        inputs: [
          [0.1, 0.02],
          [0.3, 0.2],
          [0.02, 0.3],
        ],
        labels: [[0.16], [0.24], [0.2]],
      },
      rule: { kind: 'continuous', rate: 1900, gateFloor: 0.7 },
      clamping: { kind: 'standard', nudge: 0.5 },
      schedule: { kind: 'cyclic', hold: 100 },
      stepTime: 1e-4,
      steps: 10_000,
      measure: { every: 100, of: 'training' },
    },
    'stages.test',
  ),
);
const truth = hiddenBoard(experiment, 11);

/** Learning from random gates, measured every 5 ms. */
function measured(seed: number): MeasuredRun {
  const random = randomStream(seed, 'stages.test');
  const { edgeCount, nodeCount } = experiment.network;
  const twin = new LearningTwin(experiment, truth);
  const pair = new DrivenPair(experiment, truth);
  const gates = Float64Array.from({ length: edgeCount }, () => 1.5 + 2.5 * random.uniform());
  const moments: MeasuredMoment[] = [];
  const [free, clamped] = [new Float64Array(nodeCount).fill(0.2), new Float64Array(nodeCount).fill(0.2)];
  for (let step = 0; step < 3000; step += 50) {
    if (step > 0) twin.advance({ gates: gates.slice(), from: step - 50, to: step, duration: 5e-3, nudge: 0.5 }, gates);
    const datapoint = Math.floor(step / 100) % 3;
    const inputs = experiment.training.inputs.subarray(2 * datapoint, 2 * datapoint + 2);
    pair.solve(gates, inputs, 0.5, () => experiment.training.labels[datapoint], free, clamped, 1e-9);
    const read = (voltages: Float64Array, zeros: Float64Array): Float64Array =>
      voltages.map((voltage, node) => voltage + zeros[node] + NODE_NOISE * random.normal());
    const state = { freeVoltages: read(free, truth.free.zeros), clampedVoltages: read(clamped, truth.clamped.zeros) };
    moments.push({
      step,
      time: step * 1e-4,
      nudge: 0.5,
      gates: gates.map((gate) => gate + GATE_NOISE * random.normal()),
      states: [{ set: 'training', datapoint, ...state }],
    });
  }
  return { name: `run ${seed}`, date: null, experiment, moments, omitted: 0 };
}

const runs = Array.from({ length: 6 }, (_, seed) => measured(seed));
const results = new Map<StageName, StageResult>();

beforeAll(() => {
  let draft: CalibrationDraft = emptyDraft;
  for (const name of stageNames) {
    const result = calibrationStages[name].run({ runs, device: 'calibrated' }, draft);
    // What a draft is: plain data, which survives being written and read.
    draft = JSON.parse(JSON.stringify(result.draft)) as CalibrationDraft;
    results.set(name, result);
  }
}, 120_000);

describe('the five stages, each from the draft of the one before', () => {
  test('each sums itself up in one number, with its parameters and points to draw', () => {
    expect([...results.keys()]).toEqual(['converters', 'edges', 'rate', 'bias', 'noise']);
    for (const { figure, parameters, plot } of results.values()) {
      expect(Number.isFinite(figure.value)).toBe(true);
      expect(parameters.length).toBeGreaterThan(0);
      expect(plot.points.length).toBeGreaterThan(10);
      expect(plot.points.every(({ x, y }) => Number.isFinite(x + y))).toBe(true);
    }
  });

  test('converters: the gains of the sources, behind their resistances', () => {
    const [{ converters }] = results.get('converters')!.draft.wirings;
    converters!.free.forEach(({ gain, zero }, source) => {
      // Four channels of a millisiemens draw up to 1.5 mA through 12 Ω: 18 mV that this stage can't tell from zero and gain.
      expect(Math.abs(zero - truth.freeSources[source].zero)).toBeLessThan(18e-3);
      expect(Math.abs(gain - 1)).toBeLessThan(18e-3 / 0.28);
    });
  });

  test('edges: node voltages to their noise, the resistances of the sources', () => {
    expect(results.get('edges')!.figure.value).toBeLessThan(1.2 * NODE_NOISE);
    const { freeSources } = results.get('edges')!.draft.wirings[0].edges!;
    freeSources.forEach(({ resistance }, source) => expect(resistance / truth.freeSources[source].resistance).toBeGreaterThan(0.5));
  });

  test('rate and bias: the learning rate of every edge', () => {
    const [{ sessions }] = results.get('bias')!.draft.wirings;
    const { factors } = sessions[0].bias!;
    const found = factors.squares.reduce((sum, value) => sum + value, 0) / factors.squares.length;
    const wanted = truth.learning.factors.squares.reduce((sum, value) => sum + value, 0) / factors.squares.length;
    // The mean over edges; the drops are known to a part in 200.
    expect(Math.abs(found / wanted - 1)).toBeLessThan(0.05);
    // The bias that depends on the state misses no more than the constant one.
    expect(results.get('bias')!.figure.value).toBeLessThanOrEqual(1.02 * results.get('rate')!.figure.value);
  });

  test('noise: of nodes and gates, as it was put in', () => {
    const { free, gates } = results.get('noise')!.draft.wirings[0].noise!;
    const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];
    expect(middle(free) / NODE_NOISE).toBeGreaterThan(0.8);
    expect(middle(free) / NODE_NOISE).toBeLessThan(1.3);
    expect(middle(gates) / GATE_NOISE).toBeGreaterThan(0.8);
    expect(middle(gates) / GATE_NOISE).toBeLessThan(1.5);
  });
});

test('a stage that is skipped is taken from an earlier calibration; without one it is an error that says so', () => {
  const request = { serial: 'A', date: '2026-01-01T00:00:00Z', device: 'calibrated', earlier: null } as const;
  const first = calibrationOf(results.get('noise')!.draft, runs, request, stageNames);
  const again = calibrateBoard(runs, { ...request, skip: ['edges', 'rate', 'bias'], earlier: first });
  expect(again.wirings[0].free).toEqual(first.wirings[0].free);
  expect(again.steps).toContainEqual({ name: 'edges', status: 'skipped' });
  expect(draftOf(again).wirings[0].sessions[0].bias).not.toBeNull();
  expect(() => calibrateBoard(runs, { ...request, skip: ['edges'] })).toThrow(/edges/);
});

test('what recordings can’t tell is said before it is tried', () => {
  const still: MeasuredRun = { ...runs[0], moments: runs[0].moments.slice(0, 1) };
  for (const name of stageNames) expect(calibrationStages[name].missing([still])).toMatch(/\w+/);
  for (const name of stageNames) expect(calibrationStages[name].missing(runs)).toBeNull();
});
