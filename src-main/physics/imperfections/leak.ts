import { defineImperfection } from './imperfection.ts';

/** Gate capacitors that discharge to ground while they learn, dG/dt gains −G/τ: a drainage resistor, or a leaky switch. */
export const leak = defineImperfection({
  spec: {
    kind: 'leak',
    title: 'Gate leak',
    doc: 'Gate voltages decay to ground while learning is on.',
    reference: { source: 'dillavou2025', place: 'Appendix E' },
    parameters: {
      time: {
        type: 'number',
        title: 'Time constant',
        doc: 'τ of the decay; 34 kΩ with 22 µF gives 0.75 s.',
        unit: 's',
        default: 0.75,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e9,
      },
    },
  },
  affects: ['continuous'],
  apply({ time }, defects) {
    defects.leakRate += 1 / time;
  },
});
