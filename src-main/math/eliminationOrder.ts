/**
 * Order of elimination by minimum degree: at each turn the unknown with the fewest remaining neighbours goes, which keeps
 * the factors sparse. Exact degrees on an explicit elimination graph; ties go to the lower number, so that the order is
 * the same everywhere.
 *
 * @param neighbours  symmetric adjacency, [unknown], without the unknown itself
 * @param ordered     only so many unknowns, the first ones, are ordered; the others stay, and count for the degrees
 * @returns           order[k] = unknown eliminated in turn k
 * @cost   about the fill of the factors, in set operations; once per topology
 */
export function minimumDegreeOrder(neighbours: readonly ReadonlySet<number>[], ordered = neighbours.length): Int32Array {
  const graph = neighbours.map((set) => new Set(set));
  const buckets: Set<number>[] = [];
  const bucket = (degree: number): Set<number> => (buckets[degree] ??= new Set());
  for (let unknown = 0; unknown < ordered; unknown++) bucket(graph[unknown].size).add(unknown);
  const order = new Int32Array(ordered);
  let lowest = 0;
  for (let turn = 0; turn < ordered; turn++) {
    while (bucket(lowest).size === 0) lowest++;
    const unknown = smallest(bucket(lowest));
    bucket(lowest).delete(unknown);
    order[turn] = unknown;
    const clique = [...graph[unknown]];
    graph[unknown].clear();
    for (const member of clique) {
      const set = graph[member];
      if (member < ordered) bucket(set.size).delete(member);
      set.delete(unknown);
      for (const other of clique) if (other !== member) set.add(other);
      if (member >= ordered) continue;
      bucket(set.size).add(member);
      lowest = Math.min(lowest, set.size);
    }
  }
  return order;
}

/** Small buckets are searched for the lowest number; in large ones any member does, and insertion order is as reproducible. */
function smallest(bucket: ReadonlySet<number>): number {
  let best = Infinity;
  let searched = 0;
  for (const member of bucket) {
    if (member < best) best = member;
    if (++searched === 64) break;
  }
  return best;
}
