import { ProblemError } from '../../shared/problem.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { createSimulatedMachine } from '../machine/simulated.ts';
import { cellAt, workOf, type SweepPlan } from './plan.ts';

/** What a sweep will take, from a few steps of its first, middle and last cell. */
export interface Estimate {
  /** Processor time of all cells, s; on so many workers a part of it. */
  readonly seconds: number;
  /** Bytes on disk. */
  readonly bytes: number;
}

/** Each probe runs for about so long, ms. */
const PROBE_MS = 60;
/** A step of a board, s: 100 µs of learning and about as long for the voltages (firmware/README.md), at real time. */
const BOARD_STEP = 2e-4;
/** A result with its keys and a few numbers, in blocks of a file system. */
const RESULT_BYTES = 4096;
/** Numbers of a recorded measurement beside its arrays, bytes. */
const EVENT_BYTES = 200;

/**
 * @param now  monotonic wall time, ms
 * @cost  about 0.2 s
 */
export function estimateSweep(plan: SweepPlan, now: () => number): Estimate {
  const probes = [...new Set([0, Math.floor(plan.cellCount / 2), plan.cellCount - 1])].flatMap((index) => {
    try {
      return [probe(plan, index, now)];
    } catch (error) {
      // Values that don't go together fail their cell when it runs, in no time.
      if (error instanceof ProblemError) return [];
      throw error;
    }
  });
  const mean = (pick: (one: Estimate) => number): number => probes.reduce((sum, one) => sum + pick(one), 0) / Math.max(probes.length, 1);
  const { recordings } = plan.document;
  const recorded = recordings === 'all' ? plan.cellCount : recordings === 'first' ? plan.pointCount : 0;
  return {
    seconds: plan.cellCount * mean(({ seconds }) => seconds),
    bytes: plan.cellCount * RESULT_BYTES + recorded * mean(({ bytes }) => bytes),
  };
}

/** Seconds of a whole run, from the first few of its steps. */
function simulated(experiment: Experiment, now: () => number): number {
  const { steps } = experiment.document;
  const machine = createSimulatedMachine(experiment);
  machine.onMeasurement(() => undefined);
  const start = now();
  let done = 0;
  for (let slice = 1; done < steps && now() - start < PROBE_MS; slice *= 2) done += machine.advance(Math.min(slice, steps - done));
  return (((now() - start) / 1000) * steps) / done;
}

/** One cell: its time from the first few of its steps, and the size of its recording from what it measures. */
function probe(plan: SweepPlan, index: number, now: () => number): Estimate {
  const { experiment } = workOf(plan, cellAt(plan, index));
  const { steps, measure } = experiment.document;
  const seconds = plan.document.machine === undefined ? simulated(experiment, now) : steps * BOARD_STEP;
  const { nodeCount, edgeCount } = experiment.network;
  const perMeasurement = EVENT_BYTES + 8 * (2 * nodeCount + 3 * edgeCount + 2 * experiment.training.count * experiment.outputs.plus.length);
  return { seconds, bytes: (Math.floor(steps / measure.every) + 2) * perMeasurement };
}
