import type { DamageKind } from '../../shared/documents/network.ts';
import { formatQuantity, formatPlain } from '../../shared/units.ts';

/** Parameters that may change during a run. */
export interface Parameters {
  nudge: number;
  /** s */
  stepTime: number;
}

/** Something that the user did to the network or to the parameters, with what it takes to take it back. */
export type Operation =
  | { type: 'damage'; label: string; edges: number[]; before: (DamageKind | null)[]; after: DamageKind | null }
  | { type: 'parameters'; label: string; before: Parameters; after: Parameters };

/** The stack as plain data, for checkpoints. */
export interface UndoSnapshot {
  done: Operation[];
  undone: Operation[];
}

const LIMIT = 200;

/** Operations to take back and to do again. The run itself is never on it: learning can't be undone. */
export class UndoStack {
  #done: Operation[] = [];
  #undone: Operation[] = [];

  /** What undo and redo would act on, in words; '' where there is nothing. */
  get labels(): { undo: string; redo: string } {
    return { undo: this.#done.at(-1)?.label ?? '', redo: this.#undone.at(-1)?.label ?? '' };
  }

  push(operation: Operation): void {
    this.#done.push(operation);
    if (this.#done.length > LIMIT) this.#done.shift();
    this.#undone = [];
  }

  /** The operation to take back; it counts as undone from now on. */
  undo(): Operation | undefined {
    const operation = this.#done.pop();
    if (operation !== undefined) this.#undone.push(operation);
    return operation;
  }

  /** The operation to do again; it counts as done from now on. */
  redo(): Operation | undefined {
    const operation = this.#undone.pop();
    if (operation !== undefined) this.#done.push(operation);
    return operation;
  }

  save(): UndoSnapshot {
    return { done: [...this.#done], undone: [...this.#undone] };
  }

  load(snapshot: UndoSnapshot): void {
    this.#done = [...snapshot.done];
    this.#undone = [...snapshot.undone];
  }
}

/** A change of parameters in words; '' where nothing changed. */
export function changeLabel(before: Parameters, after: Parameters): string {
  const parts: string[] = [];
  if (after.nudge !== before.nudge) parts.push(`nudge ${formatPlain(before.nudge)} → ${formatPlain(after.nudge)}`);
  if (after.stepTime !== before.stepTime) {
    parts.push(`step time ${formatQuantity(before.stepTime, 's')} → ${formatQuantity(after.stepTime, 's')}`);
  }
  return parts.join(', ');
}
