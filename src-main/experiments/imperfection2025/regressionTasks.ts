import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { HIGH, latticeTask, LOW } from './lattice.ts';

/** Task of each of the two datapoints. */
export const regressionGroups = [0, 1] as const;

/** Two datapoints, two tasks (Appendix B), V2 held in the middle; found by search: nodes that reach both labels at once. */
export function regressionTasks(bias: number): ExperimentDocument {
  return latticeTask({
    title: bias === 0 ? 'Two regressions in turn, no bias' : 'Two regressions in turn',
    description: 'Two tasks of one datapoint each, trained in turn. With a bias on every edge the gates never come to rest.',
    place: 'Fig. 1E',
    placement: [13, 7, 15, 2, 0, 10, 14, 4],
    points: [
      [HIGH, HIGH / 2],
      [LOW, HIGH / 2],
    ],
    labels: [0.021, -0.063],
    clamping: { kind: 'differential', nudge: 1 },
    schedule: { kind: 'alternating', groups: [...regressionGroups] },
    seconds: 30,
    bias,
  });
}
