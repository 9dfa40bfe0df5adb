import { join } from 'node:path';
import { parseJson } from '../../../shared/documents/parse.ts';
import type { EdgeModelKind } from '../../../shared/documents/network.ts';
import { problemOf, type Problem } from '../../../shared/problem.ts';
import type { Look, ProjectList, ProjectStatus } from '../../../shared/project.ts';
import type { RecordingPlace } from '../../recording/place.ts';
import { slugOf } from '../../recording/runsFolder.ts';
import { benchDocument } from '../benchDocument.ts';
import type { Clock } from '../clock.ts';
import { Queue } from '../queue.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { blankDraft } from './blank.ts';
import { compileAt, problemOfDraft } from './draft.ts';
import { parseProject, PROJECT_FORMAT, PROJECT_VERSION, type ProjectDocument } from './document.ts';
import { Edits } from './edits.ts';
import { Project } from './project.ts';
import { ENDING, nameOf, ProjectShelf, unwritable } from './shelf.ts';
import { Snapshots } from './snapshots.ts';

/** A change is in a snapshot this long after it was made, ms: together with those that follow it closely. */
const SNAPSHOT_DELAY_MS = 3000;

export interface ProjectDeskParts {
  readonly place: Pick<RecordingPlace, 'files' | 'clock'>;
  /** Folder of the projects. */
  readonly folder: string;
  readonly shell: Shell;
  readonly clock: Clock;
  /** "twinbench 0.1.0". */
  readonly program: string;
  /** This process, and whether another one lives. */
  readonly process: number;
  readonly isAlive: (process: number) => boolean;
  session(): Session;
  /** The status is another one. */
  changed(): void;
  failed(problem: Problem): void;
}

/** A project that was read and is ready to be put on the bench. */
export interface OpenedProject {
  readonly project: Project;
  readonly document: ProjectDocument;
}

/** Saves, opens and recovers projects. */
export class ProjectDesk {
  readonly shelf: ProjectShelf;
  /** What was edited and the run does not have yet. */
  readonly edits: Edits;
  readonly #parts: ProjectDeskParts;
  readonly #snapshots: Snapshots;
  /** Writing and dropping snapshots, one after the other. */
  readonly #writing = new Queue();
  #project = new Project();
  #recoverable = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(parts: ProjectDeskParts) {
    this.#parts = parts;
    this.shelf = new ProjectShelf(parts.place, parts.folder);
    const { place, folder, process, isAlive } = parts;
    this.#snapshots = new Snapshots({ place, folder: join(folder, 'snapshots'), process, isAlive });
    this.edits = new Edits({ session: () => parts.session(), project: () => this.#project, changed: () => parts.changed() });
    this.#watch(this.#project);
  }

  get project(): Project {
    return this.#project;
  }

  status(): ProjectStatus {
    const { name, path, savedAt, isChanged, look, draft } = this.#project;
    return {
      name,
      path,
      savedAt,
      isChanged,
      look,
      draft,
      obstacle: this.#parts.session().experiment.whole === null ? 'A recording is on the bench: export it under Runs.' : '',
      hasDialogs: this.#parts.shell.chooseFile !== undefined,
      draftProblem: draft === null ? null : problemOfDraft(draft),
      recoverable: this.#recoverable,
    };
  }

  async list(): Promise<ProjectList> {
    const recoverable = await this.#snapshots.list(this.#project.key);
    this.#recoverable = recoverable.length;
    return { folder: this.shelf.folder, ...(await this.shelf.list()), recoverable };
  }

  /** Looks what a process before left behind. A folder that can't be read has nothing to offer. */
  async look(): Promise<void> {
    await this.list().catch(() => undefined);
    this.#parts.changed();
  }

  /** Another project is on the bench now; what was not saved of the one before is kept to be recovered. */
  async replace(project: Project): Promise<void> {
    const before = this.#project;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#project = project;
    this.#watch(project);
    if (before.key === project.key) return;
    if (before.isOwn && before.isChanged) await this.#writing.run(() => this.#snapshots.leave(before.owner)).catch(() => undefined);
    await this.look();
  }

  /** Writes a last snapshot of what is left for another project, while its session is still there. */
  async flush(): Promise<void> {
    if (this.#cancelTimer === null) return;
    await this.#keep();
  }

  async open(path: string): Promise<OpenedProject> {
    const document = await this.shelf.read(path);
    await this.shelf.remember(path);
    const savedAt = timeOf(document);
    // What was never saved as a project has no file that a project may be saved over.
    const project = Object.assign(new Project(), { path: savedAt === null ? '' : path, name: nameOf(path), savedAt, isOwn: true });
    return opened(project, document, path);
  }

  take(name: string, text: string): OpenedProject {
    const document = parseProject(parseJson(text, name), name);
    return opened(Object.assign(new Project(), { name: nameOf(name), isOwn: true }), document, name);
  }

  async recover(snapshot: string): Promise<OpenedProject> {
    const { owner, document } = await this.#snapshots.read(snapshot);
    const state = { path: owner.path, name: owner.name, isChanged: true, isOwn: true };
    if (owner.path !== '') this.shelf.choose(owner.path);
    // The snapshots stay, under the same key, until it is saved or discarded.
    const result = opened(Object.assign(new Project(owner.key), state), document, snapshot);
    await this.#writing.run(() => this.#snapshots.keep(owner, textOf(document)));
    return result;
  }

  async discard(key: string): Promise<ProjectList> {
    if (key !== this.#project.key) await this.#writing.run(() => this.#snapshots.drop(key));
    const list = await this.list();
    this.#parts.changed();
    return list;
  }

  /** @param as  another name; `null`: under its own */
  async save(as: string | null, mayReplace: boolean): Promise<'saved' | 'exists' | 'cancelled' | 'unnamed'> {
    const target = await this.#target(as, mayReplace);
    if (typeof target === 'string') return target;
    const project = this.#project;
    const document = this.document();
    await this.shelf.write(target.path, textOf(document));
    Object.assign(project, { path: target.path, name: nameOf(target.path), savedAt: timeOf(document), isChanged: false, isOwn: true });
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#writing.run(() => this.#snapshots.drop(project.key)).catch(() => undefined);
    this.#parts.changed();
    return 'saved';
  }

  /** Asks the user for a project, where this computer can; "": none. */
  async choose(): Promise<string> {
    const path = (await this.#parts.shell.chooseProject?.()) ?? '';
    if (path !== '') this.shelf.choose(path);
    return path;
  }

  setLook(look: Look): void {
    this.#project.look = look;
  }

  /** Something of the project has changed that is saved with it. */
  touch(): void {
    const isNews = !this.#project.isChanged;
    this.#project.isChanged = true;
    if (this.#project.isOwn && this.#cancelTimer === null) {
      this.#cancelTimer = this.#parts.clock.after(SNAPSHOT_DELAY_MS, () => void this.#keep());
    }
    if (isNews) this.#parts.changed();
  }

  /** An empty network of such edges, to be built beside what is on the bench. */
  blank(kind: EdgeModelKind): Project {
    return Object.assign(new Project(), { draft: blankDraft(kind) });
  }

  /** The project as a document. @throws ProblemError  where a recording is on the bench */
  document(): ProjectDocument {
    const session = this.#parts.session();
    const { damage, notes } = session.heritage;
    const { draft, look } = this.#project;
    return {
      format: PROJECT_FORMAT,
      version: PROJECT_VERSION,
      program: this.#parts.program,
      savedAt: new Date(this.#parts.place.clock.now() * 1000).toISOString(),
      experiment: benchDocument(session),
      draft,
      damage: { ...damage },
      notes: notes.map(({ step, time, label }) => ({ step, time, text: label })),
      look,
    };
  }

  /** The program ends. What is not saved waits to be recovered. */
  async close(): Promise<void> {
    await this.flush();
    const { isOwn, isChanged, owner } = this.#project;
    if (isOwn && isChanged) await this.#writing.run(() => this.#snapshots.leave(owner)).catch(() => undefined);
  }

  #watch({ undo }: Project): void {
    undo.changed = () => this.touch();
  }

  async #target(as: string | null, mayReplace: boolean): Promise<{ path: string } | 'exists' | 'cancelled' | 'unnamed'> {
    const { path } = this.#project;
    if (as === null) return path === '' ? 'unnamed' : { path };
    const { chooseFile } = this.#parts.shell;
    if (chooseFile !== undefined) {
      const chosen = await chooseFile(`${slugOf(as) || 'project'}${ENDING}`);
      return chosen === null ? 'cancelled' : { path: chosen };
    }
    const wanted = this.shelf.pathOf(as);
    return !mayReplace && wanted !== path && (await this.shelf.isThere(wanted)) ? 'exists' : { path: wanted };
  }

  async #keep(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const project = this.#project;
    try {
      const text = textOf(this.document());
      await this.#writing.run(() => this.#snapshots.keep({ ...project.owner, name: project.name || this.#title() }, text));
    } catch (thrown) {
      this.#parts.failed(problemOf(unwritable(this.#parts.folder, thrown)));
    }
  }

  #title(): string {
    return this.#project.draft?.title ?? this.#parts.session().experiment.description.title;
  }
}

function opened(project: Project, document: ProjectDocument, place: string): OpenedProject {
  compileAt(document.experiment, place, '.experiment');
  Object.assign(project, { look: document.look, draft: document.draft });
  return { project, document };
}

function textOf(document: ProjectDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function timeOf({ savedAt }: ProjectDocument): number | null {
  const time = Date.parse(savedAt) / 1000;
  return Number.isFinite(time) ? time : null;
}
