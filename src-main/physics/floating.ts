import type { EdgeElements } from './elements.ts';
import type { Network } from './network.ts';

/**
 * Nodes that no path of edges able to conduct connects to a held node, [node] (1: floating). Their voltages are undetermined.
 *
 * An edge can't conduct, whatever the voltages, when it has no conductor and its channel's overdrive is at or below
 * `lowest`: every node lies above the lowest held voltage (maximum principle), so the channel is closed at both ends.
 *
 * @param isHeld  1 where the voltage is imposed, [node]
 * @param lowest  lowest voltage that is ever imposed, V
 * @cost   O(nodes + edges)
 */
export function floatingNodes(network: Network, elements: EdgeElements, isHeld: Uint8Array, lowest: number): Uint8Array {
  const canConduct = (edge: number): boolean =>
    elements.conductances[edge] > 0 || (elements.transconductances[edge] > 0 && elements.overdrives[edge] > lowest);
  return unreached(network, isHeld, (_from, _to, edge) => canConduct(edge));
}

/**
 * Nodes whose voltage the solution leaves open, [node] (1: undetermined): the floating ones, and those whose every channel
 * is pinched off from their own end, so that a change of their voltage changes no current.
 *
 * The test follows the influence of a node: its voltage matters at a neighbour when the edge still answers it (∂I/∂V > 0).
 *
 * @param voltages  a solution, V, [node]
 * @param largest   largest current of an edge, A: a channel that is open by so little that it carries less than 1e-15 of it is closed
 */
export function undeterminedNodes(
  network: Network,
  elements: EdgeElements,
  isHeld: Uint8Array,
  voltages: Float64Array,
  largest: number,
): Uint8Array {
  const { transconductances, overdrives, conductances } = elements;
  return unreached(network, isHeld, (node, _neighbour, edge) => {
    if (conductances[edge] > 0) return true;
    const open = overdrives[edge] - voltages[node];
    return open > PINCHED && 0.5 * transconductances[edge] * open * open > 1e-15 * largest;
  });
}

/** An overdrive left of less than 1 nV counts as pinched off, V: Newton's method approaches the edge of a channel only by halves. */
export const PINCHED = 1e-9;

/** Nodes from which no held node is reached along passages that `passes(node, neighbour, edge)` allows. */
function unreached(network: Network, isHeld: Uint8Array, passes: (node: number, neighbour: number, edge: number) => boolean): Uint8Array {
  const incident: number[][] = Array.from({ length: network.nodeCount }, () => []);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    incident[network.from[edge]].push(edge);
    incident[network.to[edge]].push(edge);
  }
  const isOpen = new Uint8Array(network.nodeCount).fill(1);
  const queue: number[] = [];
  isHeld.forEach((held, node) => {
    if (held === 1) {
      isOpen[node] = 0;
      queue.push(node);
    }
  });
  for (let next = 0; next < queue.length; next++) {
    const reached = queue[next];
    for (const edge of incident[reached]) {
      const node = network.from[edge] === reached ? network.to[edge] : network.from[edge];
      if (isOpen[node] === 1 && passes(node, reached, edge)) {
        isOpen[node] = 0;
        queue.push(node);
      }
    }
  }
  return isOpen;
}
