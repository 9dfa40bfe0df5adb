import { ProblemError } from '../../../shared/problem.ts';
import { clampings } from '../../learning/clamping/index.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { Trainer } from '../../learning/trainer.ts';
import type { RecordedState } from '../../machine/recorded.ts';
import { edgeCurrent, type EdgeElements } from '../../physics/elements.ts';
import { defineExporter } from './exporter.ts';
import type { ExportedFile } from './exporter.ts';
import type { Selection } from './selection.ts';

/**
 * SPICE netlists of the free and the clamped network as they stand at the end of the selection. Conductors are resistors, channels
 * are sources with the square law; inputs, supplies and, in the clamped network, outputs are voltage sources at their recorded values.
 */
export const spice = defineExporter({
  spec: {
    kind: 'spice',
    title: 'SPICE',
    doc: 'Netlists of the free and the clamped network in their last state of the selection, for ngspice and its relatives.',
    parameters: {},
  },
  estimate: ({ nodes, edges }) => 2 * (340 + 40 * nodes + 70 * edges),
  files: (selection) => [netlistFile(selection, 'free'), netlistFile(selection, 'clamped')],
});

type Which = 'free' | 'clamped';

function netlistFile(selection: Selection, which: Which): ExportedFile {
  return {
    suffix: `.${which}.cir`,
    async *bytes() {
      yield new TextEncoder().encode(netlistOf(selection, await lastState(selection), which));
    },
  };
}

async function lastState(selection: Selection): Promise<RecordedState> {
  let last: RecordedState | null = null;
  for await (const event of selection.events()) if (event.kind === 'state' && event.set === 'training') last = event;
  if (last !== null) return last;
  throw new ProblemError({
    code: 'E-EXPORT',
    what: 'There is no circuit to write',
    why: 'the selection holds no state of the network',
    remedy: 'Select a longer span (--from, --to).',
  });
}

function netlistOf({ experiment, recording }: Selection, state: RecordedState, which: Which): string {
  const { network } = experiment;
  const voltages = which === 'free' ? state.freeVoltages : state.clampedVoltages;
  const { elements, isFloating, heldNodes, fedNodes } = circuitOf(experiment, state, which);
  const sources = heldNodes.map((node) => `V${node} ${nodeName(node)} 0 ${voltages[node]}`);
  // Where a protocol feeds currents instead of holding the outputs, they are what Kirchhoff's law leaves at those nodes.
  const currents = fedNodes.map((node) => `I${node} 0 ${nodeName(node)} ${currentOut(experiment, elements, voltages, node)}`);
  const edges = network.edgeIds.flatMap((id, edge) =>
    isFloating[network.from[edge]] === 1 || isFloating[network.to[edge]] === 1
      ? [`* edge ${plain(id)} is left out: its ends have no path to a held node`]
      : edgeLines(elements, edge, nodeName(network.from[edge]), nodeName(network.to[edge])),
  );
  return [
    `* ${plain(recording.header.document.title)}: ${which} network after step ${state.step}, learning time ${state.time} s`,
    `* written by ${plain(recording.header.program)}; V, A, S; node k of the netlist is n<k>:`,
    ...network.nodeIds.map((id, node) => `*   ${nodeName(node)} = ${plain(id)}${isFloating[node] === 1 ? ' (floating: left out)' : ''}`),
    ...sources,
    ...currents,
    ...edges,
    // The shunts, ten thousand times above any insulator, give nodes behind closed channels an equation.
    '.options reltol=1e-10 abstol=1e-20 vntol=1e-13 gmin=1e-20 rshunt=1e16 itl1=2000',
    '.op',
    '.end',
    '',
  ].join('\n');
}

interface Circuit {
  readonly elements: EdgeElements;
  readonly isFloating: Uint8Array;
  readonly heldNodes: readonly number[];
  readonly fedNodes: readonly number[];
}

/** The edges as the machine has them, imperfections of the document included, with the recorded states and damage. */
function circuitOf(experiment: Experiment, state: RecordedState, which: Which): Circuit {
  const { twin } = new Trainer(experiment);
  twin.bank.states.set(state.states);
  state.damage.forEach((kind, edge) => {
    if (kind !== twin.damage[edge]) twin.setDamage([edge], kind);
  });
  twin.refresh();
  const boundary = [...experiment.inputNodes, ...experiment.supplyNodes];
  const outputs = [...experiment.outputs.plus, ...experiment.outputs.minus.filter((node) => node >= 0)];
  const { holdsOutputs } = clampings[experiment.document.clamping.kind];
  if (which === 'free') return { elements: twin.bank.elements, isFloating: twin.isFloating, heldNodes: boundary, fedNodes: [] };
  return {
    elements: twin.clampedBank.elements,
    isFloating: twin.isFloatingClamped,
    heldNodes: holdsOutputs ? [...boundary, ...outputs] : boundary,
    fedNodes: holdsOutputs ? [] : outputs.filter((node) => twin.isFloatingClamped[node] === 0),
  };
}

/** Current that leaves a node along its edges, A. */
function currentOut({ network }: Experiment, elements: EdgeElements, voltages: Float64Array, node: number): number {
  let sum = 0;
  for (let edge = 0; edge < network.edgeCount; edge++) {
    const [from, to] = [network.from[edge], network.to[edge]];
    if (from === node) sum += edgeCurrent(elements, edge, voltages[from], voltages[to]);
    if (to === node) sum -= edgeCurrent(elements, edge, voltages[from], voltages[to]);
  }
  return sum;
}

/** A conductor is a resistor, a channel a source: I = S/2·[max(g − V_b, 0)² − max(g − V_a, 0)²]. */
function edgeLines({ transconductances, overdrives, conductances }: EdgeElements, edge: number, from: string, to: string): string[] {
  const lines: string[] = [];
  if (conductances[edge] > 0) lines.push(`R${edge} ${from} ${to} ${1 / conductances[edge]}`);
  if (transconductances[edge] > 0) {
    const open = (node: string): string => `(max(${overdrives[edge]}-v(${node}),0))^2`;
    lines.push(`B${edge} ${from} ${to} I=${transconductances[edge] / 2}*(${open(to)}-${open(from)})`);
  }
  return lines.length > 0 ? lines : [`* edge ${edge} does not conduct`];
}

/** SPICE knows no capitals and takes 0 for ground, so that nodes go by their numbers. */
const nodeName = (node: number): string => `n${node}`;

/** Text for a comment: one line of what every SPICE reads. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
