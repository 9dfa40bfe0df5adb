/** The candidate that is spelt most like `word`, or `undefined` where none is near: at most a third of the letters changed. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.ceil(best.candidate.length / 3)) ? best.candidate : undefined;
}

/** Letters to insert, delete, replace, or exchange with a neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let cost = Math.min(rows[row - 1][column] + 1, rows[row][column - 1] + 1, rows[row - 1][column - 1] + (isSame ? 0 : 1));
      const isExchange = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isExchange) cost = Math.min(cost, rows[row - 2][column - 2] + 1);
      rows[row].push(cost);
    }
  }
  return rows[a.length][b.length];
}

/** A list is read as far as this. */
const READABLE = 20;

/** "Did you mean X?" and what there is (left out where a long list has the word's neighbour), for the last line of a problem. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  const list = candidates.join(', ');
  if (near === undefined) return `Choose one of ${list}.`;
  return candidates.length > READABLE ? `Did you mean "${near}"?` : `Did you mean "${near}"? There are ${list}.`;
}
