import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { BoardCapability } from '../protocol/answers.ts';
import { unfit } from './words.ts';

/**
 * What a board cannot do physically: its network is soldered, its edges have one circuit that learns, and its voltages settle before
 * they are looked at. Everything else is a matter of when the host says what.
 *
 * @throws ProblemError E-BOARD-MISMATCH
 */
export function checkBoard({ document, network, edgeModel }: Experiment, capability: BoardCapability): void {
  if (edgeModel.kind !== capability.edge) throw unfit(`its edges are of the kind ${edgeModel.kind}, those of the board ${capability.edge}`);
  const isSame =
    network.nodeCount === capability.nodes &&
    network.edgeCount === capability.edgeCount &&
    capability.ends.every(([from, to], edge) => network.from[edge] === from && network.to[edge] === to);
  if (!isSame) throw unfit(`its network is another one than that of the board (${capability.topology})`, '$.generate.topology');
  const rule = capability.rule === 'pulse' ? 'continuous' : 'sign';
  if (document.rule.kind !== rule) throw unfit(`its rule is "${document.rule.kind}", the circuit of the board does "${rule}"`, '$.rule');
  if (document.dynamics.kind !== 'settled') throw unfit('its voltages relax while the edges learn', '$.dynamics');
}

/** The clamping of an experiment in the words of the protocol. @throws ProblemError E-BOARD-MISMATCH */
export function clampingOf({ document: { clamping } }: Experiment): string {
  switch (clamping.kind) {
    case 'standard':
    case 'differential':
    case 'contrastiveHebbian':
      return 'STAN';
    case 'hinge':
      return 'HING';
    case 'overclamping':
      return 'OVER';
    case 'equilibriumPropagation':
      throw unfit('it feeds currents into the outputs, which the circuit of the board can’t', '$.clamping');
  }
}

/** η; contrastive Hebbian learning is coupled learning with η = 1. */
export function nudgeOf({ document: { clamping } }: Experiment): number {
  return 'nudge' in clamping ? clamping.nudge : 1;
}

/** @throws ProblemError E-BOARD-MISMATCH */
export function pulseOf(stepTime: number, { shortestPulse, longestPulse }: BoardCapability): number {
  if (stepTime >= shortestPulse && stepTime <= longestPulse) return stepTime;
  throw unfit(`its step time is ${stepTime} s, and the board makes pulses from ${shortestPulse} to ${longestPulse} s`, '$.stepTime');
}
