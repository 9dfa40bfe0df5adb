import type { EdgeModelConfig, EdgeModelKind } from '../../../shared/documents/network.ts';
import type { Draft } from '../../../shared/draft.ts';
import { defaultsOf } from '../../../shared/spec.ts';
import { clampings } from '../../learning/clamping/index.ts';
import { rules } from '../../learning/rules/index.ts';
import { schedules } from '../../learning/schedules/index.ts';

/** What the boards of the papers are made of. */
const models: { readonly [K in EdgeModelKind]: EdgeModelConfig & { kind: K } } = {
  transistor: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
  digipot: { kind: 'digipot', stepOhms: 781.25, taps: 128 },
  resistor: { kind: 'resistor' },
};

/** The rule that each kind of edge follows, and how long a step of it takes on its board, s. */
const rulesOf: { readonly [K in EdgeModelKind]: { rule: () => { kind: string }; stepTime: number; steps: number } } = {
  transistor: { rule: () => defaultsOf(rules.continuous.spec), stepTime: 1e-4, steps: 20_000 },
  digipot: { rule: () => defaultsOf(rules.sign.spec), stepTime: 0.3, steps: 400 },
  resistor: { rule: () => defaultsOf(rules.conductance.spec), stepTime: 1, steps: 1000 },
};

/** An experiment without a network yet, for the editor: the rule that suits such edges, everything else as it is set by default. */
export function blankDraft(kind: EdgeModelKind): Draft {
  const { rule, stepTime, steps } = rulesOf[kind];
  return {
    title: 'New network',
    edgeModel: models[kind],
    nodes: [],
    edges: [],
    generate: null,
    period: null,
    roles: { inputs: [], supplies: [], outputs: [] },
    dataset: { kind: 'table', inputs: [[]], labels: [[]] },
    rest: {
      rule: rule(),
      clamping: defaultsOf(clampings.standard.spec),
      schedule: defaultsOf(schedules.cyclic.spec),
      stepTime,
      steps,
      measure: { every: Math.ceil(steps / 400), of: 'training' },
    },
  };
}
