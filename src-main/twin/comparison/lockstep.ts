import type { DamageKind } from '../../../shared/documents/network.ts';
import type { Machine } from '../../machine/machine.ts';
import type { ComparedRunBuilder } from './comparedRun.ts';

/** What happens to the machines at a step, as it did in the recording that they follow. */
export type LockstepEvent =
  | { readonly step: number; readonly kind: 'nudge' | 'stepTime' | 'learning'; readonly value: number }
  | { readonly step: number; readonly kind: 'setting'; readonly edges: readonly number[]; readonly states: readonly number[] }
  | { readonly step: number; readonly kind: 'damage'; readonly edges: readonly number[]; readonly damage: DamageKind | null };

export interface LockstepSide {
  readonly machine: Machine;
  readonly builder: ComparedRunBuilder;
}

export interface LockstepPlan {
  /** Steps at which everything is measured, ascending. */
  readonly at: readonly number[];
  /** Step and learning time (s) of the recording at which the machines begin; 0 where they follow none. */
  readonly from: { readonly step: number; readonly time: number };
  /** Ascending. */
  readonly events: readonly LockstepEvent[];
  /** What a measurement is taken over. */
  readonly measures: 'training' | 'test' | 'present';
}

/** Where the caller looks in between: `false` ends the run where it stands. */
export type LockstepWatch = (measured: number) => Promise<boolean>;

/**
 * Takes machines through one program side by side: all of them do the same steps, then all are measured. What a machine can't do
 * of the events is left out.
 *
 * @returns whether it came to the end of its plan
 */
export async function runLockstep(sides: readonly LockstepSide[], plan: LockstepPlan, watch: LockstepWatch): Promise<boolean> {
  const { at, from, measures } = plan;
  const events = plan.events.filter(({ step }) => step >= from.step);
  let done = from.step;
  let next = 0;
  for (const [index, step] of at.entries()) {
    while (next < events.length && events[next].step <= step) {
      const event = events[next++];
      await goTo(Math.max(event.step, done));
      await Promise.all(sides.map((side) => apply(side, event)));
    }
    await goTo(step);
    await Promise.all(sides.map((side) => look(side, plan, measures)));
    if (!(await watch(index + 1))) return false;
  }
  return true;

  async function goTo(step: number): Promise<void> {
    if (step <= done) return;
    await Promise.all(sides.map(async ({ machine }) => machine.advance(step - done)));
    done = step;
  }
}

async function look({ machine, builder }: LockstepSide, { from }: LockstepPlan, measures: LockstepPlan['measures']): Promise<void> {
  const measurement = await machine.measure(measures);
  const state = await machine.read();
  const shifted = { step: state.step + from.step, time: state.time + from.time };
  builder.addNow({ ...state, ...shifted }, { ...measurement, ...shifted });
}

async function apply({ machine, builder }: LockstepSide, event: LockstepEvent): Promise<void> {
  const can = (capability: 'setNudge' | 'setStepTime' | 'setStates' | 'freeze' | 'damage'): boolean => machine.capabilities.has(capability);
  if (event.kind === 'damage') {
    if (can('damage')) await machine.damage(event.edges, event.damage);
  } else if (event.kind === 'setting') {
    if (can('setStates')) await machine.setStates?.(event.edges, event.states);
  } else if (event.kind === 'nudge') {
    if (can('setNudge')) await machine.setNudge(event.value);
    builder.setNudge(event.value);
  } else if (event.kind === 'stepTime') {
    if (can('setStepTime')) await machine.setStepTime(event.value);
  } else if (can('freeze')) await machine.setLearning(event.value !== 0);
}
