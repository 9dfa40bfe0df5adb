import { draftSchema, type Draft } from '../../../shared/draft.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { DamageReport } from '../../../shared/session.ts';
import { benchDocument } from '../benchDocument.ts';
import { nothingTo } from '../problems.ts';
import type { Session } from '../session.ts';
import { documentOf, draftOf, problemOfDraft } from './draft.ts';
import type { Project } from './project.ts';

export interface EditsParts {
  session(): Session;
  project(): Project;
  /** Something was edited, or the run follows it now. */
  changed(): void;
}

/** What was edited of the experiment on the bench, kept until the run follows it. */
export class Edits {
  readonly #parts: EditsParts;

  constructor(parts: EditsParts) {
    this.#parts = parts;
  }

  /** The experiment on the bench as the editor takes it: as it was edited, or as it runs. */
  draft(): Draft {
    const { draft } = this.#parts.project();
    return draft === null ? this.#ofRun() : this.#inForce(draft);
  }

  /** One change of the experiment, as the user did it. The run does not follow. `null`: as the run has it. */
  change(label: string, draft: Draft | null): Problem | null {
    const before = JSON.stringify(this.draft());
    const after = JSON.stringify(draft === null ? this.#ofRun() : this.#inForce(draft));
    this.#put(after);
    const project = this.#parts.project();
    project.isOwn = true;
    if (before !== after) project.undo.push({ type: 'document', label, before, after });
    this.#parts.changed();
    return project.draft === null ? null : problemOfDraft(project.draft);
  }

  /** Whether the next undo (or redo) is about the experiment and not about the run. */
  isNext(way: 'undo' | 'redo'): boolean {
    return this.#parts.project().undo.next[way]?.type === 'document';
  }

  /** Takes back a change of the experiment, or makes it again. */
  travel(way: 'undo' | 'redo'): DamageReport {
    const { undo } = this.#parts.project();
    const operation = way === 'undo' ? undo.undo() : undo.redo();
    if (operation?.type !== 'document') throw nothingTo(`There is nothing to ${way}`, 'No change of yours is on the stack.', 'Go on.');
    this.#put(way === 'undo' ? operation.before : operation.after);
    this.#parts.changed();
    const isPending = this.#parts.project().draft !== null;
    return { edges: [], damage: null, reason: `${operation.label}${isPending ? ' (applies at restart)' : ''}`, isolatedNodes: 0 };
  }

  /** The document to train from now on, where something was edited that the run does not have. @throws ProblemError  what is wrong with it */
  pending(): ReturnType<typeof documentOf> | null {
    const { draft } = this.#parts.project();
    return draft === null ? null : documentOf(this.#inForce(draft), 'the edited experiment');
  }

  /** The run follows what was edited. */
  followed(): void {
    this.#parts.project().draft = null;
    this.#parts.changed();
  }

  /** What the run trains, as a draft. Names and parameters are those in force. */
  #ofRun(): Draft {
    const session = this.#parts.session();
    const document = benchDocument(session);
    // In the order of keys in which drafts come from screens, so that equal ones have equal texts.
    return draftSchema.parse(draftOf(document, session.experiment.whole!));
  }

  /** Nudge, step time, stop conditions and seed are the run's: they are changed at once, and not by the editor. A run of other edges has nothing to say. */
  #inForce(draft: Draft): Draft {
    const { parameters, experiment } = this.#parts.session();
    const rest = { ...draft.rest, stop: parameters.stop, seed: experiment.seed };
    if (draft.edgeModel.kind !== experiment.whole?.edgeModel.kind) return draftSchema.parse({ ...draft, rest });
    const { clamping } = draft.rest;
    const nudged = 'nudge' in clamping ? { ...clamping, nudge: parameters.nudge } : clamping;
    return draftSchema.parse({ ...draft, rest: { ...rest, clamping: nudged, stepTime: parameters.stepTime } });
  }

  #put(text: string): void {
    const draft = this.#inForce(JSON.parse(text) as Draft);
    this.#parts.project().draft = JSON.stringify(draft) === JSON.stringify(this.#ofRun()) ? null : draft;
  }
}
