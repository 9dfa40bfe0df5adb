import type { NodeRole } from '../../shared/session.ts';
import { formatQuantity } from '../../shared/units.ts';
import type { DataTable, Experiment } from '../learning/experiment/experiment.ts';
import { rules } from '../learning/rules/index.ts';
import type { Rule } from '../learning/rules/rule.ts';
import { createEdgeBank } from '../physics/edgeBank.ts';
import { edgeModels } from '../physics/edges/index.ts';
import type { Figures } from './figures.ts';
import type { Description } from './library.ts';
import { placeNodes } from './placement.ts';

/** What the screen is told about an experiment, under the names by which it was loaded. */
export function describeExperiment(
  experiment: Experiment,
  figures: Figures,
  { task, experiment: name, title, doc, source }: Pick<Description, 'task' | 'experiment' | 'title' | 'doc' | 'source'>,
): Description {
  const { document, network, edges, training, test } = experiment;
  const { kind } = experiment.edgeModel;
  const stateRange = stateRangeOf(experiment);
  const voltageRange = voltageRangeOf(experiment);
  const conductance = conductanceOf(experiment, voltageRange);
  return {
    task,
    experiment: name,
    title,
    doc,
    source,
    machine: { kind: 'simulated', title: 'Simulated board' },
    replay: null,
    plannedSteps: document.steps,
    edgeKind: kind,
    stateRange,
    voltageRange,
    conductanceRange: [conductance(stateRange[0]), conductance(stateRange[1])].toSorted((low, high) => low - high) as [number, number],
    initialConductances: initialConductancesOf(experiment, conductance),
    nodes: placeNodes(network),
    edges: edges.map(({ id, conductance }, edge) => ({
      id,
      from: network.from[edge],
      to: network.to[edge],
      isAdaptive: edgeModels[kind].learns && (conductance === undefined || kind === 'resistor'),
    })),
    period: experiment.period === null ? null : { ...experiment.period },
    roles: rolesOf(experiment),
    inputNames: document.roles.inputs.map(({ name }) => name),
    outputNames: document.roles.outputs.map(({ name }) => name),
    inputs: rowsOf(training, document.roles.inputs.length),
    classes: [...training.classes],
    classNames: [...experiment.classNames],
    goal: goalText(document.goal),
    measured: { of: document.measure.of, training: training.count, test: test?.count ?? 0 },
    plots: [...figures.plots],
    modeNames: [...figures.modeNames],
    taskGroups: figures.taskGroups.map((group) => [...group]),
  };
}

/** The goal of a document in words. */
export function goalText(goal: Experiment['document']['goal']): string {
  if (goal === undefined) return '';
  const parts: string[] = [];
  if (goal.errorBelow !== undefined) parts.push(`error below ${formatQuantity(goal.errorBelow, 'V²', 2)}`);
  if (goal.accuracyAtLeast !== undefined) parts.push(`at least ${Math.round(goal.accuracyAtLeast * 100)}\u00a0% right`);
  const over = goal.over > 1 ? ` (median of the last ${goal.over} measurements)` : '';
  return `${parts.join(' and ')}${over}`;
}

function rolesOf({ document, inputNodes, supplyNodes, outputs }: Experiment): NodeRole[] {
  const { roles, network } = document;
  const supplyNames = [...roles.supplies.map(({ name }) => name), ...Object.keys(network?.hold ?? {})];
  const result: NodeRole[] = [];
  inputNodes.forEach((node, column) => result.push({ node, role: 'input', name: roles.inputs[column].name, sign: 0, column }));
  supplyNodes.forEach((node, index) => result.push({ node, role: 'supply', name: supplyNames[index], sign: 0, column: -1 }));
  roles.outputs.forEach(({ name }, column) => {
    const [plus, minus] = [outputs.plus[column], outputs.minus[column]];
    if (minus < 0) return void result.push({ node: plus, role: 'output', name, sign: 0, column });
    result.push({ node: plus, role: 'output', name: `${name}+`, sign: 1, column });
    result.push({ node: minus, role: 'output', name: `${name}−`, sign: -1, column });
  });
  return result;
}

/** The rails of the rule. Conductances may roam over many decades, so theirs end at ten times what the run begins with. */
function stateRangeOf({ document, edgeModel, edges }: Experiment): [number, number] {
  const bank = createEdgeBank(edgeModel, edges);
  const [lowest, highest] = (rules[document.rule.kind] as Rule).limits(document.rule, bank);
  if (edgeModel.kind !== 'resistor') return [lowest, highest];
  return [lowest, Math.min(highest, 10 * Math.max(lowest, ...bank.states))];
}

/** The lowest and the highest voltage that is ever imposed. */
function voltageRangeOf({ supplyVoltages, training, test }: Experiment): [number, number] {
  const imposed = [...supplyVoltages, ...training.inputs, ...(test?.inputs ?? [])];
  if (imposed.length === 0) return [0, 1];
  const lowest = imposed.reduce((least, voltage) => Math.min(least, voltage));
  const highest = imposed.reduce((most, voltage) => Math.max(most, voltage));
  return lowest < highest ? [lowest, highest] : [lowest - 0.5, highest + 0.5];
}

/** Chord conductance of an edge in a state, S; a transistor's depends on its ends' voltages too, taken in the middle of those imposed. */
function conductanceOf({ edgeModel }: Experiment, voltages: [number, number]): (state: number) => number {
  switch (edgeModel.kind) {
    case 'digipot':
      return (position) => 1 / (edgeModel.stepOhms * position);
    case 'transistor': {
      const middle = (voltages[0] + voltages[1]) / 2;
      return (gate) => edgeModel.transconductance * Math.max(0, gate - edgeModel.threshold - middle);
    }
    case 'resistor':
      return (conductance) => conductance;
  }
}

/** What the edges of the document conduct, S, [edge]. */
function initialConductancesOf({ edgeModel, edges }: Experiment, conductance: (state: number) => number): number[] {
  const { states, isAdaptive, fixedConductances } = createEdgeBank(edgeModel, edges);
  return Array.from(states, (state, edge) => (isAdaptive[edge] === 1 ? conductance(state) : fixedConductances[edge]));
}

function rowsOf(table: DataTable, columns: number): number[][] {
  return Array.from({ length: table.count }, (_, row) => [...table.inputs.subarray(row * columns, (row + 1) * columns)]);
}
