import type { Calibration, CalibrationList, CalibrationNews } from '../../shared/calibration.ts';
import type { Forecast, TwinStatus } from '../../shared/twin.ts';
import type { EngineClient } from '../engine/client.ts';

/** What is shown of a calibration beside its stages. */
export type CalibrationPage = Calibration['stages'][number]['name'] | 'result' | 'devices';

/** The calibrations of the engine's computer, and the twin of the bench, as the screen knows them. */
export class CalibrationsStore {
  list = $state.raw<CalibrationList | null>(null);
  /** The one that is shown; `null`: a new one is begun. */
  shown = $state.raw<Calibration | null>(null);
  page = $state<CalibrationPage>('converters');
  /** What is being done now. */
  news = $state.raw<CalibrationNews | null>(null);
  /** Recordings that are chosen for a new calibration. */
  roles = $state<Record<string, 'fit' | 'hold'>>({});
  twin = $state.raw<TwinStatus | null>(null);
  /** What the twin said would come, for the run in which it was asked. */
  forecast = $state.raw<{ readonly run: number; readonly forecast: Forecast } | null>(null);
  isForecasting = $state(false);
  /** How far ahead is asked for, s, and the edge of which a cut is planned; "": the one that is selected. Kept while the panel is folded away. */
  ahead = $state(1);
  planned = $state('');
  /** Called when a piece of work has ended. */
  ended: (news: CalibrationNews) => void = () => undefined;
  /** Called when a stage is done. */
  moved: (news: CalibrationNews) => void = () => undefined;
  /** Called when the twin raises its alarm, and when it has found what is wrong. */
  alarmed: (status: TwinStatus) => void = () => undefined;

  constructor(client: EngineClient) {
    client.on('calibration', (news) => this.#receive(news));
    client.on('twin', (status) => this.#receiveTwin(status));
  }

  /** Whether something is being done. */
  get isBusy(): boolean {
    return this.news !== null && this.news.kind !== 'ended';
  }

  #receive(news: CalibrationNews): void {
    this.news = news;
    if (news.kind === 'ended') this.ended(news);
    else if (news.kind === 'stage' && (news.done === 0 || news.done === 1)) this.moved(news);
  }

  #receiveTwin(status: TwinStatus): void {
    const before = this.twin;
    this.twin = status;
    const isNew = status.alarm !== null && before?.alarm?.step !== status.alarm.step;
    const isFound = status.diagnosis !== null && (before?.diagnosis ?? null) === null;
    if (isNew || isFound) this.alarmed(status);
  }
}
