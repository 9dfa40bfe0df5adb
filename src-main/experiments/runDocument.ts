import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Measurement } from '../machine/machine.ts';
import { createSimulatedMachine, type SimulatedMachine } from '../machine/simulated.ts';
import type { Report } from './experiment.ts';

/** A finished run: every measurement that the document asks for, the first of them before the first step. */
export interface DocumentRun {
  readonly machine: SimulatedMachine;
  readonly measurements: readonly Measurement[];
}

/** The measurements of several documents under a seed, one after the other on simulated machines. */
export function runDocuments(documents: readonly ExperimentDocument[], seed: number, report: Report): (readonly Measurement[])[] {
  return documents.map(
    (document, index) => runDocument(document, seed, (fraction) => report((index + fraction) / documents.length)).measurements,
  );
}

/** How often a run reports, in parts of the whole. */
const REPORTS = 50;

/**
 * Runs a whole document on a simulated machine.
 *
 * @param seed      takes the place of the document's own
 * @param prepare   called with the machine before the first step, for states that are carried over
 */
export function runDocument(
  document: ExperimentDocument,
  seed: number,
  report: Report,
  prepare: (machine: SimulatedMachine) => void = () => undefined,
): DocumentRun {
  const machine = createSimulatedMachine(compileExperiment({ ...document, seed }));
  prepare(machine);
  const measurements: Measurement[] = [machine.measure(document.measure.of)];
  machine.onMeasurement((measurement) => measurements.push(measurement));
  const part = Math.max(Math.ceil(document.steps / REPORTS), 1);
  for (let done = 0; done < document.steps; done += part) {
    machine.advance(Math.min(part, document.steps - done));
    report(Math.min((done + part) / document.steps, 1));
  }
  return { machine, measurements };
}
