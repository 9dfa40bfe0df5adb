import { defineDevice } from './deviceModel.ts';

/** A smooth opening below threshold, body effect and loss of mobility, a gain and a threshold of each edge, and a zero of each node as it is read. */
export const calibrated = defineDevice({
  spec: {
    kind: 'calibrated',
    title: 'Smooth law per edge, body, mobility, zeros of the nodes',
    doc: 'A smooth opening below threshold, body effect and loss of mobility, a gain and a threshold of each edge, and a zero of each node as it is read.',
    parameters: {},
  },
  free: ['gain', 'threshold', 'softness', 'body', 'degradation', 'zero'],
  softness: 0.1,
  body: 0.3,
  degradation: 0.05,
});
