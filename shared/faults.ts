import type { Diagnosis, Fault, TwinStatus } from './twin.ts';
import { formatQuantity } from './units.ts';

// The words for what is wrong with a board and how far that is told, on screen and in the terminal.

/** "e5 is cut". @param edges  what the board has: values are volts, or wiper positions and logarithms of a factor */
export function faultText({ edge, kind, value }: Pick<Fault, 'edge' | 'kind' | 'value'>, edges: Diagnosis['edges']): string {
  switch (kind) {
    case 'healthy':
      return 'nothing is wrong';
    case 'cut':
      return `${edge} is cut`;
    case 'short':
      return `${edge} is shorted`;
    case 'stuck':
      return edges === 'digipot' ? `the wiper of ${edge} is stuck at ${value}` : `${edge} is stuck at ${formatQuantity(value, 'V')}`;
    case 'drift':
      return edges === 'digipot'
        ? `${edge} has ${Math.exp(value ?? 0).toFixed(2)} times its resistance`
        : `the threshold of ${edge} has drifted by ${formatQuantity(value, 'V', 2)}`;
  }
}

/** "97 %"; nothing is ever certain. */
export function confidenceText(probability: number): string {
  if (probability > 0.999) return '> 99.9 %';
  return probability < 0.001 ? '< 0.1 %' : `${(100 * probability).toPrecision(3)} %`;
}

/** What can't be told of it yet, and what would tell; "": the first stands alone. */
export function certaintyText({ faults, certainty, edges }: Pick<Diagnosis, 'faults' | 'certainty' | 'edges'>): string {
  const isDigipot = edges === 'digipot';
  switch (certainty) {
    case 'fault':
      return '';
    case 'edge':
      return `It is ${faults[0].edge}, but what is wrong with it these measurements do not tell. At other ${isDigipot ? 'wiper positions' : 'gate voltages'} they would.`;
    case 'none':
      return `These measurements do not tell which of the first it is. Under other inputs, or at ${isDigipot ? 'other wiper positions' : 'higher gate voltages'}, they would.`;
  }
}

export function alarmText({ alarm }: Pick<TwinStatus, 'alarm'>): string {
  return alarm === null ? '' : 'The board no longer agrees with its twin.';
}
