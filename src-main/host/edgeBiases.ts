import type { EdgeBiases } from '../../shared/machines.ts';
import { isOfDigipots, type AnyCalibration } from '../twin/digipots/document.ts';
import { wiringFor } from '../twin/judge.ts';
import { whyUnfit } from '../twin/whyUnfit.ts';
import type { Session } from './session.ts';

/**
 * The bias B of every edge of the board on the bench, as the calibration that is applied has found it; `null` where none is of this board
 * in these wires, its learning was not calibrated, or what is on the bench is no board and no twin of one.
 */
export function biasesOf({ experiment, identity }: Session, calibration: AnyCalibration | null): EdgeBiases | null {
  const { whole, source } = experiment;
  const isTwin = 'machine' in source && source.machine?.machine?.startsWith('twin:') === true;
  if (calibration === null || whole === null || !(isTwin || identity.kind === 'board')) return null;
  // A wiper that steps by comparators has no rate, and so no bias.
  if (isOfDigipots(calibration) || whyUnfit(calibration, whole, true) !== '') return null;
  const { sessions } = wiringFor(calibration, { experiment: whole });
  const { learning } = sessions.find(({ clamping }) => clamping === whole.document.clamping.kind) ?? sessions[0];
  if (learning === null) return null;
  const { factors, deviations } = learning;
  return {
    calibration: `board ${calibration.board.serial}, ${calibration.date.slice(0, 10)}`,
    biases: factors.time.map((value, edge) => ({ value, deviation: deviations.time[edge] })),
  };
}
