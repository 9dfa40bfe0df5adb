import type { Experiment } from '../learning/experiment/experiment.ts';
import { learningBoardOf } from './calibrateBoard.ts';
import type { CalibrationDocument } from './calibrationDocument.ts';
import { wiringFor } from './judge.ts';
import { wiringOf } from './measured.ts';

/**
 * Why a calibration does not tell what an experiment does on its board; "": it does.
 *
 * @param needsLearning  whether what moves the gates has to be known too
 */
export function whyUnfit(calibration: CalibrationDocument, experiment: Experiment, needsLearning: boolean): string {
  const { edgeModel, network, document } = experiment;
  const { edges, nodes } = calibration.board;
  if (edgeModel.kind !== 'transistor') return 'its edges are not transistors';
  if (network.edgeCount !== edges || network.nodeCount !== nodes) {
    const size = (edgeCount: number, nodeCount: number): string => `${edgeCount} edges and ${nodeCount} nodes`;
    return `the calibration is of a board with ${size(edges, nodes)}, and this one has ${size(network.edgeCount, network.nodeCount)}`;
  }
  const wiring = wiringFor(calibration, { experiment });
  if (wiring.key !== wiringOf(experiment).key) return 'the board is wired in another way than when it was calibrated';
  return needsLearning && learningBoardOf(wiring, document.clamping.kind) === null ? 'its learning was not calibrated' : '';
}
