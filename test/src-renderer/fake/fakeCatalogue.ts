import type { OutputMap } from '../../../shared/outputMap.ts';
import type { PaperEntry } from '../../../shared/session.ts';

const claims = [
  {
    quantity: 'Span of the cycle',
    published: '0.4\u00a0V',
    bar: 'median ≤ 0.5\u00a0V',
    measured: '0.41\u00a0V [0.38\u00a0V, 0.44\u00a0V] of 16 seeds',
    verdict: 'holds' as const,
    source: 'Dillavou 2025, Fig. 2',
    note: '',
  },
  {
    quantity: 'Slope of E over τ',
    published: 'not told',
    bar: '',
    measured: '0.7',
    verdict: 'reported' as const,
    source: 'Dillavou 2025, Fig. 2',
    note: 'It differs, and why.',
  },
];

/** Two papers: one experiment to open, one analysis without a document. */
export const fakePapers: PaperEntry[] = [
  {
    name: 'imperfection2025',
    title: 'Imperfection (2025)',
    experiments: [
      {
        name: 'imperfection2025/cycles',
        title: 'Limit cycles',
        doc: 'Two tasks in turn make the network run in a circle.',
        source: 'Dillavou 2025, Fig. 2',
        opens: true,
        claims,
      },
    ],
  },
  {
    name: 'digipots2022',
    title: 'Digital potentiometers (2022)',
    experiments: [
      {
        name: 'digipots2022/comparator',
        title: 'Comparator transfer curve',
        doc: 'The comparator decides late where its inputs are alike.',
        source: 'Dillavou 2022, Fig. 7e',
        opens: false,
        claims: claims.slice(0, 1),
      },
    ],
  },
];

/** A saddle over two inputs: the two answers of exclusive or. */
export function fakeOutputMap(step: number): OutputMap {
  const values = Array.from({ length: 9 }, (_, index) => (0.45 * index) / 8);
  return {
    step,
    variables: ['V1', 'V2'].map((name, column) => ({ column, name, values })),
    outputs: values.flatMap((second) => values.map((first) => 1.7 * (first - 0.225) * (second - 0.225) - 0.0435)),
    level: -0.0435,
    contour: [
      [
        [0.225, 0],
        [0.225, 0.45],
      ],
      [
        [0, 0.225],
        [0.45, 0.225],
      ],
    ],
  };
}
