import type { EdgeDocument, EdgeModelConfig } from '../../../shared/documents/network.ts';

/**
 * Current of an edge from `from` to `to`, A, straight from its document: the law as MODEL.md states it, written a second time
 * so that the tests do not ask the program whether it agrees with itself.
 */
export function lawCurrent(model: EdgeModelConfig, edge: EdgeDocument, from: number, to: number): number {
  if (edge.damage === 'cut') return 0;
  if (edge.damage === 'short') return (from - to) / 0.1;
  if (edge.conductance !== undefined) return edge.conductance * (from - to);
  if (model.kind === 'digipot') return (from - to) / ((edge.tap ?? 0) * model.stepOhms);
  if (model.kind !== 'transistor') return 0;
  const overdrive = (edge.gate ?? 0) - (edge.threshold ?? model.threshold);
  const half = (edge.transconductance ?? model.transconductance) / 2;
  return half * (Math.max(overdrive - to, 0) ** 2 - Math.max(overdrive - from, 0) ** 2);
}

/** How strongly that current answers the voltage of its `from` end (and, with the ends exchanged, of its `to` end), S. */
export function lawSlope(model: EdgeModelConfig, edge: EdgeDocument, from: number): number {
  if (edge.damage === 'cut') return 0;
  if (edge.damage === 'short') return 10;
  if (edge.conductance !== undefined) return edge.conductance;
  if (model.kind === 'digipot') return 1 / ((edge.tap ?? 0) * model.stepOhms);
  if (model.kind !== 'transistor') return 0;
  const overdrive = (edge.gate ?? 0) - (edge.threshold ?? model.threshold);
  return (edge.transconductance ?? model.transconductance) * Math.max(overdrive - from, 0);
}
