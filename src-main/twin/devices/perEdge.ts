import { defineDevice } from './deviceModel.ts';

/** The square law with a gain and a threshold of each edge. */
export const perEdge = defineDevice({
  spec: {
    kind: 'perEdge',
    title: 'Square law per edge',
    doc: 'The square law with a gain and a threshold of each edge.',
    parameters: {},
  },
  free: ['gain', 'threshold'],
  softness: 0,
  body: 0,
  degradation: 0,
});
