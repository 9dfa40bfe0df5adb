import type { Problem } from '../../shared/problem.ts';

/** A short message at the edge of the screen, with at most one thing to do about it. */
export interface Toast {
  id: number;
  text: string;
  detail: string;
  action: { label: string; run(): void } | null;
}

const toastLifeMs = 8_000;
/** An undo takes back the last thing done, so only that one may be offered. */
const maximumToasts = 1;
const maximumProblems = 3;
/** Of these only the newest is true: lost, found again, lost again. */
const superseded: ReadonlySet<string> = new Set(['E-ENGINE-DIED', 'E-BOARD-LOST']);

/** What the user should read: problems stay until they are dismissed, toasts go by themselves. */
export class NoticeStore {
  problems = $state.raw<readonly { id: number; problem: Problem }[]>([]);
  toasts = $state.raw<readonly Toast[]>([]);
  #nextId = 1;

  /** Shows a problem; the same one twice is shown once, and what was said of the engine or of the way to a board before holds no more. */
  addProblem(problem: Problem): void {
    const isOutdated = (shown: Problem): boolean =>
      shown.code === problem.code && (superseded.has(problem.code) || (shown.what === problem.what && shown.why === problem.why));
    const others = this.problems.filter((entry) => !isOutdated(entry.problem));
    this.problems = [...others, { id: this.#nextId++, problem }].slice(-maximumProblems);
  }

  dismissProblem(id: number): void {
    this.problems = this.problems.filter((entry) => entry.id !== id);
  }

  addToast(text: string, detail: string, action: Toast['action']): void {
    const toast: Toast = { id: this.#nextId++, text, detail, action };
    this.toasts = [...this.toasts, toast].slice(-maximumToasts);
    setTimeout(() => this.dismissToast(toast.id), toastLifeMs);
  }

  dismissToast(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}
