import type { ComparedRun } from './comparedRun.ts';

/**
 * What keeps two runs, or an edge of each, from being the same thing: in words, "" where nothing does. Nodes and edges are known by
 * their names.
 */

/** Whether both were shown the same inputs, datapoint by datapoint: voltages under other inputs can't be held against each other. */
export function dataDifference(a: ComparedRun, b: ComparedRun): string {
  const [first, second] = [a.experiment.training, b.experiment.training];
  if (first.count !== second.count) return `${first.count} datapoints in A, ${second.count} in B`;
  if (first.inputs.length !== second.inputs.length) return 'A and B have other inputs';
  const row = first.inputs.findIndex((value, index) => Math.abs(value - second.inputs[index]) > SAME_INPUT);
  return row < 0 ? '' : `datapoint ${Math.floor((row * first.count) / first.inputs.length) + 1} has other inputs in A than in B`;
}

/** Inputs that were written as decimals and read again, V. */
const SAME_INPUT = 1e-9;

/** Edges of one name between other nodes. */
export function edgeDifference(a: ComparedRun, b: ComparedRun, edgeOfA: number, edgeOfB: number): string {
  const [first, second] = [endsOf(a, edgeOfA), endsOf(b, edgeOfB)];
  return first === second ? '' : `between ${first} in A, ${second} in B`;
}

function endsOf({ experiment: { network } }: ComparedRun, edge: number): string {
  return [network.nodeIds[network.from[edge]], network.nodeIds[network.to[edge]]].sort().join(' and ');
}

/** Damage that one side has at its end and the other has not. */
export function damageDifference(a: ComparedRun, b: ComparedRun, edgeOfA: number, edgeOfB: number): string {
  const words = { cut: 'cut', short: 'shorted', stuck: 'stuck' } as const;
  const [first, second] = [a.extras.at(-1)?.damage[edgeOfA] ?? null, b.extras.at(-1)?.damage[edgeOfB] ?? null];
  if (first === second) return '';
  if (second === null) return `${words[first!]} in A only`;
  return first === null ? `${words[second]} in B only` : `${words[first]} in A, ${words[second]} in B`;
}

/** Whether both have the same nodes and edges, in the same order: what is known by its number in one is the same in the other. */
export function isSameNetwork(a: ComparedRun, b: ComparedRun): boolean {
  const [first, second] = [a.experiment.network, b.experiment.network];
  const isSame = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((id, index) => id === other[index]);
  return (
    isSame(first.nodeIds, second.nodeIds) &&
    isSame(first.edgeIds, second.edgeIds) &&
    first.edgeIds.every((_, edge) => endsOf(a, edge) === endsOf(b, edge))
  );
}
