import type { DamageReport } from '../../shared/session.ts';

/** Most edges that are named one by one. */
const maximumNamed = 4;

/**
 * What a damage request did, for the toast: one line of what, one of why.
 *
 * @example describeReport({ edges: ['e10'], damage: 'cut', reason: '', isolatedNodes: 0 }).text // => 'e10 cut'
 */
export function describeReport(report: DamageReport): { text: string; detail: string } {
  const { edges } = report;
  if (edges.length === 0) return { text: 'Nothing changed', detail: report.reason };
  const named =
    edges.length <= maximumNamed ? edges.join(', ') : `${edges.slice(0, maximumNamed).join(', ')} and ${edges.length - maximumNamed} more`;
  const done = report.damage === null ? 'repaired' : { cut: 'cut', short: 'shorted', stuck: 'stuck' }[report.damage];
  const isolated = report.isolatedNodes === 0 ? '' : `${report.isolatedNodes} ${report.isolatedNodes === 1 ? 'node' : 'nodes'} isolated`;
  return { text: `${named} ${done}`, detail: [report.reason, isolated].filter((part) => part !== '').join(' · ') };
}
