import { defineDevice } from './deviceModel.ts';

/** The square law with one gain and one threshold for all edges: nothing is fitted. */
export const ideal = defineDevice({
  spec: {
    kind: 'ideal',
    title: 'Square law, all edges alike',
    doc: 'The square law with one gain and one threshold for all edges: nothing is fitted.',
    parameters: {},
  },
  free: [],
  softness: 0,
  body: 0,
  degradation: 0,
});
