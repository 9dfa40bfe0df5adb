/** An undirected graph with weights, as compressed rows: the neighbours of v are targets[starts[v] .. starts[v + 1]]. */
export interface WeightedGraph {
  readonly count: number;
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  /** [place in `targets`] */
  readonly edgeWeights: Int32Array;
  /** [vertex] */
  readonly vertexWeights: Int32Array;
}

/** A merged vertex may weigh so many times a 1/100 of the whole, lest a few swallow all. */
const HEAVIEST = 4 / 100;

/**
 * The graph with pairs of vertices merged along their heaviest edges, the edges between two merged vertices added up.
 *
 * @returns  the graph, and the merged vertex that each vertex went into
 * @cost   linear in the edges
 */
export function coarsen(graph: WeightedGraph): { coarse: WeightedGraph; image: Int32Array } {
  const { count, starts, targets, edgeWeights, vertexWeights } = graph;
  const image = new Int32Array(count).fill(-1);
  const members: number[] = [];
  const partners: number[] = [];
  const byDegree = Int32Array.from({ length: count }, (_, vertex) => vertex).sort(
    (a, b) => starts[a + 1] - starts[a] - (starts[b + 1] - starts[b]) || a - b,
  );
  const heaviest = Math.ceil(HEAVIEST * vertexWeights.reduce((sum, weight) => sum + weight, 0));
  for (const vertex of byDegree) {
    if (image[vertex] >= 0) continue;
    let partner = -1;
    let most = 0;
    for (let place = starts[vertex]; place < starts[vertex + 1]; place++) {
      const other = targets[place];
      if (image[other] >= 0 || vertexWeights[vertex] + vertexWeights[other] > heaviest || edgeWeights[place] <= most) continue;
      partner = other;
      most = edgeWeights[place];
    }
    image[vertex] = members.length;
    if (partner >= 0) image[partner] = members.length;
    members.push(vertex);
    partners.push(partner);
  }
  return { coarse: contract(graph, image, members, partners), image };
}

function contract(graph: WeightedGraph, image: Int32Array, members: readonly number[], partners: readonly number[]): WeightedGraph {
  const { starts, targets, edgeWeights, vertexWeights } = graph;
  const count = members.length;
  const coarse = {
    count,
    starts: new Int32Array(count + 1),
    targets: new Int32Array(targets.length),
    edgeWeights: new Int32Array(targets.length),
    vertexWeights: new Int32Array(count),
  };
  const placeOf = new Int32Array(count).fill(-1);
  let end = 0;
  for (let vertex = 0; vertex < count; vertex++) {
    const begin = end;
    for (const member of [members[vertex], partners[vertex]]) {
      if (member < 0) continue;
      coarse.vertexWeights[vertex] += vertexWeights[member];
      for (let place = starts[member]; place < starts[member + 1]; place++) {
        const other = image[targets[place]];
        if (other === vertex) continue;
        if (placeOf[other] < begin) {
          placeOf[other] = end;
          coarse.targets[end++] = other;
        }
        coarse.edgeWeights[placeOf[other]] += edgeWeights[place];
      }
    }
    coarse.starts[vertex + 1] = end;
  }
  return coarse;
}
