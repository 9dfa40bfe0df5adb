import type { StopCondition } from '../../shared/stop.ts';
import type { Bench } from './bench.svelte.ts';

/** All conditions on which the run stops from now on; answers whether they were taken. */
export async function setStop(bench: Bench, stop: StopCondition[]): Promise<boolean> {
  if ((await bench.ask('run.parameters', { stop })) === null) return false;
  bench.announcer.say(stop.length === 0 ? 'No stop condition' : `${stop.length} stop ${stop.length === 1 ? 'condition' : 'conditions'}`);
  return true;
}
