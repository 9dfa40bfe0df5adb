import { contrast } from '../../analysis/probe.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { Trainer } from '../../learning/trainer.ts';
import { defineExperiment } from '../experiment.ts';
import { HIGHEST } from './lattice.ts';
import { xorDocument } from './xorTask.ts';

/** The charging circuit (Dillavou 2024, Fig. 7): V_0 = 0.33 V, R_0 = 100 Ω. */
const MULTIPLIER = 0.33;
const CHARGING = 100;

/** Appendix D: power in the resistor that charges a gate capacitor, (V_F² − V_C²)²/(V_0²·R_0). */
export const learningPower = defineExperiment({
  spec: {
    kind: 'learningPower',
    title: 'Power of learning',
    doc: 'The power that charges the gate capacitors: its bound by the voltage range, and what XOR takes at the start.',
    reference: { source: 'dillavou2024', place: 'Appendix D, Eq. D1' },
    parameters: {},
  },
  seeds: 1,
  quickSeeds: 1,
  claims: [
    {
      id: 'bound',
      quantity: 'Most that one edge can take, V_max⁴/(V_0²·R_0)',
      unit: 'W',
      source: { source: 'dillavou2024', place: 'Eq. D1' },
      published: 4e-3,
      bar: { statistic: 'median', relation: 'between', value: [3.5e-3, 4.5e-3] },
      reason: 'The published value is rounded to one digit.',
    },
    {
      id: 'atStart',
      quantity: 'Most that one edge takes in the first steps of XOR',
      unit: 'W',
      source: { source: 'dillavou2024', place: 'Eq. D1' },
      published: 'below the bound',
      bar: { statistic: 'median', relation: '<=', value: 4e-3 },
      reason: 'The bound holds for every edge; real drops are a fraction of the range.',
      note: 'The 100 mW per edge of the paper are the supply of its operational amplifiers and multiplier, which this program does not model.',
    },
  ],
  document: () => null,
  run: () => {
    const power = (signal: number): number => (signal / MULTIPLIER) ** 2 / CHARGING;
    const trainer = new Trainer(compileExperiment(xorDocument('a')));
    const signals = [0, 1, 2, 3].flatMap((datapoint) => [...contrast(trainer, [datapoint])]);
    return { bound: power(HIGHEST ** 2), atStart: Math.max(...signals.map(power)) };
  },
});
