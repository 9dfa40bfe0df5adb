import type { Sweep, SweepAxis, SweepPlan, SweepQuantity } from '../../../shared/sweep.ts';
import { formatQuantity } from '../../../shared/units.ts';

/** How the user looks at a sweep: one quantity over one axis, one curve per value of another. */
export interface SweepView {
  quantity: number;
  /** Axis along the abscissa. */
  x: number;
  /** Axis of the curves, and of the ordinate of the map; −1 where the sweep has only one. */
  y: number;
  /** Position on every axis, for those that are neither. */
  fixed: readonly number[];
}

/** The first axis with the most values along the abscissa, the next one for the curves. */
export function firstView({ axes }: SweepPlan): SweepView {
  const order = axes.map((_, index) => index).sort((a, b) => axes[b].values.length - axes[a].values.length);
  return { quantity: 0, x: order[0] ?? -1, y: order[1] ?? -1, fixed: axes.map(() => 0) };
}

/** Index of the point at so many positions on the axes: the last axis varies fastest. */
export function pointAt({ axes }: SweepPlan, positions: readonly number[]): number {
  return axes.reduce((point, { values }, axis) => point * values.length + positions[axis], 0);
}

/** Positions of a point on the axes. */
export function positionsOf({ axes }: SweepPlan, point: number): number[] {
  let rest = point;
  return [...axes]
    .reverse()
    .map(({ values }) => {
      const position = rest % values.length;
      rest = Math.floor(rest / values.length);
      return position;
    })
    .reverse();
}

/** One point of a curve: quartiles over its repeats, `null` where there are none yet. */
export interface CurvePoint {
  /** Place on the abscissa: the value of the axis, or its position where values are words. */
  x: number;
  quartiles: readonly [number, number, number] | null;
  count: number;
}

export interface Curve {
  label: string;
  points: readonly CurvePoint[];
}

/** Curves that can be told apart. */
const mostCurves = 5;

/** The curves of a view: one per value of the other axis, at most five of them, evenly chosen. */
export function curvesOf(sweep: Sweep, view: SweepView): Curve[] {
  const { plan } = sweep;
  const known = new Map(sweep.points.map((point) => [point.point, point.spreads[view.quantity]]));
  const axis = plan.axes[view.x] ?? null;
  const rows = view.y < 0 ? [0] : chosen(plan.axes[view.y].values.length);
  return rows.map((row) => {
    const points = (axis?.values ?? [0]).map((value, position): CurvePoint => {
      const positions = view.fixed.map((at, index) => (index === view.x ? position : index === view.y ? row : at));
      const spread = known.get(pointAt(plan, positions));
      return { x: placeOf(axis, value, position), quartiles: spread?.quartiles ?? null, count: spread?.count ?? 0 };
    });
    return { label: view.y < 0 ? '' : `${plan.axes[view.y].title} ${valueText(plan.axes[view.y], row)}`, points };
  });
}

/** Medians of the map, [row of the other axis][column of the abscissa]; `null` where there are none yet. */
export function mapOf(sweep: Sweep, view: SweepView): (number | null)[][] {
  const { plan } = sweep;
  const known = new Map(sweep.points.map((point) => [point.point, point.spreads[view.quantity].quartiles?.[1] ?? null]));
  return plan.axes[view.y].values.map((_, row) =>
    plan.axes[view.x].values.map((_value, column) => {
      const positions = view.fixed.map((at, index) => (index === view.x ? column : index === view.y ? row : at));
      return known.get(pointAt(plan, positions)) ?? null;
    }),
  );
}

function chosen(length: number): number[] {
  if (length <= mostCurves) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: mostCurves }, (_, index) => Math.round((index * (length - 1)) / (mostCurves - 1)));
}

function placeOf(axis: SweepAxis | null, value: number | string, position: number): number {
  return axis !== null && isNumeric(axis) ? (value as number) : position;
}

export function isNumeric({ values }: SweepAxis): boolean {
  return values.every((value) => typeof value === 'number');
}

/** A value of an axis with its unit. */
export function valueText(axis: SweepAxis, position: number): string {
  const value = axis.values[position];
  return typeof value === 'number' ? formatQuantity(value, axis.unit) : value;
}

/** The name of an axis or a quantity with its unit, for the end of an axis. */
export function titleWithUnit({ title, unit }: Pick<SweepQuantity, 'title' | 'unit'>): string {
  return unit === '' ? title : `${title}, ${unit}`;
}

/** Where a cell stands, in words: "Period τ 2.63 s, repeat 3". */
export function placeText(plan: SweepPlan, cell: number): string {
  const positions = positionsOf(plan, Math.floor(cell / plan.repeats));
  const parts = plan.axes.map((axis, index) => `${axis.title} ${valueText(axis, positions[index])}`);
  if (plan.repeats > 1) parts.push(`repeat ${(cell % plan.repeats) + 1}`);
  return parts.join(', ') || 'the only cell';
}

/** How many cells are in which state, in words. */
export function countsText({ plan, progress }: Sweep): string {
  const waiting = plan.cellCount - progress.done - progress.failed - progress.running.length;
  const parts = [
    `${progress.done} done`,
    ...(progress.running.length > 0 ? [`${progress.running.length} running`] : []),
    ...(progress.failed > 0 ? [`${progress.failed} failed`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ];
  return parts.join(', ');
}
