import { comparedQuantities, type ComparisonSettings } from '../../../shared/compare.ts';
import type { RunComparison } from '../../twin/comparison/compare.ts';
import { nearest } from '../nearest.ts';
import { usageProblem } from '../usage.ts';
import { parseTolerances, toleranceParts } from './toleranceOption.ts';

/** What `compare` is asked of two sides. */
export const pairOptions = {
  of: { type: 'text', value: 'FILE|NAME', doc: 'The experiment that two machines run, as `twinbench train` takes it.' },
  steps: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    maximum: 100_000_000,
    doc: 'Steps that two machines run; those of the experiment otherwise.',
  },
  start: {
    type: 'text',
    value: 'WHERE',
    choices: ['program', 'measured'],
    doc: 'Where two machines begin: as the experiment says (program, the default), or one in the state that is measured on the other.',
  },
  calibration: {
    type: 'text',
    value: 'FILE',
    doc: 'What `twinbench calibrate --out` wrote: σ and the predicted updates are those of that board. A side twin:FILE brings its own.',
  },
  align: {
    type: 'text',
    value: 'HOW',
    doc: 'step (the default), trigger, marker, correlation or manual.',
    choices: ['step', 'trigger', 'marker', 'correlation', 'manual'],
  },
  signal: { type: 'text', value: 'NAME', doc: 'The signal that is aligned by, as in the table; the first output otherwise.' },
  mark: { type: 'text', value: 'TEXT', doc: 'align marker: the text of the mark; the first that both have otherwise.' },
  shift: { type: 'number', value: 'S', minimum: -1e9, maximum: 1e9, doc: 'align manual: what is added to the times of B, s; 0 otherwise.' },
  level: { type: 'number', value: 'V', minimum: -1e3, maximum: 1e3, doc: 'align trigger: the level that is crossed upwards; 0 otherwise.' },
  reach: {
    type: 'number',
    value: 'S',
    minimum: 1e-9,
    maximum: 1e9,
    doc: 'align correlation: the largest shift that is tried, s; 0.1 otherwise.',
  },
  absolute: {
    type: 'number',
    value: 'V',
    minimum: 0,
    maximum: 1e3,
    doc: 'Absolute tolerance of voltages; two steps of the converters otherwise.',
  },
  relative: {
    type: 'number',
    value: 'R',
    minimum: 0,
    maximum: 1e3,
    doc: 'Tolerance relative to A; 0.02 of edge states, else 0, otherwise.',
  },
  sigmas: { type: 'number', value: 'K', minimum: 0, maximum: 1e3, doc: 'Tolerance in standard deviations of a reading; 3 otherwise.' },
  sigma: {
    type: 'number',
    value: 'V',
    minimum: 0,
    maximum: 1e3,
    doc: 'Standard deviation of a reading of a voltage; as measured otherwise.',
  },
  tolerance: {
    type: 'text',
    value: 'NAME:PART=VALUE,...',
    doc: `Of one quantity (${comparedQuantities.join(', ')}) or signal, in its own unit: "free:absolute=0.002:sigmas=4,gate e14:relative=0.05". Parts: ${toleranceParts.join(', ')}.`,
  },
  'time-tolerance': {
    type: 'number',
    value: 'S',
    minimum: 0,
    maximum: 1e9,
    doc: 'Difference in time alone that is forgiven, s; 0 otherwise.',
  },
  report: { type: 'text', value: 'FILE', doc: 'Writes the comparison as one HTML page.' },
} as const;

export interface PairInvocation {
  readonly of?: string;
  readonly steps?: number;
  readonly start?: string;
  readonly calibration?: string;
  readonly mark?: string;
  readonly shift?: number;
  readonly tolerance?: string;
  readonly align?: string;
  readonly signal?: string;
  readonly level?: number;
  readonly reach?: number;
  readonly absolute?: number;
  readonly relative?: number;
  readonly sigmas?: number;
  readonly sigma?: number;
  readonly 'time-tolerance'?: number;
  readonly report?: string;
  readonly meta?: string;
  readonly condition?: string;
  readonly board?: number;
  readonly json?: true;
}

/** Of the quantities in V what was said; the tolerance of drives is left to the measurements, unless it is named. */
export function settingsOf(options: PairInvocation): ComparisonSettings {
  const { absolute, relative, sigmas, sigma, tolerance } = options;
  const voltages = Object.fromEntries(Object.entries({ absolute, relative, sigmas, sigma }).filter(([, value]) => value !== undefined));
  const single = tolerance === undefined ? {} : parseTolerances(tolerance);
  const isQuantity = (name: string): boolean => (comparedQuantities as readonly string[]).includes(name);
  const quantities = comparedQuantities.map((name) => [name, { ...(name === 'drive' ? {} : voltages), ...single[name] }]);
  return {
    alignment: alignmentOf(options),
    aligner: options.signal ?? '',
    tolerances: Object.fromEntries(quantities) as ComparisonSettings['tolerances'],
    signals: Object.fromEntries(Object.entries(single).filter(([name]) => !isQuantity(name))),
    time: options['time-tolerance'] ?? 0,
  };
}

function alignmentOf({ align, level, reach, mark, shift }: PairInvocation): ComparisonSettings['alignment'] {
  switch (align ?? 'step') {
    case 'trigger':
      return { kind: 'trigger', level: level ?? 0 };
    case 'marker':
      return { kind: 'marker', text: mark ?? '' };
    case 'correlation':
      return { kind: 'correlation', reach: reach ?? 0.1 };
    case 'manual':
      return { kind: 'manual', shift: shift ?? 0 };
    default:
      return { kind: 'step' };
  }
}

/** What was named on the command line has to be there. @throws ProblemError E-USAGE */
export function checkNames({ signals }: RunComparison, { aligner, signals: own }: ComparisonSettings): void {
  const names = signals.map(({ name }) => name);
  const stranger = [...(aligner === '' ? [] : [aligner]), ...Object.keys(own)].find((name) => !names.includes(name));
  if (stranger === undefined) return;
  const near = nearest(stranger, names);
  const remedy = `${near === undefined ? '' : `Did you mean "${near}"? `}Without the option, the table of \`twinbench compare\` names them all.`;
  throw usageProblem('There is no such signal', stranger, 'neither side has a signal of that name', remedy);
}
