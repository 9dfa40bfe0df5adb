import type { DamageReport } from '../../shared/session.ts';
import { formatState } from '../view/quantities.ts';
import { describeReport } from '../view/reports.ts';
import { outputsIsolatedBy } from '../panels/Damage/isolation.ts';
import type { Bench } from './bench.svelte.ts';
import { go } from './machineActions.ts';

/** Loads a task of the catalogue. */
export async function loadTask(bench: Bench, task: string): Promise<void> {
  bench.adopt(await bench.ask('session.load', { task }));
}

/** Loads a published experiment of the gallery. */
export async function loadExperiment(bench: Bench, experiment: string): Promise<void> {
  bench.adopt(await bench.ask('session.load', { experiment }));
}

/** Loads a document that the user opened; it is validated by the engine. */
export async function loadDocument(bench: Bench, fileName: string, text: string): Promise<void> {
  let document: unknown;
  try {
    document = JSON.parse(text) as unknown;
  } catch (thrown) {
    bench.notices.addProblem({
      code: 'E-DOC-JSON',
      what: 'The file is not JSON',
      where: fileName,
      why: thrown instanceof Error ? thrown.message : String(thrown),
      remedy: 'Open a twinbench.experiment document. The experiment on screen was left as it is.',
    });
    return;
  }
  bench.adopt(await bench.ask('session.load', { document }, fileName));
}

/** From the first step again: with the same seed, or with the one given. */
export async function restart(bench: Bench, seed?: number): Promise<void> {
  const session = await bench.ask('run.restart', seed === undefined ? {} : { seed });
  bench.adopt(session);
  if (session !== null) bench.announcer.say(`Restarted with seed ${session.seed}`);
}

/** A seed that was not used before in this session: drawn by the screen, because chance is an input of the engine. */
export async function restartWithNewSeed(bench: Bench): Promise<void> {
  await restart(bench, Math.floor(Math.random() * 1_000_000));
}

/** Runs or pauses. To run is to say go where a board waits for that: it would stand still without learning. */
export async function toggleRunning(bench: Bench): Promise<void> {
  if (bench.awaitsGo) return go(bench);
  const isRunning = !(bench.frame?.isRunning ?? false);
  // Said first: a run that a condition stops soon has stopped before the answer is here, and the newest message is the one that is heard.
  bench.announcer.say(isRunning ? 'Running' : 'Paused');
  await bench.ask('run.set', { isRunning });
}

export async function stepOnce(bench: Bench): Promise<void> {
  await bench.ask('run.step', { steps: 1 });
}

export async function toggleLearning(bench: Bench): Promise<void> {
  const isLearning = !(bench.frame?.isLearning ?? true);
  if ((await bench.ask('run.learning', { isLearning })) !== null) bench.announcer.say(isLearning ? 'Learning on' : 'Frozen');
}

export async function setSpeed(bench: Bench, stepsPerSecond: number | null): Promise<void> {
  bench.changeSettings({ speed: stepsPerSecond });
  await bench.ask('run.speed', { stepsPerSecond });
}

export async function setNudge(bench: Bench, nudge: number): Promise<void> {
  bench.changeSettings({ nudge });
  await bench.ask('run.parameters', { nudge });
}

export async function setStepTime(bench: Bench, stepTime: number): Promise<void> {
  bench.changeSettings({ stepTime });
  await bench.ask('run.parameters', { stepTime });
}

/** Cuts, shorts or sticks an edge, or repairs it (`null`). */
export async function damageEdge(bench: Bench, edge: number, damage: 'cut' | 'short' | 'stuck' | null): Promise<void> {
  const id = bench.session?.edges[edge]?.id;
  const { session, frame, view } = bench;
  if (id === undefined || session === null || frame === null || frame.damage[edge] === damage) return;
  const outputs = damage === 'cut' ? outputsIsolatedBy(session, frame.damage, edge) : [];
  if (outputs.length > 0) view.asksIsolation = { id, outputs };
  else report(bench, await bench.ask('damage.apply', { edges: [id], damage }));
}

/** Puts the state of an edge to a value; learning goes on from there. */
export async function setEdgeState(bench: Bench, edge: number, state: number): Promise<void> {
  const { session } = bench;
  const id = session?.edges[edge]?.id;
  if (session === null || id === undefined || (await bench.ask('run.state', { edge: id, state })) === null) return;
  const text = `${id} put to ${formatState(state, session)}`;
  bench.notices.addToast(text, '', { label: 'Undo', run: () => void undoDamage(bench) });
  bench.announcer.say(text);
}

/** The user knows that an output will float. */
export async function cutAnyway(bench: Bench): Promise<void> {
  const { asksIsolation } = bench.view;
  bench.view.asksIsolation = null;
  if (asksIsolation !== null) report(bench, await bench.ask('damage.apply', { edges: [asksIsolation.id], damage: 'cut' }));
}

/** Repairs everything that is damaged. */
export async function repairAll(bench: Bench): Promise<void> {
  const { session, frame } = bench;
  if (session === null || frame === null) return;
  const edges = session.edges.filter((_, index) => frame.damage[index] !== null).map((edge) => edge.id);
  if (edges.length > 0) report(bench, await bench.ask('damage.apply', { edges, damage: null }));
}

export async function cutRandom(bench: Bench, count: number): Promise<void> {
  report(bench, await bench.ask('damage.random', { count }));
}

export async function cutWorst(bench: Bench): Promise<void> {
  report(bench, await bench.ask('damage.worst', {}));
}

export async function undoDamage(bench: Bench): Promise<void> {
  if (bench.frame?.undo === '') return;
  report(bench, await bench.ask('damage.undo', {}), 'Undone: ');
}

export async function redoDamage(bench: Bench): Promise<void> {
  if (bench.frame?.redo === '') return;
  report(bench, await bench.ask('damage.redo', {}), 'Done again: ');
}

/** Says what was done; damage that was just done can be undone from the toast, an undo can't. */
export function report(bench: Bench, done: DamageReport | null, prefix = ''): void {
  if (done === null) return;
  const { text, detail } = prefix !== '' && done.edges.length === 0 ? { text: done.reason, detail: '' } : describeReport(done);
  const action = prefix === '' ? { label: 'Undo', run: () => void undoDamage(bench) } : null;
  bench.notices.addToast(prefix + text, detail, action);
  bench.announcer.say([prefix + text, detail].filter((part) => part !== '').join('. '));
}
