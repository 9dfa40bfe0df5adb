import type { Network } from '../physics/network.ts';

/** A node with a place to draw it at, in lattice spacings. */
export interface PlacedNode {
  id: string;
  x: number;
  y: number;
}

/**
 * Where each node is drawn. A network that does not say so for all its nodes goes on a circle, with neighbours in the order
 * of the document one spacing apart: mixing given and invented places would put nodes on top of each other.
 */
export function placeNodes(network: Network): PlacedNode[] {
  const isPlaced = network.nodeIds.every((_, node) => Number.isFinite(network.x[node]) && Number.isFinite(network.y[node]));
  if (isPlaced) return network.nodeIds.map((id, node) => ({ id, x: network.x[node], y: network.y[node] }));
  const radius = Math.max(1, network.nodeCount / (2 * Math.PI));
  return network.nodeIds.map((id, node) => {
    const angle = (2 * Math.PI * node) / network.nodeCount;
    // Twelve o'clock first, then clockwise.
    return { id, x: radius * (1 + Math.sin(angle)), y: radius * (1 - Math.cos(angle)) };
  });
}
