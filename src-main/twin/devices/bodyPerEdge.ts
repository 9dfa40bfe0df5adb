import { defineDevice } from './deviceModel.ts';

/** A smooth opening below threshold, body effect and loss of mobility, a gain and a threshold of each edge. */
export const bodyPerEdge = defineDevice({
  spec: {
    kind: 'bodyPerEdge',
    title: 'Smooth law per edge, body and mobility',
    doc: 'A smooth opening below threshold, body effect and loss of mobility, a gain and a threshold of each edge.',
    parameters: {},
  },
  free: ['gain', 'threshold', 'softness', 'body', 'degradation'],
  softness: 0.1,
  body: 0.3,
  degradation: 0.05,
});
