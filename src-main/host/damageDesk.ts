import type { DamageChoice } from '../../shared/damage.ts';
import type { DamageKind } from '../../shared/documents/network.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { DamageReport } from '../../shared/session.ts';
import { extremeLoss, measureLosses, type EdgeLoss } from '../analysis/edgeImportance.ts';
import type { Machine } from '../machine/machine.ts';
import { randomStream } from '../math/random.ts';
import { damageLabel, drawEdges, intactEdges, isolatedNodes, reasonOf } from './damageTools.ts';
import type { LoadedExperiment } from './library.ts';
import type { Observer } from './observer.ts';
import { nothingTo, requireCapability } from './problems.ts';
import { checkState, settingLabel } from './stateSetting.ts';
import type { Operation, UndoStack } from './undoStack.ts';

/** Whether the edge that matters most is meant, or the one that matters least. */
export type DamageExtreme = Exclude<DamageChoice, 'random'>;

/**
 * Cuts, bridges, sticks, repairs and sets edges for the user, and puts a marker on the plots for each. Every call belongs into
 * the queue of the machine.
 */
export class DamageDesk {
  readonly #machine: Machine;
  /** The same machine, where trials leave no trace in a recording. */
  readonly #trial: Machine;
  readonly #experiment: LoadedExperiment;
  readonly #observer: Observer;
  readonly #undo: UndoStack;
  /** How often edges were drawn at random: each draw is another one, and the same one after a restart with the same seed. */
  drawCount: number;

  constructor(parts: {
    machine: Machine;
    trial: Machine;
    experiment: LoadedExperiment;
    observer: Observer;
    undo: UndoStack;
    drawCount: number;
  }) {
    this.#machine = parts.machine;
    this.#trial = parts.trial;
    this.#experiment = parts.experiment;
    this.#observer = parts.observer;
    this.#undo = parts.undo;
    this.drawCount = parts.drawCount;
  }

  /** @throws ProblemError  on an unknown edge */
  async apply(edgeIds: readonly string[], damage: DamageKind | null): Promise<DamageReport> {
    const edges = [...new Set(edgeIds.map((id) => this.#indexOf(id)))];
    return this.#damage(edges, damage, '');
  }

  async cutRandom(count: number): Promise<DamageReport> {
    const candidates = intactEdges(this.#observer.state.damage);
    if (candidates.length === 0) throw nothingToCut();
    const edges = drawEdges(candidates, count, randomStream(this.#experiment.seed, `damage ${this.drawCount}`));
    this.drawCount++;
    return this.#damage(edges, 'cut', edges.length < count ? `drawn at random; only ${edges.length} were left` : 'drawn at random');
  }

  /** Cuts the intact edge whose loss raises the error most, or least. @cost one measurement per intact edge */
  async cutExtreme(which: DamageExtreme): Promise<DamageReport> {
    requireCapability(this.#machine, 'damage');
    const isAdaptive = this.#experiment.description.edges.map((edge) => edge.isAdaptive);
    const candidates = intactEdges(this.#observer.state.damage, isAdaptive);
    const losses: EdgeLoss[] = [];
    for await (const loss of measureLosses(this.#trial, candidates, this.#experiment.measures)) losses.push(loss);
    const extreme = extremeLoss(losses, which);
    if (extreme === null) throw nothingToCut();
    return this.#damage([extreme.edge], 'cut', reasonOf(extreme, which));
  }

  /** Cuts an edge that was found on a copy, if it is still there to be cut; nothing where the search was called off (`null`). */
  async cutFound(loss: EdgeLoss | null, which: DamageExtreme): Promise<DamageReport> {
    if (loss === null) return this.#report([], 'cut', 'called off before every edge was measured');
    return this.#damage([loss.edge], 'cut', reasonOf(loss, which));
  }

  /** Cuts one edge in the middle of a run, as a schedule wants it. */
  async cutOne(choice: DamageChoice): Promise<DamageReport> {
    await this.#observer.look();
    return choice === 'random' ? this.cutRandom(1) : this.cutExtreme(choice);
  }

  /**
   * Puts the state of an edge to a value, and puts a marker on the plots.
   *
   * @param state  V, wiper position or S
   * @returns      whether that changed it
   * @throws ProblemError E-RUN-INVALID for what does not adjust, E-USAGE beyond the range
   */
  async setState(edgeId: string, state: number): Promise<boolean> {
    requireCapability(this.#machine, 'setStates');
    const edge = this.#indexOf(edgeId);
    checkState(this.#experiment.description, edge, state);
    const before = this.#observer.state.states[edge];
    if (before === state) return false;
    const operation = { type: 'states' as const, label: settingLabel(this.#experiment.description, edge, state), edges: [edge] };
    await this.#setStates([edge], [state], operation.label);
    this.#undo.push({ ...operation, before: [before], after: [state] });
    return true;
  }

  /** Puts the states that a stacked operation asks for, without stacking it again. */
  async replayStates({ edges, before, after }: Operation & { type: 'states' }, isUndo: boolean): Promise<DamageReport> {
    const states = isUndo ? before : after;
    const label = edges.map((edge, index) => settingLabel(this.#experiment.description, edge, states[index])).join(', ');
    await this.#setStates(edges, states, label);
    return this.#report([], null, label);
  }

  /** Sets the damage that a stacked operation asks for, without stacking it again. */
  async replay(operation: Operation & { type: 'damage' }, isUndo: boolean): Promise<DamageReport> {
    const { edges, before, after } = operation;
    const wanted = edges.map((_, index) => (isUndo ? before[index] : after));
    for (const kind of new Set(wanted)) {
      const group = edges.filter((_, index) => wanted[index] === kind);
      await this.#machine.damage(group, kind);
      this.#mark(group, kind);
    }
    await this.#observer.look(true);
    const damage = wanted.every((kind) => kind === wanted[0]) ? wanted[0] : null;
    return this.#report(edges, damage, isUndo ? `undone: ${operation.label}` : `done again: ${operation.label}`);
  }

  get isolatedCount(): number {
    const held = this.#experiment.description.roles.filter(({ role }) => role !== 'output').map(({ node }) => node);
    return isolatedNodes(this.#machine.network, this.#observer.state.damage, held).length;
  }

  async #damage(edges: readonly number[], damage: DamageKind | null, reason: string): Promise<DamageReport> {
    requireCapability(this.#machine, 'damage');
    const present = this.#observer.state.damage;
    const changed = edges.filter((edge) => present[edge] !== damage);
    if (changed.length === 0) return this.#report([], damage, damage === null ? 'nothing to repair there' : 'already so');
    const before = changed.map((edge) => present[edge]);
    await this.#machine.damage(changed, damage);
    this.#undo.push({ type: 'damage', label: this.#label(changed, damage), edges: changed, before, after: damage });
    this.#mark(changed, damage);
    await this.#observer.look(true);
    return this.#report(changed, damage, reason);
  }

  async #setStates(edges: readonly number[], states: readonly number[], label: string): Promise<void> {
    requireCapability(this.#machine, 'setStates');
    await this.#machine.setStates?.(edges, states);
    this.#observer.note('parameter', label);
    await this.#observer.look(true);
  }

  #mark(edges: readonly number[], damage: DamageKind | null): void {
    const { step, time } = this.#observer.state;
    this.#observer.markers.add({ step, time, kind: damage ?? 'repair', label: this.#label(edges, damage) });
  }

  #report(edges: readonly number[], damage: DamageKind | null, reason: string): DamageReport {
    return { edges: edges.map((edge) => this.#machine.network.edgeIds[edge]), damage, reason, isolatedNodes: this.isolatedCount };
  }

  #label(edges: readonly number[], damage: DamageKind | null): string {
    const ids = edges.map((edge) => this.#machine.network.edgeIds[edge]);
    return damageLabel(ids, damage);
  }

  #indexOf(id: string): number {
    const edge = this.#machine.network.edgeIds.indexOf(id);
    if (edge >= 0) return edge;
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: `There is no edge "${id}"`,
      where: `edge ${id}`,
      why: 'The network that is loaded now has no edge of that name; perhaps another window loaded another task.',
      remedy: 'Choose one of the edges on screen.',
    });
  }
}

export function nothingToCut(): ProblemError {
  return nothingTo('No edge can be cut', 'No intact edge is left whose loss leaves an error to speak of.', 'Repair or undo first.');
}
