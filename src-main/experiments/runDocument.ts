import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import { Stopping } from '../learning/stopping/stopping.ts';
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
 * Runs a document on a simulated machine, to its end or to where one of its stop conditions holds.
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
  const stopping = new Stopping(document);
  machine.onMeasurement((measurement) => void stopping.measured(measurement));
  const part = Math.max(Math.ceil(document.steps / REPORTS), 1);
  for (let done = 0; done < document.steps && stopping.stopped === null;) {
    done += machine.advance(Math.min(part, document.steps - done, stopping.room(done)));
    report(done / document.steps);
  }
  return { machine, measurements };
}
