import { formatQuantity } from '../../shared/units.ts';
import type { Fault, TwinStatus } from '../../shared/twin.ts';

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

export function alarmText({ alarm }: Pick<TwinStatus, 'alarm'>): string {
  return alarm === null ? '' : 'The board no longer agrees with its twin.';
}
