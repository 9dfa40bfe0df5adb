import { basename } from 'node:path';
import { ProblemError } from '../../shared/problem.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { MachineIdentity } from '../machine/machine.ts';
import { RunLibrary } from '../recording/library.ts';
import type { RecordingPlace } from '../recording/place.ts';
import { openRecording } from '../recording/reader.ts';
import { readNotes } from '../recording/runNotes.ts';
import { watchedFiles } from '../recording/watchedFiles.ts';
import { ComparedRunBuilder, type ToldEvent } from '../twin/comparison/comparedRun.ts';
import type { LockstepEvent } from '../twin/comparison/lockstep.ts';
import { withOrderOf, type ReadRun } from './compareProgram.ts';
import type { JobContext } from './jobs.ts';

/** Most measurements that are kept: beyond, every so many-th. */
const MOST_MOMENTS = 4000;

/** A recording or an import, event by event. */
export interface ReadSource {
  readonly title: string;
  readonly machine: MachineIdentity;
  readonly document: ExperimentDocument;
  /** How many states there are, and the last step. */
  readonly stateCount: number;
  readonly lastStep: number;
  readonly events: AsyncIterable<ToldEvent> | Iterable<ToldEvent>;
}

/** @throws ProblemError where it can't be read or holds no state of the network @cost two passes over the file */
export async function readComparedRun(
  idOrPath: string,
  { files, folder, clock }: Pick<RecordingPlace, 'files' | 'folder' | 'clock'>,
  { signal, progress }: JobContext,
): Promise<ReadRun> {
  const path = await new RunLibrary(folder, files, clock).find(idOrPath);
  const size = 2 * ((await files.status(path))?.size ?? 1);
  let read = 0;
  const watched = watchedFiles(files, (bytes) => {
    signal.throwIfAborted();
    progress(Math.min((read += bytes) / size, 1));
  });
  const recording = await openRecording(path, watched);
  try {
    const { header } = recording;
    const { counts, lastStep } = await recording.survey();
    const name = (await readNotes(path, files)).name ?? header.name;
    const title = name === '' ? basename(path, '.mcap') : name;
    const { document, machine } = header;
    return await collect({ title, machine, document, stateCount: counts.state, lastStep, events: recording.events() });
  } finally {
    await recording.close();
  }
}

/** @throws ProblemError where there is no state of the network */
export async function collect({ title, machine, document, stateCount, lastStep, events }: ReadSource): Promise<ReadRun> {
  const stride = Math.max(1, Math.ceil(stateCount / MOST_MOMENTS));
  const builder = new ComparedRunBuilder(title, machine, withOrderOf(compileExperiment(document), machine.kind, 0, Math.max(lastStep, 1)));
  const happened: LockstepEvent[] = [];
  let first: ReadRun['first'] | null = null;
  let count = 0;
  let isKept = true;
  for await (const event of events) {
    if (event.kind === 'state' && event.set === 'training') {
      isKept = count++ % stride === 0;
      if (first === null && event.states.every(Number.isFinite))
        first = { step: event.step, time: event.time, states: event.states, damage: [...event.damage] };
    }
    if (event.kind === 'parameter') happened.push({ kind: event.name, value: event.value, step: event.step });
    if (event.kind === 'setting') happened.push({ kind: 'setting', edges: event.edges, states: event.states, step: event.step });
    if (event.kind === 'damage') happened.push({ kind: 'damage', edges: event.edges, damage: event.damage, step: event.step });
    if (event.kind !== 'state' || isKept) builder.add(event);
  }
  const run = builder.build();
  if (first === null || run.moments.length === 0) throw noStates(title);
  return { run, document, first, events: happened };
}

function noStates(id: string): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The recording can’t be compared',
    where: id,
    why: 'It holds no measurement of every edge state and the node voltages.',
    remedy: 'Choose another recording.',
  });
}
