import { z } from 'zod';

const multipleOf = z
  .number()
  .gt(0)
  .optional()
  .describe('Values are rounded to multiples of this (1: whole numbers); one that would come twice moves on to the next multiple');
const count = z.int().min(1).max(2000);

/** What a parameter can be set to: a number, a word, a switch, or a whole object such as a clamping protocol. */
const valueSchema = z.union([z.number(), z.string(), z.boolean(), z.record(z.string(), z.json())]);

export type AxisValue = z.infer<typeof valueSchema>;

export const valuesSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list'), values: z.array(valueSchema).min(1).max(2000) }).describe('One after the other, each once'),
  z
    .strictObject({ kind: z.literal('linear'), from: z.number(), to: z.number(), count, multipleOf })
    .describe('Equal distances, ends included'),
  z
    .strictObject({ kind: z.literal('logarithmic'), from: z.number().gt(0), to: z.number().gt(0), count, multipleOf })
    .describe('Equal ratios, ends included'),
]);

export type ValuesConfig = z.infer<typeof valuesSchema>;

/** The values of an axis in their order. Ranges give the same numbers on every machine, up to the last bits of exp and log. */
export function valuesOf(config: ValuesConfig): readonly AxisValue[] {
  if (config.kind === 'list') return config.values;
  const { from, to, count: wanted, multipleOf: unit } = config;
  const between = (part: number): number => {
    // The ends are what was written, whatever rounding would make of them.
    if (part === 0) return from;
    if (part === 1) return to;
    return config.kind === 'linear' ? from + part * (to - from) : from * (to / from) ** part;
  };
  const values = Array.from({ length: wanted }, (_, index) => between(wanted === 1 ? 0 : index / (wanted - 1)));
  return unit === undefined ? values : roundedApart(values, unit);
}

/** Multiples of `unit` near the values, no two the same: where rounding would repeat one, it moves on in the direction of the range. */
function roundedApart(values: readonly number[], unit: number): number[] {
  const way = (values.at(-1) ?? 0) >= values[0] ? 1 : -1;
  let last = Number.NaN;
  return values.map((value) => {
    const nearest = Math.round(value / unit);
    last = Number.isNaN(last) || way * (nearest - last) > 0 ? nearest : last + way;
    // A unit such as 0.1 has no exact multiples: as few digits as tell them apart. Adding 0 makes −0 plain 0.
    return Number((last * unit).toPrecision(15)) + 0;
  });
}

/** Whether moving on went past the end of a range: there is no room for so many different multiples. */
export function hasOverrun(config: ValuesConfig): boolean {
  if (config.kind === 'list' || config.multipleOf === undefined) return false;
  const values = valuesOf(config) as number[];
  const end = config.count === 1 ? config.from : config.to;
  return Math.round((values.at(-1) ?? end) / config.multipleOf) !== Math.round(end / config.multipleOf);
}

/** Whether two values set a parameter to the same. */
export function valueKey(value: AxisValue): string {
  return JSON.stringify(value);
}
