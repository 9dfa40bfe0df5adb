import type { CalibrationStageName } from '../../shared/calibration.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { Files } from '../recording/files.ts';
import { openRecording } from '../recording/reader.ts';
import { MeasuredRunBuilder, type MeasuredRun } from '../twin/measured.ts';
import { calibrationKindOf, calibrationKinds, type CalibrationKindName } from './calibrationKinds.ts';
import { unfitWork } from './unfitWork.ts';

/** What a survey of recordings finds before anything is fitted. */
export interface Survey {
  readonly kind: CalibrationKindName;
  readonly title: string;
  readonly serial: string;
  readonly edges: number;
  readonly nodes: number;
  /** Why they can't tell what a stage is after; `null`: they can. */
  readonly missing: Readonly<Partial<Record<CalibrationStageName, string | null>>>;
  /** The gates (or wipers) at the end of the last recording, [edge]. */
  readonly lastGates: readonly number[];
}

/** A recording with the serial number of its board; "" where that is not known. */
type SerialRun = MeasuredRun & { readonly serial: string };

/** @throws ProblemError E-RUN-INVALID where they are not of one board, or of one that can't be calibrated */
export function survey(fitted: readonly SerialRun[], held: readonly SerialRun[]): Survey {
  const [first] = fitted;
  const { network, edgeModel, document } = first.experiment;
  const kind = calibrationKindOf(edgeModel.kind);
  if (kind === null)
    throw unfitWork(
      'calibration',
      `its edges are of the kind ${edgeModel.kind}`,
      'Choose recordings of a board of transistors or digital potentiometers.',
    );
  for (const run of [...fitted, ...held]) {
    const why = differenceOf(run, first);
    if (why !== '')
      throw unfitWork('calibration', `"${run.name}" and "${first.name}" are not of one board: ${why}`, 'Choose recordings of one board.');
  }
  return {
    kind,
    title: document.title,
    serial: first.serial,
    edges: network.edgeCount,
    nodes: network.nodeCount,
    missing: Object.fromEntries(Object.entries(calibrationKinds[kind].stages).map(([name, stage]) => [name, stage.missing(fitted)])),
    lastGates: [...(fitted.at(-1)?.moments.at(-1)?.gates ?? [])],
  };
}

/** Why two recordings can't be of one board; "": they may be. */
function differenceOf({ experiment, serial }: SerialRun, first: SerialRun): string {
  const [own, other] = [experiment.network, first.experiment.network];
  const [kind, otherKind] = [experiment.edgeModel.kind, first.experiment.edgeModel.kind];
  if (kind !== otherKind) return `edges of the kind ${kind} against ${otherKind}`;
  if (own.edgeCount !== other.edgeCount || own.nodeCount !== other.nodeCount)
    return `${own.edgeCount} edges and ${own.nodeCount} nodes against ${other.edgeCount} and ${other.nodeCount}`;
  if (own.from.some((node, edge) => node !== other.from[edge] || own.to[edge] !== other.to[edge])) return 'the edges join other nodes';
  return serial !== '' && first.serial !== '' && serial !== first.serial ? `board ${serial} against board ${first.serial}` : '';
}

/** @throws ProblemError E-RECORDING-READ; E-RUN-INVALID where one has no node voltages */
export async function readRuns(paths: readonly string[], files: Files): Promise<SerialRun[]> {
  const runs: SerialRun[] = [];
  for (const path of paths) runs.push(await readRun(path, files));
  return runs;
}

async function readRun(path: string, files: Files): Promise<SerialRun> {
  const recording = await openRecording(path, files);
  try {
    const { id, createdAt, document, machine } = recording.header;
    const builder = new MeasuredRunBuilder('nudge' in document.clamping ? document.clamping.nudge : 1);
    for await (const event of recording.events()) builder.add(event);
    const run = builder.build(id, createdAt, compileExperiment(document));
    if (run.moments.length === 0)
      throw unfitWork('calibration', `"${id}" holds no state with node voltages`, 'Choose recordings of a board.');
    return { ...run, serial: serialOf(machine.title) };
  } finally {
    await recording.close();
  }
}

/** "Board 2024 (transistors2024)" → "2024". */
export function serialOf(title: string): string {
  return /^Board (\S+)/.exec(title)?.[1] ?? '';
}
