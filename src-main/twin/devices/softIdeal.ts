import { defineDevice } from './deviceModel.ts';

/** A smooth opening below threshold (EKV), one law for all edges. */
export const softIdeal = defineDevice({
  spec: {
    kind: 'softIdeal',
    title: 'Smooth law, all edges alike',
    doc: 'A smooth opening below threshold (EKV), one law for all edges.',
    parameters: {},
  },
  free: ['softness'],
  softness: 0.05,
  body: 0,
  degradation: 0,
});
