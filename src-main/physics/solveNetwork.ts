import type { NetworkDocument } from '../../shared/documents/network.ts';
import { ProblemError } from '../../shared/problem.ts';
import { createEdgeBank, setEveryDamage } from './edgeBank.ts';
import { chordConductance, edgeCurrent, edgeSlope, type EdgeElements } from './elements.ts';
import { floatingNodes, PINCHED, undeterminedNodes } from './floating.ts';
import { buildNetwork, type Network } from './network.ts';
import { createSolver } from './solvers/index.ts';
import { correctedCurrent, polish, refine } from './solvers/polish.ts';
import { createSystem } from './solvers/system.ts';

/** The electrical state of a network under its held voltages. */
export interface NetworkSolution {
  readonly network: Network;
  /** V, [node]; NaN where undetermined. */
  readonly voltages: Float64Array;
  /** V, A, S, [edge]; NaN where an end is undetermined and the edge could conduct; a cut edge carries exactly 0. */
  readonly drops: Float64Array;
  readonly currents: Float64Array;
  readonly conductances: Float64Array;
  /** Power turned into heat, Σ I·ΔV, W. */
  readonly power: number;
  /** Largest |Σ I| at a node that is not held, relative to the largest edge current. */
  readonly residual: number;
}

/**
 * Solves a network document: Kirchhoff's current law at every node that is not held.
 *
 * Currents carry the correction that the voltages are too coarse to show (`polish`), so that they balance to about
 * 1e-16 of the largest one.
 *
 * @throws ProblemError (E-NET-SOLVE) rather than give a wrong answer
 * @cost   one factorisation for a linear network, typically 5 to 15 for transistors
 */
export function solveNetwork(document: NetworkDocument): NetworkSolution {
  const network = buildNetwork(document.nodes, document.edges);
  const bank = createEdgeBank(document.edgeModel, document.edges);
  setEveryDamage(
    bank,
    document.edges.map(({ damage }) => damage ?? null),
  );
  const elements = bank.elements;
  const isHeld = new Uint8Array(network.nodeCount);
  const voltages = new Float64Array(network.nodeCount);
  const hold = Object.values(document.hold ?? {});
  const guess = hold.length === 0 ? 0 : hold.reduce((sum, value) => sum + value, 0) / hold.length;
  network.nodeIds.forEach((id, node) => {
    const held = document.hold !== undefined && Object.hasOwn(document.hold, id) ? document.hold[id] : undefined;
    isHeld[node] = held === undefined ? 0 : 1;
    voltages[node] = held ?? guess;
  });
  const isFloating = floatingNodes(network, elements, isHeld, Math.min(...hold));
  const system = createSystem(network, isHeld, isFloating);
  createSolver(system, elements).solve(voltages);
  refine(system, elements, voltages);
  const corrections = polish(system, elements, voltages);
  const isUndetermined = undeterminedNodes(network, elements, isHeld, voltages, largestCurrent(network, elements, isFloating, voltages));
  return report(network, elements, isHeld, isUndetermined, voltages, corrections);
}

function report(
  network: Network,
  elements: EdgeElements,
  isHeld: Uint8Array,
  isUndetermined: Uint8Array,
  voltages: Float64Array,
  corrections: Float64Array,
): NetworkSolution {
  const { nodeCount, edgeCount, from, to } = network;
  const drops = new Float64Array(edgeCount);
  const currents = new Float64Array(edgeCount);
  const conductances = new Float64Array(edgeCount);
  let rounding = 0;
  for (let edge = 0; edge < edgeCount; edge++) {
    const a = from[edge];
    const b = to[edge];
    if (isUndetermined[a] === 1 || isUndetermined[b] === 1) {
      drops[edge] = Number.NaN;
      conductances[edge] = openConductance(elements, edge);
      continue;
    }
    const slopeA = edgeSlope(elements, edge, voltages[a]);
    const slopeB = edgeSlope(elements, edge, voltages[b]);
    drops[edge] = voltages[a] - voltages[b] + (corrections[a] - corrections[b]);
    currents[edge] = correctedCurrent(elements, edge, voltages, corrections, a, b);
    conductances[edge] = chordConductance(elements, edge, voltages[a], voltages[b]);
    rounding = Math.max(rounding, 1e-15 * (slopeA * Math.abs(voltages[a]) + slopeB * Math.abs(voltages[b])));
  }
  // Where nothing flows, neither rounding of the voltages nor a channel that counts as pinched off must look like a current.
  const channel = elements.transconductances.reduce((most, value) => Math.max(most, value), 0);
  const nothing = Math.max(rounding, 0.5 * channel * PINCHED ** 2);
  if (Number.isFinite(nothing) && currents.every((current) => Math.abs(current) <= nothing)) currents.fill(0);
  const residual = relativeResidual(network, isHeld, currents);
  // A node at 1 mV in a network of 12 V is so known to its own last digits, not to those of the 12 V.
  for (let node = 0; node < nodeCount; node++)
    voltages[node] = isUndetermined[node] === 1 ? Number.NaN : voltages[node] + corrections[node];
  const power = currents.reduce((sum, current, edge) => (current === 0 ? sum : sum + current * drops[edge]), 0);
  if (!Number.isFinite(power)) throw overflow();
  return { network, voltages, drops, currents, conductances, power, residual };
}

/** Largest |I| of an edge, A. */
function largestCurrent({ edgeCount, from, to }: Network, elements: EdgeElements, isFloating: Uint8Array, voltages: Float64Array): number {
  let largest = 0;
  for (let edge = 0; edge < edgeCount; edge++) {
    if (isFloating[from[edge]] === 1 || isFloating[to[edge]] === 1) continue;
    largest = Math.max(largest, Math.abs(edgeCurrent(elements, edge, voltages[from[edge]], voltages[to[edge]])));
  }
  return largest;
}

/** Largest |Σ I| at a node that is not held, relative to the largest edge current; 0 where nothing flows. */
function relativeResidual(network: Network, isHeld: Uint8Array, currents: Float64Array): number {
  const balance = new Float64Array(network.nodeCount);
  let largest = 0;
  currents.forEach((current, edge) => {
    balance[network.from[edge]] -= current;
    balance[network.to[edge]] += current;
    largest = Math.max(largest, Math.abs(current));
  });
  const worst = balance.reduce((most, sum, node) => (isHeld[node] === 1 ? most : Math.max(most, Math.abs(sum))), 0);
  return largest === 0 ? 0 : worst / largest;
}

/** An edge at a floating node carries no current; its conductance is known only if it does not depend on the voltages. */
function openConductance(elements: EdgeElements, edge: number): number {
  if (elements.transconductances[edge] === 0) return elements.conductances[edge];
  return elements.overdrives[edge] > 0 ? Number.NaN : 0;
}

function overflow(): ProblemError {
  return new ProblemError({
    code: 'E-NET-SOLVE',
    what: 'The network leaves the range of numbers',
    why: 'a voltage, a conductance or a gate is so large that its power is no finite number',
    remedy: 'Check the units: voltages in V, conductances in S, transconductances in A/V².',
  });
}
