import { defineDevice } from './deviceModel.ts';

/** A smooth opening below threshold (EKV), a gain and a threshold of each edge. */
export const softPerEdge = defineDevice({
  spec: {
    kind: 'softPerEdge',
    title: 'Smooth law per edge',
    doc: 'A smooth opening below threshold (EKV), a gain and a threshold of each edge.',
    parameters: {},
  },
  free: ['gain', 'threshold', 'softness'],
  softness: 0.05,
  body: 0,
  degradation: 0,
});
