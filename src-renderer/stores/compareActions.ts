import type { ComparedSource, ComparisonSettings } from '../../shared/compare.ts';
import { saveBlob } from '../files/save.ts';
import type { Bench } from './bench.svelte.ts';
import { listRuns } from './runActions.ts';

/** Steps that two machines run where nobody says how many: some seconds. */
const USUAL_STEPS = 10_000;

/** What the workspace shows when it opens: lists, and the comparison that there may be. */
export async function openCompare(bench: Bench): Promise<void> {
  const { compare } = bench;
  compare.ask = async (query) => (await bench.ask('compare.view', query))?.view ?? null;
  compare.ended = (status) => {
    if (status.problem !== null) bench.notices.addProblem(status.problem);
    bench.announcer.say(
      { running: '', done: 'The comparison is done', cancelled: 'Stopped', failed: 'The comparison failed' }[status.state],
    );
  };
  if (bench.runs.list === null) void listRuns(bench);
  const answer = await bench.ask('compare.status', {});
  const status = answer?.status ?? null;
  if (status !== null) compare.take(status);
}

export function usualSteps(bench: Bench): number {
  return Math.max(1, Math.min(bench.session?.plannedSteps ?? USUAL_STEPS, USUAL_STEPS));
}

export async function startComparison(bench: Bench): Promise<void> {
  const { compare } = bench;
  const { baseline, compared, steps, start } = compare;
  const status = await bench.ask('compare.start', { baseline, compared, start, steps: steps ?? usualSteps(bench) });
  if (status === null) return;
  compare.signal = '';
  compare.take(status);
  bench.announcer.say('Comparing');
}

export async function cancelComparison(bench: Bench): Promise<void> {
  await bench.ask('compare.cancel', {});
}

/** Goes to the workspace and holds two sides against each other. */
export async function compareSources(bench: Bench, baseline: ComparedSource, compared: ComparedSource): Promise<void> {
  bench.compare.baseline = baseline;
  bench.compare.compared = compared;
  bench.view.workspace = 'compare';
  await openCompare(bench);
  await startComparison(bench);
}

export function changeSettings(bench: Bench, change: Partial<ComparisonSettings>): void {
  bench.compare.settings = { ...bench.compare.settings, ...change };
  void bench.compare.refresh();
}

/** B is laid as a person says. @param shift  added to its times, s */
export function shiftBy(bench: Bench, shift: number): void {
  changeSettings(bench, { alignment: { kind: 'manual', shift: Number(shift.toPrecision(6)) } });
}

/** Draws a signal; one of another quantity brings the others of its kind along. */
export function selectSignal(bench: Bench, name: string): void {
  const { compare } = bench;
  const signal = compare.view?.signals.find((candidate) => candidate.name === name);
  if (signal === undefined) return;
  compare.signal = name;
  compare.quantity = signal.quantity;
  void compare.refresh();
}

/** Saves the comparison as one page that stands alone. */
export async function saveReport(bench: Bench): Promise<void> {
  const report = await bench.ask('compare.report', { settings: bench.compare.settings });
  if (report === null) return;
  saveBlob(new Blob([report.html], { type: 'text/html' }), report.name);
  bench.announcer.say('Report saved');
}
