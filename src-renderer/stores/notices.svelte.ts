import type { Problem } from '../../shared/problem.ts';
import { problemText, type LogEntry } from '../view/log.ts';

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
/** So many messages are kept to be read again. */
const maximumLog = 500;
/** Of what is said of one of these only the newest is true: lost, found again, lost again. */
const subjects: Readonly<Record<string, string>> = { 'E-ENGINE-DIED': 'engine', 'E-BOARD-AWAY': 'board', 'E-BOARD-LOST': 'board' };

/** What the user should read: problems stay until they are dismissed, toasts go by themselves. */
export class NoticeStore {
  problems = $state.raw<readonly { id: number; problem: Problem }[]>([]);
  toasts = $state.raw<readonly Toast[]>([]);
  /** Everything that was said since the window was opened, the newest last. */
  log = $state.raw<readonly LogEntry[]>([]);
  #nextId = 1;

  /** Shows a problem; the same one twice is shown once, and what was said of the engine or of the way to a board before holds no more. */
  addProblem(problem: Problem): void {
    const subject = subjects[problem.code];
    const isOutdated = (shown: Problem): boolean =>
      subject === undefined
        ? shown.code === problem.code && shown.what === problem.what && shown.why === problem.why
        : subjects[shown.code] === subject;
    const others = this.problems.filter((entry) => !isOutdated(entry.problem));
    this.problems = [...others, { id: this.#nextId++, problem }].slice(-maximumProblems);
    this.#note(problem.what, problemText(problem), problem.code);
  }

  /** What was said under this code holds no more. @returns whether anything was */
  settle(code: Problem['code']): boolean {
    const others = this.problems.filter(({ problem }) => problem.code !== code);
    const isSettled = others.length < this.problems.length;
    this.problems = others;
    return isSettled;
  }

  dismissProblem(id: number): void {
    this.problems = this.problems.filter((entry) => entry.id !== id);
  }

  addToast(text: string, detail: string, action: Toast['action']): void {
    const toast: Toast = { id: this.#nextId++, text, detail, action };
    this.toasts = [...this.toasts, toast].slice(-maximumToasts);
    this.#note(text, detail, '');
    setTimeout(() => this.dismissToast(toast.id), toastLifeMs);
  }

  dismissToast(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  #note(text: string, detail: string, code: string): void {
    this.log = [...this.log, { id: this.#nextId++, time: Date.now(), text, detail, code }].slice(-maximumLog);
  }
}
