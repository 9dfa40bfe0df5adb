/** What an input does over a training set: it varies by itself, follows a variable as its inverse, or stays where it is. */
export type InputColumn =
  | { readonly kind: 'variable'; readonly variable: number }
  /** V = sum − V of the variable: the inverted input of Dillavou 2025, Fig. 1. */
  | { readonly kind: 'inverted'; readonly variable: number; readonly sum: number }
  | { readonly kind: 'constant'; readonly voltage: number };

/** The inputs of a training set, sorted out. */
export interface InputVariables {
  readonly columns: readonly InputColumn[];
  /** Column of each variable, ascending. */
  readonly variables: readonly number[];
  /** Lowest and highest voltage of each variable. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** Voltages that agree to this are the same, V. */
const SAME = 1e-9;

/** Which inputs vary by themselves. @param rows  V, [datapoint][input] */
export function inputVariables(rows: readonly (readonly number[])[]): InputVariables {
  const variables: number[] = [];
  const columns = (rows[0] ?? []).map((_, column): InputColumn => {
    const values = rows.map((row) => row[column]);
    if (isConstant(values)) return { kind: 'constant', voltage: values[0] };
    for (const [variable, other] of variables.entries()) {
      const sums = rows.map((row) => row[column] + row[other]);
      if (isConstant(sums)) return { kind: 'inverted', variable, sum: sums[0] };
    }
    variables.push(column);
    return { kind: 'variable', variable: variables.length - 1 };
  });
  const ranges = variables.map((column): [number, number] => {
    const values = rows.map((row) => row[column]);
    return [Math.min(...values), Math.max(...values)];
  });
  return { columns, variables, ranges };
}

/** All inputs, V, [input], for these voltages of the variables. */
export function inputsAt({ columns }: InputVariables, voltages: readonly number[]): number[] {
  return columns.map((column) => {
    switch (column.kind) {
      case 'variable':
        return voltages[column.variable];
      case 'inverted':
        return column.sum - voltages[column.variable];
      case 'constant':
        return column.voltage;
    }
  });
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => Math.abs(value - values[0]) < SAME);
}
