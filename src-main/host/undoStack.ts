import type { DamageKind } from '../../shared/documents/network.ts';
import { formatQuantity, formatPlain } from '../../shared/units.ts';
import type { StopConfig } from '../learning/experiment/document.ts';
import { wordsOfAll } from '../learning/stopping/stopping.ts';

/** Parameters that may change during a run. */
export interface Parameters {
  nudge: number;
  /** s */
  stepTime: number;
  /** Conditions on which the run stops; the machine knows nothing of them. */
  stop: readonly StopConfig[];
}

/** Something that the user did to the network, the parameters or the experiment, with what it takes to take it back. */
export type Operation =
  /** The experiment as a draft before and after, as JSON. The run does not follow before it is started anew. */
  | { type: 'document'; label: string; before: string; after: string }
  | { type: 'damage'; label: string; edges: number[]; before: (DamageKind | null)[]; after: DamageKind | null }
  /** States of edges: V, wiper positions or S. */
  | { type: 'states'; label: string; edges: number[]; before: number[]; after: number[] }
  | { type: 'parameters'; label: string; before: Parameters; after: Parameters };

/** The stack as plain data, for checkpoints. */
export interface UndoSnapshot {
  done: Operation[];
  undone: Operation[];
}

const LIMIT = 200;
/** Characters of drafts that are kept: they travel with every checkpoint, and one of a thousand edges has a hundred thousand. */
const TEXT_LIMIT = 4_000_000;

/** Operations to take back and to do again. The run itself is never on it: learning can't be undone. */
export class UndoStack {
  #done: Operation[] = [];
  #undone: Operation[] = [];
  /** Told of everything that was done, undone or done again. */
  changed: () => void = () => undefined;

  /** What undo and redo would act on. */
  get next(): { undo: Operation | undefined; redo: Operation | undefined } {
    return { undo: this.#done.at(-1), redo: this.#undone.at(-1) };
  }

  /** What undo and redo would act on, in words; '' where there is nothing. */
  get labels(): { undo: string; redo: string } {
    return { undo: this.#done.at(-1)?.label ?? '', redo: this.#undone.at(-1)?.label ?? '' };
  }

  push(operation: Operation): void {
    this.#done.push(operation);
    while (this.#done.length > LIMIT || (this.#done.length > 1 && textOf(this.#done) > TEXT_LIMIT)) this.#done.shift();
    this.#undone = [];
    this.changed();
  }

  /** The operation to take back; it counts as undone from now on. */
  undo(): Operation | undefined {
    const operation = this.#done.pop();
    if (operation !== undefined) {
      this.#undone.push(operation);
      this.changed();
    }
    return operation;
  }

  /** The operation to do again; it counts as done from now on. */
  redo(): Operation | undefined {
    const operation = this.#undone.pop();
    if (operation !== undefined) {
      this.#done.push(operation);
      this.changed();
    }
    return operation;
  }

  /** Another run has begun: damage and states belonged to the one before. */
  forgetDamage(): void {
    const stays = ({ type }: Operation): boolean => type !== 'damage' && type !== 'states';
    this.#done = this.#done.filter(stays);
    this.#undone = this.#undone.filter(stays);
  }

  save(): UndoSnapshot {
    return { done: [...this.#done], undone: [...this.#undone] };
  }

  load(snapshot: UndoSnapshot): void {
    this.#done = [...snapshot.done];
    this.#undone = [...snapshot.undone];
  }
}

function textOf(operations: readonly Operation[]): number {
  return operations.reduce(
    (sum, operation) => sum + (operation.type === 'document' ? operation.before.length + operation.after.length : 0),
    0,
  );
}

/** A change of parameters in words; '' where nothing changed. */
export function changeLabel(before: Parameters, after: Parameters): string {
  const parts: string[] = [];
  if (after.nudge !== before.nudge) parts.push(`nudge ${formatPlain(before.nudge)} → ${formatPlain(after.nudge)}`);
  if (after.stepTime !== before.stepTime) {
    parts.push(`step time ${formatQuantity(before.stepTime, 's')} → ${formatQuantity(after.stepTime, 's')}`);
  }
  const [stopBefore, stopAfter] = [before, after].map(({ stop }) => wordsOfAll(stop));
  if (stopAfter !== stopBefore) parts.push(stopAfter === '' ? 'no stop condition' : `stop on ${stopAfter}`);
  return parts.join(', ');
}
