import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { MeasuredSet, RecordedEvent, Recording } from '../../machine/recorded.ts';
import { readProblem } from '../problems.ts';

/** The part of a recording that is wanted: steps and learning times, s, both ends included. */
export interface ExportSpan {
  readonly fromStep?: number;
  readonly toStep?: number;
  readonly fromTime?: number;
  readonly toTime?: number;
}

/** A part of a recording, laid out for exporters. */
export interface Selection {
  readonly recording: Recording;
  readonly span: ExportSpan;
  readonly experiment: Experiment;
  readonly extent: ExportExtent;
  /** The events of the span in order. */
  events(): AsyncIterable<RecordedEvent>;
}

/** How much a selection holds. */
export interface ExportExtent {
  readonly nodes: number;
  readonly edges: number;
  /** Values of one measurement, datapoints × outputs, by set. */
  readonly widths: Readonly<Record<MeasuredSet, number>>;
  /** Measurements by set. */
  readonly measurements: Readonly<Record<MeasuredSet, number>>;
  readonly states: number;
  /** Damage, parameters, markers, notes, log lines and the end. */
  readonly remarks: number;
  /** Characters of all of these. */
  readonly remarkLength: number;
  /** Characters of the experiment document as JSON. */
  readonly documentLength: number;
}

/**
 * Chooses a part of a recording and counts what is in it.
 *
 * @throws ProblemError E-RECORDING-READ where an array does not fit the experiment in the header; E-RUN-INVALID
 * @cost   one pass over the recording
 */
export async function select(recording: Recording, span: ExportSpan = {}): Promise<Selection> {
  const experiment = compileExperiment(recording.header.document);
  const extent = await measureExtent(recording, span, experiment);
  return { recording, span, experiment, extent, events: () => eventsIn(recording, span) };
}

async function* eventsIn(recording: Recording, span: ExportSpan): AsyncGenerator<RecordedEvent> {
  const { fromStep = -Infinity, toStep = Infinity, fromTime = -Infinity, toTime = Infinity } = span;
  for await (const event of recording.events({ from: fromStep, to: toStep })) {
    if (event.time >= fromTime && event.time <= toTime) yield event;
  }
}

async function measureExtent(recording: Recording, span: ExportSpan, experiment: Experiment): Promise<ExportExtent> {
  const { network, training, test, outputs } = experiment;
  const width = outputs.plus.length;
  const widths = { training: training.count * width, test: (test ?? training).count * width, present: width };
  const measurements = { training: 0, test: 0, present: 0 };
  const counts = { states: 0, remarks: 0, remarkLength: 0 };
  for await (const event of eventsIn(recording, span)) {
    if (event.kind === 'measurement') {
      if (event.outputs.length !== widths[event.set]) throw misfit(event, `${widths[event.set]} outputs`);
      measurements[event.set]++;
    } else if (event.kind === 'state') {
      if (event.freeVoltages.length !== network.nodeCount || event.states.length !== network.edgeCount) {
        throw misfit(event, `${network.nodeCount} nodes and ${network.edgeCount} edges`);
      }
      counts.states++;
    } else {
      counts.remarks++;
      counts.remarkLength += detailOf(event).length;
    }
  }
  const documentLength = JSON.stringify(recording.header.document).length;
  return { nodes: network.nodeCount, edges: network.edgeCount, widths, measurements, ...counts, documentLength };
}

/** What a small event says beyond when it happened, as JSON; '' for measurements and states. */
export function detailOf(event: RecordedEvent): string {
  if (event.kind === 'measurement' || event.kind === 'state') return '';
  const { kind: _kind, sequence: _sequence, hostTime: _hostTime, step: _step, time: _time, ...detail } = event;
  return JSON.stringify(detail);
}

function misfit({ kind, step }: RecordedEvent, wanted: string): Error {
  return readProblem(
    `${kind} at step ${step}`,
    `the experiment in its header has ${wanted}, and this ${kind} another number`,
    'The file was not written by Twinbench, or its header was changed. Record the run again.',
  );
}
