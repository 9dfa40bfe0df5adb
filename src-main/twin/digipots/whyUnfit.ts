import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { DigipotCalibration } from './document.ts';

/** Why a calibration does not tell what an experiment does on its board; "": it does. */
export function whyUnfitDigipots(
  { board, wipers, comparators }: DigipotCalibration,
  { edgeModel, network, document, outputs }: Experiment,
): string {
  if (edgeModel.kind !== 'digipot') return 'its edges are not digital potentiometers';
  if (network.edgeCount !== board.edges || network.nodeCount !== board.nodes) {
    const size = (edges: number, nodes: number): string => `${edges} edges and ${nodes} nodes`;
    return `the calibration is of a board with ${size(board.edges, board.nodes)}, and this one has ${size(network.edgeCount, network.nodeCount)}`;
  }
  if (document.rule.kind !== 'sign' || document.rule.decision !== 'comparators') return 'its edges decide without comparators';
  if (document.clamping.kind !== 'standard' || outputs.minus.some((node) => node >= 0))
    return 'its outputs are not clamped one by one by Eq. 1';
  if (document.sequence.length > 0) return 'it has several tasks';
  return wipers === null || comparators === null ? 'its wipers or comparators were not calibrated' : '';
}
