import type { DamageSchedule } from '../../shared/damage.ts';
import type { StopCondition } from '../../shared/stop.ts';
import type { DamageReport } from '../../shared/session.ts';
import type { EdgeLoss } from '../analysis/edgeImportance.ts';
import type { Machine } from '../machine/machine.ts';
import type { DamageDesk, DamageExtreme } from './damageDesk.ts';
import type { Observer } from './observer.ts';
import { changeParameters, checkStop } from './parameterChange.ts';
import { nothingTo, requireCapability } from './problems.ts';
import type { Queue } from './queue.ts';
import type { RunWatches } from './runWatches.ts';
import { changeLabel, type Operation, type Parameters, type UndoStack } from './undoStack.ts';

interface InterventionParts {
  readonly machine: Machine;
  readonly queue: Queue;
  readonly observer: Observer;
  readonly undo: UndoStack;
  readonly desk: DamageDesk;
  readonly watches: RunWatches;
  readonly parameters: Parameters;
  /** Looks at the machine and sends what is new. */
  show(): Promise<void>;
  /** The network is another one: what was computed of it counts no more, and there is something new to send. */
  damaged(): void;
}

/** What a person does to the machine while it runs, and takes back: damage, parameters, learning on and off. */
export class Interventions {
  readonly #parts: InterventionParts;
  #parameters: Parameters;

  constructor(parts: InterventionParts) {
    this.#parts = parts;
    this.#parameters = { ...parts.parameters };
  }

  get parameters(): Parameters {
    return { ...this.#parameters };
  }

  setLearning(isLearning: boolean): Promise<void> {
    const { queue, machine, observer } = this.#parts;
    return queue.run(async () => {
      if (observer.state.isLearning === isLearning) return;
      requireCapability(machine, 'freeze');
      await machine.setLearning(isLearning);
      observer.note('note', isLearning ? 'learning on' : 'learning frozen');
      await this.#parts.show();
    });
  }

  setParameters(change: {
    nudge?: number | undefined;
    stepTime?: number | undefined;
    stop?: readonly StopCondition[] | undefined;
  }): Promise<void> {
    const { queue, undo } = this.#parts;
    return queue.run(async () => {
      const before = this.parameters;
      const stop = change.stop === undefined ? before.stop : checkStop(change.stop);
      const after = { nudge: change.nudge ?? before.nudge, stepTime: change.stepTime ?? before.stepTime, stop };
      const label = changeLabel(before, after);
      if (label === '') return;
      await this.apply(after);
      undo.push({ type: 'parameters', label, before, after });
      this.#noteChange(before, after);
      await this.#parts.show();
    });
  }

  /** Tells the machine those that differ from `present`. Belongs into its queue. @throws ProblemError where it can't change one */
  async apply(wanted: Parameters, present: Omit<Parameters, 'stop'> = this.#parameters): Promise<void> {
    const { machine, watches } = this.#parts;
    await changeParameters(machine, wanted, present);
    if (learnsOtherwise(present, wanted)) watches.stop.disturb();
    watches.stop.set(wanted.stop);
    this.#parameters = { ...wanted };
  }

  /** Damages edges, or repairs them (`null`). */
  damage(edgeIds: readonly string[], damage: 'cut' | 'short' | 'stuck' | null): Promise<DamageReport> {
    return this.#act((desk) => desk.apply(edgeIds, damage));
  }

  /** Puts the state of an edge (gate voltage V, wiper position or conductance S) to a value; learning goes on from there. */
  setState(edgeId: string, state: number): Promise<void> {
    const { queue, observer, desk, watches } = this.#parts;
    return queue.run(async () => {
      await observer.look();
      if (!(await desk.setState(edgeId, state))) return;
      watches.stop.disturb();
      this.#parts.damaged();
    });
  }

  cutRandom(count: number): Promise<DamageReport> {
    return this.#act((desk) => desk.cutRandom(count));
  }

  /** Cuts the intact edge whose loss raises the error most, or least; the run waits until every loss is measured. */
  cutExtreme(which: DamageExtreme): Promise<DamageReport> {
    return this.#act((desk) => desk.cutExtreme(which));
  }

  /** Cuts the edge whose loss was found to raise the error most, or least; none where the measurement was called off (`null`). */
  cutFound(loss: EdgeLoss | null, which: DamageExtreme): Promise<DamageReport> {
    return this.#act((desk) => desk.cutFound(loss, which));
  }

  /** Begins to cut one edge after every so many steps, or ends that (`null`). */
  scheduleDamage(schedule: DamageSchedule | null): Promise<void> {
    const { queue, machine, watches } = this.#parts;
    return queue.run(async () => {
      requireCapability(machine, 'damage');
      watches.damage.set(schedule);
      await this.#parts.show();
    });
  }

  undo(): Promise<DamageReport> {
    return this.#act(() => this.#replay(this.#parts.undo.undo(), true));
  }

  redo(): Promise<DamageReport> {
    return this.#act(() => this.#replay(this.#parts.undo.redo(), false));
  }

  #act(action: (desk: DamageDesk) => Promise<DamageReport>): Promise<DamageReport> {
    const { queue, observer, desk } = this.#parts;
    return queue.run(async () => {
      // The state of the last look may be a frame old; damage is decided, and its marker put, at the present step.
      await observer.look();
      const report = await action(desk);
      this.#parts.damaged();
      return report;
    });
  }

  async #replay(operation: Operation | undefined, isUndo: boolean): Promise<DamageReport> {
    const { desk, observer } = this.#parts;
    const word = isUndo ? 'undo' : 'redo';
    if (operation === undefined) throw nothingTo(`There is nothing to ${word}`, 'No change of yours is on the stack.', 'Go on.');
    if (operation.type === 'document') throw new Error('a change of the experiment is taken back by the desk of the projects');
    if (operation.type === 'damage') return desk.replay(operation, isUndo);
    if (operation.type === 'states') return desk.replayStates(operation, isUndo);
    const [from, to] = isUndo ? [operation.after, operation.before] : [operation.before, operation.after];
    await this.apply(to);
    this.#noteChange(from, to);
    await observer.look();
    return { edges: [], damage: null, reason: changeLabel(from, to), isolatedNodes: desk.isolatedCount };
  }
  /** A line on every plot where the network learns otherwise from here on. */
  #noteChange(before: Parameters, after: Parameters): void {
    if (learnsOtherwise(before, after)) this.#parts.observer.note('parameter', changeLabel(before, { ...after, stop: before.stop }));
  }
}

function learnsOtherwise(before: Omit<Parameters, 'stop'>, after: Omit<Parameters, 'stop'>): boolean {
  return after.nudge !== before.nudge || after.stepTime !== before.stepTime;
}
