import { atMoment, defineMisbehaviour, edgeParameter, momentParameters } from './misbehaviour.ts';

export const drift = defineMisbehaviour({
  spec: {
    kind: 'drift',
    title: 'Drifting edge',
    doc: 'The gate of an edge drifts while it learns, on top of what the rule does.',
    parameters: {
      edge: edgeParameter,
      rate: { type: 'number', title: 'Rate', doc: 'Added to dG/dt.', unit: 'V/s', default: 20, minimum: -1e6, maximum: 1e6 },
      ...momentParameters,
    },
  },
  start({ edge, rate, ...moment }, bench) {
    atMoment(moment, bench, () => bench.board.analog.drift([edge], rate));
  },
});
