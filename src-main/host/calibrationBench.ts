import type { CalibrationNews } from '../../shared/calibration.ts';
import type { TwinStatus } from '../../shared/twin.ts';
import { BenchTwin, serialOf } from './benchTwin.ts';
import { CalibrateDesk } from './calibrateDesk.ts';
import { missingForCampaign, programsFor, recordCampaign, type CampaignHooks } from './calibrationCampaign.ts';
import type { RunParts } from './runDesk.ts';
import type { RunShelf } from './runShelf.ts';

/** What calibration has of its engine. */
export interface CalibrationHooks extends CampaignHooks {
  emit(
    event: { readonly name: 'calibration'; readonly payload: CalibrationNews } | { readonly name: 'twin'; readonly payload: TwinStatus },
  ): void;
}

/** Calibration on the bench: the desk where calibrations are made, and the twin that uses one. */
export class CalibrationBench {
  readonly desk: CalibrateDesk;
  readonly twin: BenchTwin;

  constructor(parts: RunParts, shelf: RunShelf, hooks: CalibrationHooks) {
    this.twin = new BenchTwin(parts, { session: hooks.session, tell: (payload) => hooks.emit({ name: 'twin', payload }) });
    this.desk = new CalibrateDesk(parts, shelf, {
      tell: (payload) => hooks.emit({ name: 'calibration', payload }),
      applied: (calibration) => this.twin.use(calibration),
      board: () => {
        const session = hooks.session();
        const { title } = session.experiment.description.machine;
        return { title, serial: serialOf(session), programs: programsFor(session), missing: missingForCampaign(session) };
      },
      gates: () => (hooks.session().isOnBoard ? [...hooks.session().state.states] : null),
      record: (signal, progress) => recordCampaign(hooks, signal, progress),
    });
  }

  close(): void {
    this.desk.cancel();
    this.twin.close();
  }
}
