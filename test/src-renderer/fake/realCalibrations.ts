import { BenchTwin } from '../../../src-main/host/benchTwin.ts';
import { CalibrateDesk } from '../../../src-main/host/calibrateDesk.ts';
import { calibrateHandlers } from '../../../src-main/host/calibrateHandlers.ts';
import { RunShelf } from '../../../src-main/host/runShelf.ts';
import { fakeRuns } from '../../src-main/host/fakeRuns.ts';

/** The calibrations of a fake engine are no fakes: the desk of the real one, on a disk in memory that is empty. */
export function realCalibrations(): ReturnType<typeof calibrateHandlers> {
  const parts = fakeRuns();
  const session = (): never => {
    throw new Error('a fake engine has no session for a twin');
  };
  const twin = new BenchTwin(parts, { session, tell: () => undefined });
  const desk = new CalibrateDesk(parts, new RunShelf(parts.place, parts.shell), {
    tell: () => undefined,
    applied: (calibration) => twin.use(calibration),
    board: () => ({ title: 'Simulated board', serial: '', programs: 0, missing: 'there is no board on the bench' }),
    gates: () => null,
    record: () => Promise.reject(new Error('a fake engine records no board')),
  });
  return calibrateHandlers(desk, twin);
}
