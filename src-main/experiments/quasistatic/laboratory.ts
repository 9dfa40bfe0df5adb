import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { oscillationPeriod } from '../../math/autocorrelation.ts';
import { powerLawExponent } from '../../math/powerLaw.ts';
import { allostericTask } from '../digipots2022/board.ts';
import { createSimulatedMachine } from '../../machine/simulated.ts';
import { defineExperiment, type Claim } from '../experiment.ts';

/** R_0 of the paper's R = R_0·c·γ_l, Ω, although every edge starts at 50 kΩ. */
const TYPICAL_RESISTANCE = 10e3;
/** Capacitors of the laboratory, F, and the scaled learning rates for which each is used here. */
const CAPACITORS: readonly (readonly [rate: number, capacitance: number])[] = [
  [1e-3, 2.2e-6],
  [0.1, 2.2e-6],
  [1, 22e-6],
  [3, 220e-6],
  [10, 220e-6],
  [30, 2200e-6],
  [100, 2200e-6],
];
/** Learned: the error stays below a thousandth of the first one for ten steps (Fig. 1f). */
const THRESHOLD = 1e-3;
const STAY = 10;
const STEPS = 2500;
/** Shown on the bench: ringing at its clearest. */
const SHOWN: (typeof CAPACITORS)[number] = [30, 2200e-6];
/** The ringing is looked at once the transient is over. */
const SETTLED = 500;

const figure = (place: string): Claim['source'] => ({ source: 'stern2022', place });

function stepsClaim<Id extends string>(id: Id, rate: number, reference: number): Claim<Id> {
  return {
    id,
    quantity: `Steps to a thousandth of the first error, kept for ten steps, at R = ${rate}`,
    unit: 'step',
    source: figure('Fig. 1c, f'),
    published: rate < 1 ? 'does not depend on R' : 'rises with R',
    bar: { statistic: 'median', relation: 'between', value: [0.7 * reference, 1.3 * reference] },
    reason: `The figure is only drawn; the bar is 30 % around the ${reference} steps of an independent simulation of this board.`,
    ...(rate > 10
      ? { note: 'Some runs pass the test half a period earlier than the others, at about 120 steps, so that few seeds say little.' }
      : {}),
  };
}

function periodClaim<Id extends string>(id: Id, rate: number, reference: number): Claim<Id> {
  return {
    id,
    quantity: `Period of the ringing at R = ${rate}, of the output that rings faster`,
    unit: 'step',
    source: figure('Fig. 1c, d'),
    published: 'perpetual oscillations',
    bar: { statistic: 'median', relation: 'between', value: [0.7 * reference, 1.3 * reference] },
    reason: `No number is given; the bar is 30 % around the ${reference} steps of an independent simulation of this board.`,
    note: 'The two outputs ring at periods of their own. This is the faster one, chosen because the independent simulation rings like it; the other is 1.6 to 1.8 times slower and would miss the bar.',
  };
}

/** Fig. 1c to f: the board of 2022 with a capacitor in parallel with every edge. */
export const laboratory = defineExperiment({
  spec: {
    kind: 'laboratory',
    title: 'Capacitors on the board',
    doc: 'Sixteen digital potentiometers with 2.2 to 2200 µF in parallel learn two outputs, at learning rates from slow to faster than the voltages relax.',
    reference: { source: 'stern2022', place: 'Fig. 1c-f' },
    parameters: {},
  },
  seeds: 40,
  quickSeeds: 10,
  claims: [
    stepsClaim('stepsAtThousandth', 1e-3, 45),
    stepsClaim('stepsAtTenth', 0.1, 43),
    stepsClaim('stepsAt1', 1, 46),
    stepsClaim('stepsAt3', 3, 61),
    stepsClaim('stepsAt10', 10, 122),
    stepsClaim('stepsAt30', 30, 208),
    {
      id: 'slowExponent',
      quantity: 'Exponent of training time against R, R = 0.001 to 0.1',
      unit: '',
      source: figure('Fig. 1f'),
      published: -1,
      bar: { statistic: 'median', relation: 'between', value: [-1.05, -0.95] },
      reason: 'The number of steps is whole and noisy: one step in 45 over two decades is 0.005, and some seeds are lucky by ten.',
    },
    {
      id: 'fastExponent',
      quantity: 'Exponent of training time against R, R = 1 to 30',
      unit: '',
      source: figure('Fig. 1f'),
      published: -0.5,
      bar: { statistic: 'median', relation: 'between', value: [-0.7, -0.4] },
      reason: 'The paper says approximately, and the bend at R = 1 lies at one end of the range: −1 there, −1/2 beyond.',
    },
    {
      id: 'periodAt1',
      quantity: 'Period of the ringing at R = 1, of the output that rings faster',
      unit: 'step',
      source: figure('Fig. 1c, d'),
      published: 'perpetual oscillations',
      reason: 'No bar: at R = 1 the ringing hardly begins, and its period depends on how it is measured.',
      note: 'An independent simulation gave 21 steps.',
      absent: 'leftOut',
    },
    periodClaim('periodAt10', 10, 30),
    periodClaim('periodAt30', 30, 49),
    periodClaim('periodAt100', 100, 80),
    {
      id: 'ringing',
      quantity: 'Root mean square of the ringing of an output at R = 30',
      unit: 'V',
      source: figure('Fig. 1d, e'),
      published: 'oscillations widen the distribution of errors',
      reason: 'No bar: the ringing lives on the comparators’ noise, which is only known to be of order 10 mV.',
    },
  ],
  // On the bench both errors are shown: settled and of the moment.
  document: () => ({ ...laboratoryDocument(...SHOWN), measure: { every: 1, of: 'training' } }),
  run(seed, report) {
    const runs = new Map<number, LaboratoryRun>();
    for (const [rate, capacitance] of CAPACITORS) {
      runs.set(rate, runLaboratory(seed, rate, capacitance));
      report(runs.size / CAPACITORS.length);
    }
    const of = (rate: number): LaboratoryRun => runs.get(rate)!;
    const exponent = (rates: readonly number[]): number | null => {
      const points = rates.flatMap((rate): [number, number][] => (of(rate).steps === null ? [] : [[rate, of(rate).steps! / rate]]));
      return points.length === rates.length ? powerLawExponent(points) : null;
    };
    return {
      stepsAtThousandth: of(1e-3).steps,
      stepsAtTenth: of(0.1).steps,
      stepsAt1: of(1).steps,
      stepsAt3: of(3).steps,
      stepsAt10: of(10).steps,
      stepsAt30: of(30).steps,
      slowExponent: exponent([1e-3, 0.1]),
      fastExponent: exponent([1, 3, 10, 30]),
      periodAt1: of(1).period,
      periodAt10: of(10).period,
      periodAt30: of(30).period,
      periodAt100: of(100).period,
      ringing: of(30).ringing,
    };
  },
});

/**
 * Two sources, two targets. Fig. 1b draws its nodes without voltages: these are inputs and targets of the paper of 2022 on the same board.
 * Noise 10 mV (Methods). The voltages have 1/γ_l to relax between two steps, R = R_0·c·γ_l.
 */
export function laboratoryDocument(rate: number, capacitance: number): ExperimentDocument {
  const task = allostericTask('Capacitors on the board', { '1': 5, '9': 0 }, { '3': 4, '7': 1 }, STEPS);
  return {
    ...task,
    dynamics: { kind: 'capacitors', capacitance },
    stepTime: (TYPICAL_RESISTANCE * capacitance) / rate,
    imperfections: [{ kind: 'comparators', noise: 0.01, offset: 0.002, lift: 0.002 }],
    measure: { every: 1, of: 'present' },
  };
}

interface LaboratoryRun {
  /** Step at which the error has gone below the threshold to stay there. */
  readonly steps: number | null;
  /** Steps; the shorter of the two outputs'. */
  readonly period: number | null;
  /** V, root mean square over both outputs. */
  readonly ringing: number;
}

function runLaboratory(seed: number, rate: number, capacitance: number): LaboratoryRun {
  const machine = createSimulatedMachine(compileExperiment({ ...laboratoryDocument(rate, capacitance), seed }));
  const first = machine.measure('present');
  const traces: number[][] = Array.from(first.outputs, () => []);
  let stayed = 0;
  let steps: number | null = null;
  machine.onMeasurement(({ step, error, outputs }) => {
    stayed = error < THRESHOLD * first.error ? stayed + 1 : 0;
    if (stayed === STAY) steps ??= step - STAY + 1;
    if (step > SETTLED) outputs.forEach((voltage, output) => traces[output].push(voltage));
  });
  machine.advance(STEPS);
  const periods = traces.map(oscillationPeriod).filter((period) => period !== null);
  return { steps, period: periods.length === 0 ? null : Math.min(...periods), ringing: rootMeanSquare(traces) };
}

function rootMeanSquare(traces: readonly number[][]): number {
  const variances = traces.map((trace) => {
    const mean = trace.reduce((sum, value) => sum + value, 0) / trace.length;
    return trace.reduce((sum, value) => sum + (value - mean) ** 2, 0) / trace.length;
  });
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length);
}
