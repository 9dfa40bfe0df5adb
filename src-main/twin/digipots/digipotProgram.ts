import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { nodeStep2022 } from '../../learning/tasks/board2022.ts';
import { LinearSolution } from './linearSolution.ts';

/** Datapoints of a program, how many clock edges each is trained before the next, and how many there are in all. */
const DATAPOINTS = 6;
const HOLD_STEPS = 20;
export const DIGIPOT_PROGRAM_STEPS = 240;
/** Where sources stand, V: away from both ends of the converters, where a reading tells nothing. */
const RANGE = { low: 0.3, high: 4.6 } as const;
/** Labels above what the outputs do by themselves, in steps of the converter, by datapoint. */
const PULLS = [2, -1, 1, -2, 3, -3];
/** How far wipers are from the middle at the start of a program, where the board can be set. */
const SPREAD = 40;
const MIDDLE = 64;
/** How sources stand in each program; the last one judges. */
const parts = ['straight', 'mirrored', 'level', 'straight', 'mirrored', 'straight'] as const;
/** Programs of a campaign. */
export const DIGIPOT_PROGRAMS = parts.length;

/**
 * A program that calibrates the comparators of the board of this experiment, recorded at every clock edge. Labels lie within a step or
 * three of what the outputs do by themselves, so that every decision is close; the sign rule goes up and down around it, as a
 * staircase does. Mirrored sources turn every drop round, which separates offset and lift; level ones take the drops through zero,
 * where alone the offset of the sign shows. Wipers that begin elsewhere in each program tell what a step of each is worth.
 *
 * @param document  network and roles are kept
 * @param part      number of the program, from 0
 */
export function digipotProgram(document: ExperimentDocument, part: number): ExperimentDocument {
  const { roles, goal: _goal, generate, ...rest } = document;
  const kind = parts[part % DIGIPOT_PROGRAMS];
  const voltages = sourceVoltages(document, kind, part);
  const outline: ExperimentDocument = {
    ...rest,
    title: `Calibration ${part + 1}: ${document.title}`,
    seed: document.seed + part,
    ...(generate === undefined ? {} : { generate: { ...generate, state: MIDDLE, spread: kind === 'level' ? 0 : SPREAD } }),
    roles: { ...roles, supplies: roles.supplies.map((supply, index) => ({ ...supply, voltage: voltages.supplies[index] })) },
    dataset: { kind: 'table', inputs: voltages.inputs, labels: voltages.inputs.map(() => roles.outputs.map(() => 0)) },
    rule: { kind: 'sign', decision: 'comparators' },
    clamping: { kind: 'standard', nudge: 0.5 },
    schedule: { kind: 'cyclic', hold: HOLD_STEPS },
    measure: { every: 1, of: 'present' },
    steps: DIGIPOT_PROGRAM_STEPS,
    stop: [],
    imperfections: [],
    damage: [],
    sequence: [],
  };
  const { low, high } = RANGE;
  const labels = outputsOf(outline).map((outputs, datapoint) =>
    outputs.map((output, index) => {
      const pull = PULLS[(datapoint + index + part) % PULLS.length] * nodeStep2022;
      return Math.min(Math.max(output + pull, low), high);
    }),
  );
  return { ...outline, dataset: { kind: 'table', inputs: voltages.inputs, labels } };
}

/** Supplies of a program, and inputs of each datapoint, V. */
function sourceVoltages(
  { roles, dataset }: ExperimentDocument,
  kind: (typeof parts)[number],
  part: number,
): { readonly supplies: number[]; readonly inputs: number[][] } {
  const { low, high } = RANGE;
  const middle = (low + high) / 2;
  const given = roles.supplies.map(({ voltage }) => voltage);
  const used = [...given, ...('inputs' in dataset ? dataset.inputs.flat() : [])];
  const [least, most] = [Math.min(...used), Math.max(...used)];
  const place = (voltage: number): number => {
    if (kind === 'level') return middle;
    const along = most === least ? 0.5 : (voltage - least) / (most - least);
    return kind === 'straight' ? low + along * (high - low) : high - along * (high - low);
  };
  const inputs = Array.from({ length: DATAPOINTS }, (_, datapoint) =>
    // Multiples of numbers without a common factor with the count of levels mix the inputs.
    roles.inputs.map((_input, input) => {
      const level = (datapoint * (5 + 6 * (input % 2)) + 3 * part + 2 * input) % (DATAPOINTS + 1);
      return kind === 'level' ? middle : low + (level / DATAPOINTS) * (high - low);
    }),
  );
  return { supplies: given.map(place), inputs };
}

/** What an ideal network at the wipers of the start does under each datapoint, V, [datapoint][output]. */
function outputsOf(document: ExperimentDocument): number[][] {
  const { network, edges, edgeModel, inputNodes, supplyNodes, supplyVoltages, outputs, training } = compileExperiment(document);
  const { stepOhms } = edgeModel as { stepOhms: number };
  const solution = new LinearSolution(network, [...inputNodes, ...supplyNodes]);
  const resistances = Float64Array.from(edges, ({ tap = MIDDLE }) => tap * stepOhms);
  return Array.from({ length: training.count }, (_, datapoint) => {
    inputNodes.forEach((node, input) => (solution.voltages[node] = training.inputs[datapoint * inputNodes.length + input]));
    supplyNodes.forEach((node, supply) => (solution.voltages[node] = supplyVoltages[supply]));
    solution.solve(resistances);
    return Array.from(outputs.plus, (node) => solution.voltages[node]);
  });
}
