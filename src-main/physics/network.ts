/**
 * The graph of a network: who is connected to whom. States, damage and voltages live elsewhere, in arrays indexed by the
 * same node and edge numbers.
 */
export interface Network {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly nodeIds: readonly string[];
  readonly edgeIds: readonly string[];
  /** Node index at each end, [edge]. Current is positive from `from` to `to`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Drawing positions in lattice spacings, [node]; NaN where none was given. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface NodeDescription {
  readonly id: string;
  readonly x?: number | undefined;
  readonly y?: number | undefined;
}

export interface EdgeDescription {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Builds the graph. Parallel edges are allowed.
 *
 * @throws Error on an end that is no node, a self-loop or a repeated id; documents are checked before they come here
 * @cost   O(nodes + edges)
 */
export function buildNetwork(nodes: readonly NodeDescription[], edges: readonly EdgeDescription[]): Network {
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  if (indexOf.size !== nodes.length) throw new Error('a node id is used twice');
  const node = (id: string): number => {
    const index = indexOf.get(id);
    if (index === undefined) throw new Error(`there is no node "${id}"`);
    return index;
  };
  const network: Network = {
    nodeCount: nodes.length,
    edgeCount: edges.length,
    nodeIds: nodes.map(({ id }) => id),
    edgeIds: edges.map(({ id }) => id),
    from: Int32Array.from(edges, (edge) => node(edge.from)),
    to: Int32Array.from(edges, (edge) => node(edge.to)),
    x: Float64Array.from(nodes, ({ x }) => x ?? Number.NaN),
    y: Float64Array.from(nodes, ({ y }) => y ?? Number.NaN),
  };
  if (new Set(network.edgeIds).size !== edges.length) throw new Error('an edge id is used twice');
  const loop = network.from.findIndex((from, edge) => from === network.to[edge]);
  if (loop >= 0) throw new Error(`edge "${network.edgeIds[loop]}" is a self-loop`);
  return network;
}
