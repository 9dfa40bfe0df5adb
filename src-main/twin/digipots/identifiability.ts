import type { DigipotFit } from './fit.ts';

/** A parameter of which the data leave more than this part of what was unknown before counts as not told. */
const UNTOLD = 0.7;
const MOST_NAMED = 6;

/** What the data do not tell of the wipers, with the boundary condition that would. */
export function wiperWords(fit: DigipotFit, edgeIds: readonly string[]): string[] {
  const { layout } = fit;
  const words: string[] = [];
  if (common(fit, layout.gain) < 1)
    words.push(
      'The resistance that all steps share: it scales every current and no voltage. A measured supply current, or a known resistor to a node, would tell.',
    );
  const alone = untold(fit, layout.ratio, edgeIds);
  if (alone !== '')
    words.push(
      `Clamped over free network of ${alone}: no drop there shows it beside the readings. More clock edges, or sources at both of its ends, would tell.`,
    );
  return words;
}

/** What the data do not tell of the comparators, and which they do not separate. */
export function comparatorWords(fit: DigipotFit, edgeIds: readonly string[]): string[] {
  const { layout, information, covariance } = fit;
  const words: string[] = [];
  const { lift, offset, edges } = layout;
  const correlated = Array.from({ length: edges }, (_, edge) => offset + edge).filter((place) => {
    const both = Math.sqrt(covariance.get(place, place) * covariance.get(lift, lift));
    return Math.abs(covariance.get(place, lift)) > UNTOLD * both;
  });
  if (correlated.length > 0)
    words.push(
      `Offset and lift of ${named(correlated.map((place) => edgeIds[place - offset]))}, only together: where a drop has one sign, both shift the decision the same way. Sources mirrored about the middle of their range turn the drops round, and would separate them.`,
    );
  const unseen = (first: number): string => untold(fit, first, edgeIds);
  const offsets = unseen(layout.offset);
  if (offsets !== '')
    words.push(
      `Offset of ${offsets}: its decisions were never close, and what is stated is what is usual. Labels within a step or two of what the outputs do by themselves would tell.`,
    );
  const noise = unseen(layout.logNoise);
  if (noise !== '')
    words.push(`Noise of ${noise}: too few decisions went either way. More clock edges with outputs near their labels would tell.`);
  const signs = unseen(layout.signOffset);
  if (signs !== '')
    words.push(
      `Offset of the sign of ${signs}: its drop was never within the noise of zero, where alone it shows. Sources at nearly one voltage would tell.`,
    );
  if (information.get(lift, lift) < 1 && correlated.length === 0)
    words.push(
      'The lift: no edge was at rest with two equal drops. An edge between two sources, or more clock edges near the labels, would tell.',
    );
  return words;
}

/** What the data tell of a sum over all edges, in units of what was known before. */
function common({ layout: { edges }, information }: DigipotFit, first: number): number {
  let sum = 0;
  for (let row = 0; row < edges; row++) for (let column = 0; column < edges; column++) sum += information.get(first + row, first + column);
  return sum / edges;
}

/** Edges whose parameter is about as uncertain as before; "" for none. */
function untold({ layout, covariance }: DigipotFit, first: number, edgeIds: readonly string[]): string {
  const edges = edgeIds.filter((_, edge) => {
    const place = first + edge;
    return Math.sqrt(covariance.get(place, place)) > UNTOLD * layout.spread[place];
  });
  return edges.length === edgeIds.length ? 'every edge' : named(edges);
}

function named(edges: readonly string[]): string {
  const shown = edges.slice(0, MOST_NAMED).join(', ');
  return edges.length > MOST_NAMED ? `${shown} and ${edges.length - MOST_NAMED} others` : shown;
}
