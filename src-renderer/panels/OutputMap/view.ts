import type { DataTable } from '../../figures/csv.ts';
import type { Frame } from '../../../shared/frames.ts';
import type { OutputMap } from '../../../shared/outputMap.ts';
import type { PlotData, PlotSpec } from '../../plots/plot.ts';
import { formatTick, sampleRows } from '../../plots/scales.ts';
import { formatVolts } from '../../view/quantities.ts';

/** Columns of the table behind a square map: nobody listens to four hundred numbers. */
const tableColumns = 5;

/** A datapoint on the map. */
export interface MapPoint {
  /** V, of the variables; the second is 0 on a curve. */
  at: readonly [number, number];
  label: number;
  output: number | null;
  isAbove: boolean;
  /** Whether the output is on the label's side of the level. */
  isRight: boolean;
}

/** The training points that the map can show: those whose first output has a label. */
export function mapPoints(map: OutputMap, inputs: readonly (readonly number[])[], frame: Pick<Frame, 'labels' | 'outputs'>): MapPoint[] {
  const [first, second] = map.variables;
  return inputs.flatMap((given, datapoint): MapPoint[] => {
    const label = frame.labels[datapoint]?.[0] ?? null;
    if (label === null) return [];
    const output = frame.outputs[datapoint]?.[0] ?? null;
    const isAbove = label > map.level;
    const at = [given[first.column] ?? 0, second === undefined ? 0 : (given[second.column] ?? 0)] as const;
    return [{ at, label, output, isAbove, isRight: output !== null && output > map.level === isAbove }];
  });
}

/** The largest distance of an output from the level, V: the end of the colour scale. Never zero. */
export function mapScale(map: OutputMap): number {
  return map.outputs.reduce<number>((most, output) => (output === null ? most : Math.max(most, Math.abs(output - map.level))), 0) || 1;
}

/** Where the cursor stands after a key, or `null` for a key that does not move it. Rows go up with the second variable. */
export function moveOnMap(map: OutputMap, at: number, key: string): number | null {
  const width = map.variables[0].values.length;
  const height = map.variables[1]?.values.length ?? 1;
  const [column, row] = [at % width, Math.floor(at / width)];
  const clip = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [column - 1, row],
    ArrowRight: [column + 1, row],
    ArrowUp: [column, row + 1],
    ArrowDown: [column, row - 1],
    Home: [0, 0],
    End: [width - 1, height - 1],
  };
  const move = moves[key];
  return move === undefined ? null : clip(move[1], height) * width + clip(move[0], width);
}

/** What stands under the cursor, in words: "V1 0.225 V, V2 0.100 V: O −0.043 V". */
export function mapReading(map: OutputMap, at: number): string {
  const width = map.variables[0].values.length;
  const places = map.variables.map(
    ({ name, values }, index) => `${name} ${formatVolts(values[index === 0 ? at % width : Math.floor(at / width)])}`,
  );
  return `${places.join(', ')}: O ${formatVolts(map.outputs[at] ?? null)}`;
}

/** Every point of the map: the variables, then the output, V. */
export function mapData({ variables, outputs }: OutputMap): DataTable {
  const width = variables[0].values.length;
  const [first, second] = variables;
  return {
    header: [...variables.map(({ name }) => `${name} (V)`), 'O (V)'],
    rows: outputs.map((output, at) => [
      first.values[at % width],
      ...(second === undefined ? [] : [second.values[Math.floor(at / width)]]),
      output,
    ]),
  };
}

/** The map as a table: the first variable down, a few values of the second across. */
export function mapTable(map: OutputMap): { spec: PlotSpec; data: PlotData } {
  const [first, second] = map.variables;
  const width = first.values.length;
  const rows = second === undefined ? [0] : sampleRows(second.values.length, tableColumns);
  const spec: PlotSpec = {
    title: second === undefined ? `Output over ${first.name}` : `Output over ${first.name} and ${second.name}`,
    xLabel: first.name,
    xUnit: 'V',
    isLogarithmic: false,
    yRange: null,
    series: rows.map((row) => ({ label: second === undefined ? 'O' : `${second.name} ${formatVolts(second.values[row])}`, colour: '' })),
    levels: [],
    formatX: (value) => formatTick(Number(value.toPrecision(4))),
    formatY: formatVolts,
    formatTick,
  };
  return { spec, data: [first.values, ...rows.map((row) => map.outputs.slice(row * width, (row + 1) * width))] };
}
