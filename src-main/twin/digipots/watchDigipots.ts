import type { WatchedSample, WatchedTwin } from '../benchMonitor.ts';
import type { MeasuredMoment } from '../measured.ts';
import { costOfMoment, MISREAD_COST, wiperSteps, type DigipotFaultData } from './diagnoseDigipots.ts';

/** What the twin of a board with digital potentiometers is watched by. */
type DigipotSetting = Omit<DigipotFaultData, 'moments' | 'isClamped' | 'damage'>;

/**
 * The calibrated twin of a board with digital potentiometers beside measurements of it. Voltages of the free network are told at the wiper
 * positions that were read, so that it does not matter which way chance has sent the wipers. A wiper that stands though an odd number of
 * clock edges came is counted as what a misreading costs: that needs no voltage.
 */
export function watchedDigipots(setting: DigipotSetting): WatchedTwin {
  return {
    nodeCount: setting.experiment.network.nodeCount,
    misses(sample, before) {
      const data = { ...setting, isClamped: false, damage: sample.damage };
      const moment = momentOf(sample);
      const steps = before === null ? [] : wiperSteps(data, momentOf(before), moment);
      // A position that no healthy wiper can have come to may be read wrong by one: it is taken as it fits best.
      const others = steps.flatMap((step, edge) =>
        step === 'stood' || step === 'misread' ? [withMoved(moment, edge, -1), withMoved(moment, edge, 1)] : [],
      );
      const found = [moment, ...others]
        .map((read) => costOfMoment(data, read))
        .reduce((best, next) => (next.cost < best.cost ? next : best));
      const { cost, squares, count } = found;
      const stood = steps.filter((step) => step === 'stood').length;
      return { cost: Math.min(cost, MOST_COST * count), square: squares, count, certain: MISREAD_COST * stood };
    },
    evidenceOf(samples) {
      const { experiment, board, repeats } = setting;
      const damage = samples.at(-1)?.damage ?? [];
      return {
        edges: 'digipot',
        data: { document: experiment.document, board, repeats, damage, moments: samples.map(momentOf), isClamped: false },
      };
    },
  };
}

/**
 * Σ(miss/σ)² of one measurement counts up to so much per reading. At the low end of a wiper a position that is read wrong by one doubles a
 * resistance, and would be an alarm by itself; what is wrong with an edge is so in the next measurements too, and found in the third.
 */
const MOST_COST = 12;

function withMoved(moment: MeasuredMoment, edge: number, by: number): MeasuredMoment {
  return { ...moment, gates: moment.gates.map((tap, index) => (index === edge ? tap + by : tap)) };
}

function momentOf({ step, time, datapoint, gates, voltages }: WatchedSample): MeasuredMoment {
  return { step, time, nudge: 0, gates, states: [{ set: 'training', datapoint, freeVoltages: voltages, clampedVoltages: NOTHING }] };
}

/** The clamped network is not looked at: where its outputs are held is not always known. */
const NOTHING = new Float64Array(0);
