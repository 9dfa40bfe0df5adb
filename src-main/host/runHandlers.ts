import { Buffer } from 'node:buffer';
import type { RequestHandlers, RequestName } from '../../shared/bridge/requests.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { ExportFormat } from '../../shared/runs.ts';
import { exporters } from '../recording/exporters/index.ts';
import type { Exporter } from '../recording/exporters/exporter.ts';
import type { RunDesk } from './runDesk.ts';
import type { Session } from './session.ts';

/** What these handlers ask of the engine. */
export interface RunControl {
  readonly session: Session;
  readonly desk: RunDesk;
  changeRuns<T>(change: Promise<T>): Promise<T>;
}

type RunRequest = Extract<RequestName, `runs.${string}` | `export.${string}` | `upload.${string}` | `import.${string}` | `job.${string}`>;

/** What the engine does on requests about recorded runs. */
export function runHandlers(engine: RunControl): Pick<RequestHandlers, RunRequest> {
  const { desk } = engine;
  const { shelf, uploads } = desk;
  return {
    'runs.list': () => shelf.list(),
    'runs.rename': ({ run, name }) => engine.changeRuns(shelf.rename(run, name)),
    'runs.note': ({ run, text }) => engine.changeRuns(shelf.note(run, text)),
    'runs.tag': ({ run, tag }) => engine.changeRuns(shelf.tag(run, tag)),
    'runs.delete': ({ run }) => {
      if (engine.session.recordedRun === run) throw stillRecording(run);
      return engine.changeRuns(shelf.delete(run));
    },
    'runs.restore': async ({ undo }) => {
      await engine.changeRuns(shelf.restore(undo));
      return {};
    },
    'runs.reveal': ({ run }) => shelf.reveal(run),
    'runs.open': async ({ run }) => ({ job: await desk.open(run) }),
    'export.estimate': async (request) => ({ bytes: await desk.estimate(request) }),
    'export.start': async (request) => ({ job: await desk.export(request) }),
    'upload.begin': async ({ name }) => ({ upload: await uploads.begin(name) }),
    'upload.piece': async ({ upload, base64 }) => {
      await uploads.add(upload, Buffer.from(base64, 'base64'));
      return {};
    },
    'import.start': async ({ upload, meta }) => ({ job: await desk.import(upload, meta) }),
    'job.cancel': ({ job }) => {
      desk.cancel(job);
      return {};
    },
  };
}

/** The formats on offer, for the screen. */
export function exportFormats(): ExportFormat[] {
  return Object.values<Exporter>(exporters).map(({ spec }) => {
    return { kind: spec.kind, title: spec.title, doc: spec.doc, hasDecimal: 'decimal' in spec.parameters };
  });
}

function stillRecording(run: string): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'This run is being recorded',
    where: run,
    why: 'Its file is not closed yet.',
    remedy: 'Stop the recording first.',
  });
}
