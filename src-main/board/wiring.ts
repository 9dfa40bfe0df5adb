import { ProblemError } from '../../shared/problem.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';

/** The wires of an output: its nodes, and the channels that carry its label. */
export interface OutputWires {
  readonly plus: number;
  /** −1: single-ended. */
  readonly minus: number;
  /** L is the voltage of `labelHigh`, or of a differential output the difference to `labelLow`, which else is −1. */
  readonly labelHigh: number;
  readonly labelLow: number;
}

/**
 * Which channel goes where. A board has no switches for that: as in the laboratory the wires are put in by hand for each
 * experiment (Dillavou 2024, Appendix E), so that the program, the emulated board and the person at the bench follow one rule:
 * inputs, then supplies, then labels, each in the order of the document.
 */
export interface Wiring {
  /** Node of each channel that goes to both networks, [channel]. */
  readonly imposed: readonly number[];
  readonly outputs: readonly OutputWires[];
  /** How many channels are in use. */
  readonly channelCount: number;
}

/**
 * @param channels  what the board has
 * @throws ProblemError E-BOARD-MISMATCH where there are too few
 */
export function wiringOf(
  { inputNodes, supplyNodes, outputs }: Pick<Experiment, 'inputNodes' | 'supplyNodes' | 'outputs'>,
  channels: number,
): Wiring {
  let next = inputNodes.length + supplyNodes.length;
  const wires = Array.from(outputs.plus, (plus, index): OutputWires => {
    const minus = outputs.minus[index];
    return { plus, minus, labelHigh: next++, labelLow: minus < 0 ? -1 : next++ };
  });
  if (next > channels) {
    throw new ProblemError({
      code: 'E-BOARD-MISMATCH',
      what: 'The experiment does not fit on this board',
      why: `it needs ${next} output voltages (inputs, supplies and labels), and the board has ${channels}`,
      remedy: 'Run it on the simulation, or use fewer inputs and outputs.',
    });
  }
  return { imposed: [...inputNodes, ...supplyNodes], outputs: wires, channelCount: next };
}

/** What to put where, one line per channel, for the person at the bench. */
export function wiringLines({ imposed, outputs }: Wiring, { document, network }: Experiment): string[] {
  const { inputs, supplies } = document.roles;
  const names = [...inputs, ...supplies, ...Object.keys(document.network?.hold ?? {}).map((name) => ({ name }))].map(({ name }) => name);
  const id = (node: number): string => network.nodeIds[node];
  return [
    ...imposed.map((node, channel) => `channel ${channel}: ${names[channel]}, to node ${id(node)} of both networks`),
    ...outputs.flatMap(({ plus, minus, labelHigh, labelLow }, index) => {
      const { name } = document.roles.outputs[index];
      if (minus < 0) return [`channel ${labelHigh}: label of ${name}, to the clamping circuit of node ${id(plus)}`];
      const circuit = `to the difference amplifier of nodes ${id(plus)} and ${id(minus)}`;
      return [`channel ${labelHigh}: label of ${name}, plus, ${circuit}`, `channel ${labelLow}: label of ${name}, minus, ${circuit}`];
    }),
  ];
}
