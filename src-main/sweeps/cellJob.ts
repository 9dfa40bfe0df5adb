import packageInfo from '../../package.json' with { type: 'json' };
import { ProblemError } from '../../shared/problem.ts';
import type { Files, HostClock } from '../recording/files.ts';
import { recordMachine, type RecordedMachine } from '../recording/recordMachine.ts';
import { RecordingWriter } from '../recording/writer.ts';
import { runCell, type Recorder, type Report } from './cell.ts';
import type { SweepFolder } from './folder.ts';
import { cellAt, type Cell } from './plan.ts';
import type { CellResult } from './result.ts';

/** Runs one cell of a sweep on disk, with its recording where one is asked for, and keeps the result. */
export async function runCellOf(
  folder: SweepFolder,
  index: number,
  report: Report,
  place: { readonly files: Files; readonly clock: HostClock },
): Promise<CellResult> {
  const { plan } = folder;
  const cell = cellAt(plan, index);
  const { recordings } = plan.document;
  const isRecorded = recordings === 'all' || (recordings === 'first' && cell.repeat === 0);
  const recorder = isRecorded ? createRecorder(folder, cell, place) : null;
  const result = await runCell(plan, cell, report, recorder);
  await folder.keep(result);
  return result;
}

/** A recording in the folder of the sweep. One that an earlier attempt left half done is moved aside, as nothing is ever overwritten. */
function createRecorder(folder: SweepFolder, cell: Cell, { files, clock }: { files: Files; clock: HostClock }): Recorder {
  let recorded: RecordedMachine | null = null;
  let writer: RecordingWriter | null = null;
  return {
    async begin(machine, experiment) {
      const path = folder.recordingPath(cell.index);
      const createdAt = clock.now();
      if ((await files.status(path)) !== null) await files.move(path, `${path}.${Math.round(createdAt * 1000)}.old`);
      const { identity, capabilities } = machine;
      const header = {
        id: `${folder.plan.id}-${cell.index}`,
        name: `${folder.plan.document.title}, cell ${cell.index}`,
        createdAt,
        program: `twinbench ${packageInfo.version}`,
        origin: '',
        machine: identity,
        capabilities: [...capabilities],
        document: experiment.document,
      };
      writer = await RecordingWriter.create({ files, clock, path, header, onProblem: () => undefined });
      recorded = recordMachine(machine, experiment);
      await recorded.begin(writer);
      const open = writer;
      return {
        async advance(steps) {
          const done = await machine.advance(steps);
          await open.drain();
          return done;
        },
      };
    },
    async end(reason) {
      await recorded?.finish(reason);
      const problem = writer?.problem ?? null;
      if (problem !== null && reason === 'complete') throw new ProblemError(problem);
    },
  };
}
