/**
 * The largest fraction of points in a plane that any straight boundary puts on the right side: 1 where the classes are linearly
 * separable. Every partition by a line is that of a line through two of the points, moved or turned by a hair, so that it is
 * enough to try those: the points on such a line may fall to either side on either side of a place along it.
 *
 * @param points    [datapoint], no two alike
 * @param isFirst   class of each datapoint
 * @cost   O(datapoints³·log)
 */
export function bestLinearAccuracy(points: readonly (readonly [number, number])[], isFirst: readonly boolean[]): number {
  const firsts = isFirst.filter(Boolean).length;
  let best = Math.max(firsts, points.length - firsts);
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < points.length; j++) {
      if (i !== j) best = Math.max(best, bestAlong(points, isFirst, points[i], points[j]));
    }
  }
  return best / points.length;
}

/** Most points told apart by the line through two points and its hair's turns, first class on its left. */
function bestAlong(
  points: readonly (readonly [number, number])[],
  isFirst: readonly boolean[],
  [x, y]: readonly [number, number],
  [otherX, otherY]: readonly [number, number],
): number {
  const direction = [otherX - x, otherY - y];
  const scale = direction[0] ** 2 + direction[1] ** 2;
  let right = 0;
  const onLine: { place: number; first: boolean }[] = [];
  points.forEach(([px, py], point) => {
    const across = direction[0] * (py - y) - direction[1] * (px - x);
    if (Math.abs(across) <= ROUNDING * scale) {
      onLine.push({ place: direction[0] * (px - x) + direction[1] * (py - y), first: isFirst[point] });
    } else if (across > 0 === isFirst[point]) right++;
  });
  onLine.sort((a, b) => a.place - b.place);
  // Turned about a place along it, the line leaves the points before the place on one side and those after it on the other.
  let best = 0;
  for (let turn = 0; turn <= onLine.length; turn++) {
    const before = onLine.filter(({ first }, index) => first === index < turn).length;
    best = Math.max(best, before, onLine.length - before);
  }
  return right + best;
}

/** Points nearer to a line than this, relative to the distance of the two points that span it, lie on it. */
const ROUNDING = 1e-12;
