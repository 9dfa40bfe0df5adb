import type { Calibration, CalibrationNews } from '../../shared/calibration.ts';
import type { TwinStatus } from '../../shared/twin.ts';
import { alarmText, certaintyText, faultText } from '../../shared/faults.ts';
import type { Bench } from './bench.svelte.ts';

type StageName = Calibration['stages'][number]['name'];

/** Listens to the engine; called once, when the page is made. */
export function followCalibrations(bench: Bench): void {
  const { calibrations } = bench;
  calibrations.moved = (news) => void moved(bench, news);
  calibrations.ended = (news) => void finish(bench, news);
  calibrations.alarmed = (status) => announceAlarm(bench, status);
}

/** Asks for the list, and for the calibration that is shown anew. */
export async function refreshCalibrations(bench: Bench): Promise<void> {
  const { calibrations } = bench;
  calibrations.list = (await bench.ask('calibrate.list', {})) ?? calibrations.list;
  if (calibrations.shown !== null) await reload(bench, calibrations.shown.id);
}

export async function refreshTwin(bench: Bench): Promise<void> {
  bench.calibrations.twin = (await bench.ask('twin.status', {})) ?? bench.calibrations.twin;
}

export async function showCalibration(bench: Bench, id: string): Promise<void> {
  const calibration = await bench.ask('calibrate.get', { id });
  if (calibration === null) return;
  bench.calibrations.shown = calibration;
  bench.calibrations.page =
    calibration.judgement === null ? (calibration.stages.find(({ state }) => state === 'open')?.name ?? 'converters') : 'result';
}

/** Begins from the recordings that are chosen. */
export async function beginCalibration(bench: Bench): Promise<void> {
  const { calibrations } = bench;
  const chosen = (role: 'fit' | 'hold'): string[] =>
    (calibrations.list?.runs ?? []).flatMap(({ id }) => (calibrations.roles[id] === role ? [id] : []));
  const begun = await bench.ask('calibrate.begin', { fitted: chosen('fit'), held: chosen('hold') });
  if (begun === null) return;
  calibrations.roles = {};
  calibrations.shown = begun;
  calibrations.page = 'converters';
  await refreshCalibrations(bench);
}

/** Drives the board on the bench through the programs of calibration. */
export async function recordCalibration(bench: Bench): Promise<void> {
  const { calibrations } = bench;
  calibrations.news = { id: '', kind: 'recording', stage: null, done: 0, message: 'putting the program on the board', problem: null };
  if ((await bench.ask('calibrate.record', {})) === null) calibrations.news = null;
}

export async function runStages(bench: Bench, stages: readonly StageName[]): Promise<void> {
  const { shown } = bench.calibrations;
  if (shown === null || stages.length === 0) return;
  bench.calibrations.page = stages[0];
  await bench.ask('calibrate.run', { id: shown.id, stages: [...stages] });
}

export async function skipStage(bench: Bench, stage: StageName, isSkipped: boolean): Promise<void> {
  const { calibrations } = bench;
  if (calibrations.shown === null) return;
  calibrations.shown = (await bench.ask('calibrate.skip', { id: calibrations.shown.id, stage, isSkipped })) ?? calibrations.shown;
}

export async function cancelCalibration(bench: Bench): Promise<void> {
  if ((await bench.ask('calibrate.cancel', {})) !== null) bench.announcer.say('Cancelled; what is done is kept');
}

/** @returns whether it is saved */
export async function saveCalibration(bench: Bench): Promise<boolean> {
  const { shown } = bench.calibrations;
  const saved = shown === null ? null : await bench.ask('calibrate.save', { id: shown.id });
  if (saved === null) return false;
  bench.notices.addToast('Calibration saved', saved.path, null);
  bench.announcer.say('Calibration saved');
  await refreshCalibrations(bench);
  return true;
}

/** The twin of the bench uses what is shown from now on, or nothing. */
export async function applyCalibration(bench: Bench, isApplied: boolean): Promise<void> {
  const { shown } = bench.calibrations;
  if (shown === null || (await bench.ask('calibrate.apply', { id: isApplied ? shown.id : null })) === null) return;
  const text = isApplied ? 'The twin of the bench is calibrated' : 'The twin of the bench is nominal again';
  bench.notices.addToast(text, isApplied ? 'It watches the board that was calibrated, and tells what comes.' : '', null);
  bench.announcer.say(text);
  await refreshCalibrations(bench);
  await refreshTwin(bench);
}

export async function discardCalibration(bench: Bench): Promise<void> {
  const { calibrations } = bench;
  if (calibrations.shown === null || (await bench.ask('calibrate.discard', { id: calibrations.shown.id })) === null) return;
  calibrations.shown = null;
  bench.announcer.say('Calibration discarded; the recordings stay');
  await refreshCalibrations(bench);
}

/** Forks the twin: what comes, or what would come of a cut. */
export async function forecast(bench: Bench, seconds: number, cut: string | null): Promise<void> {
  const { calibrations, session } = bench;
  calibrations.isForecasting = true;
  const found = await bench.ask('twin.forecast', { seconds, cut });
  calibrations.isForecasting = false;
  if (found !== null && session !== null) calibrations.forecast = { run: session.run, forecast: found };
}

export async function resetTwin(bench: Bench): Promise<void> {
  if ((await bench.ask('twin.reset', {})) !== null) bench.announcer.say('The twin learns anew what healthy looks like');
}

/** A stage has begun or is done. */
async function moved(bench: Bench, { id }: CalibrationNews): Promise<void> {
  const { calibrations } = bench;
  calibrations.list = (await bench.ask('calibrate.list', {})) ?? calibrations.list;
  await reload(bench, id);
}

async function reload(bench: Bench, id: string): Promise<void> {
  const { calibrations } = bench;
  if (calibrations.shown?.id !== id) return;
  const fresh = await bench.ask('calibrate.get', { id });
  if (fresh !== null && calibrations.shown?.id === id) calibrations.shown = fresh;
}

async function finish(bench: Bench, { id, problem, message }: CalibrationNews): Promise<void> {
  const { calibrations } = bench;
  if (problem !== null) bench.notices.addProblem(problem);
  calibrations.list = (await bench.ask('calibrate.list', {})) ?? calibrations.list;
  if (id !== '' && calibrations.shown === null) await showCalibration(bench, id);
  else await reload(bench, id);
  if (problem === null && message === '') {
    if (calibrations.shown?.judgement !== null && calibrations.shown?.id === id) calibrations.page = 'result';
    bench.announcer.say('Calibration: done');
  }
}

function announceAlarm(bench: Bench, status: TwinStatus): void {
  const { diagnosis } = status;
  const found = diagnosis === null ? '' : `${faultText(diagnosis.faults[0], diagnosis.edges)}. ${certaintyText(diagnosis)}`;
  bench.announcer.say(`${alarmText(status)} ${found}`.trimEnd());
}
