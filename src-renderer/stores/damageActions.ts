import type { DamageChoice } from '../../shared/damage.ts';
import { report } from './actions.ts';
import type { Bench } from './bench.svelte.ts';

/** Cuts the edge whose loss raises the error least. */
export async function cutLeast(bench: Bench): Promise<void> {
  report(bench, await bench.ask('damage.least', {}));
}

/** Cuts one edge after every so many steps. */
export async function startSchedule(bench: Bench, every: number, choice: DamageChoice, times: number): Promise<void> {
  const began = await bench.ask('damage.schedule', { schedule: { every, choice, left: times } });
  if (began !== null) bench.announcer.say(`One edge is cut every ${every} steps`);
}

export async function stopSchedule(bench: Bench): Promise<void> {
  await bench.ask('damage.schedule', { schedule: null });
}

/** Measures what the loss of each edge would do, on a copy; answers whether that is known now. */
export async function measureImportance(bench: Bench): Promise<boolean> {
  if (bench.damage.isRanking) return false;
  bench.damage.isRanking = true;
  const importance = await bench.ask('damage.importance', {});
  bench.damage.isRanking = false;
  if (importance === null) return false;
  bench.damage.importance = importance;
  bench.announcer.say('The importance of every edge is measured');
  return true;
}

/** Ends the search for the edge that matters most or least, and the ranking of all. */
export async function cancelRanking(bench: Bench): Promise<void> {
  await bench.ask('damage.rankCancel', {});
}

/** Measures how many edges can be lost, in so many random orders, with so many learning steps after each loss. */
export async function startCurve(bench: Bench, draws: number, relearnSteps: number): Promise<void> {
  bench.damage.curve = null;
  await bench.ask('damage.curve', { draws, relearnSteps });
}

export async function cancelCurve(bench: Bench): Promise<void> {
  await bench.ask('damage.curveCancel', {});
}
