import { formatQuantity } from '../../shared/units.ts';
import type { Diagnosis, Fault, TwinStatus } from '../../shared/twin.ts';

/** "e5 is cut". */
export function faultText({ edge, kind, value }: Fault): string {
  switch (kind) {
    case 'healthy':
      return 'nothing is wrong';
    case 'cut':
      return `${edge} is cut`;
    case 'short':
      return `${edge} is shorted`;
    case 'stuck':
      return `${edge} is stuck at ${formatQuantity(value, 'V')}`;
    case 'drift':
      return `the threshold of ${edge} has drifted by ${formatQuantity(value, 'V', 2)}`;
  }
}

/** "97 %"; nothing is ever certain. */
export function confidenceText(probability: number): string {
  if (probability > 0.999) return '> 99.9 %';
  return probability < 0.001 ? '< 0.1 %' : `${(100 * probability).toPrecision(3)} %`;
}

/** What can't be told of it yet, and what would tell; "": the first stands alone. */
export function certaintyText({ faults, certainty }: Diagnosis): string {
  switch (certainty) {
    case 'fault':
      return '';
    case 'edge':
      return `It is ${faults[0].edge}, but what is wrong with it these measurements do not tell. At other gate voltages they would.`;
    case 'none':
      return 'These measurements do not tell which of the first it is. Under other inputs, or at higher gate voltages, they would.';
  }
}

export function alarmText({ alarm }: Pick<TwinStatus, 'alarm'>): string {
  return alarm === null ? '' : 'The board no longer agrees with its twin.';
}
