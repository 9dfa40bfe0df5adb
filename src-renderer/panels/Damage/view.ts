import type { Frame } from '../../../shared/frames.ts';

/** How many edges and nodes the damage reaches, in words: "1 cut · 1 stuck · 0 nodes isolated". */
export function describeDamage(frame: Pick<Frame, 'damage' | 'isolatedNodes'>): string {
  const count = (kind: string): number => frame.damage.filter((damage) => damage === kind).length;
  const parts = [`${count('cut')} cut`, `${count('stuck')} stuck`];
  const shorted = count('short');
  if (shorted > 0) parts.push(`${shorted} shorted`);
  parts.push(`${frame.isolatedNodes} ${frame.isolatedNodes === 1 ? 'node' : 'nodes'} isolated`);
  return parts.join(' · ');
}

/** A count from the field beside "Cut random": a whole number from 1 to what is left intact. */
export function clampCount(value: number, intact: number): number {
  if (!Number.isFinite(value)) return 1;
  return Math.min(Math.max(Math.round(value), 1), Math.max(intact, 1));
}
