import { defineRule } from './rule.ts';

/**
 * Coupled learning on continuous conductances: dK/dt = γ·(ΔV_F² − ΔV_C²), γ = γ_l/η (Stern 2022, Eq. 3, without the factor ½ of its
 * Methods). Conductances are kept above a floor: without one they turn negative and the voltages run away.
 */
export const conductance = defineRule({
  spec: {
    kind: 'conductance',
    title: 'Coupled learning, conductances',
    doc: 'Every conductance changes at a rate proportional to the difference of the squared free and clamped drops of its edge.',
    equation: 'dK/dt = γ·(ΔV_F² − ΔV_C²), γ = γ_l/η',
    reference: { source: 'stern2022', place: 'Eq. 3' },
    parameters: {
      rate: {
        type: 'number',
        title: 'Learning rate',
        doc: 'γ_l/η.',
        unit: 'S/(V²s)',
        default: 1,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e12,
      },
      floor: {
        type: 'number',
        title: 'Lowest conductance',
        doc: 'Must lie above zero.',
        unit: 'S',
        default: 0.01,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e9,
      },
      ceiling: {
        type: 'number',
        title: 'Highest conductance',
        doc: 'Upper rail.',
        unit: 'S',
        default: 1e6,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e9,
      },
    },
  },
  edges: 'resistor',
  limits: ({ floor, ceiling }) => [floor, ceiling],

  create({ rate, floor, ceiling }, { network, bank, learns }) {
    const { from, to, edgeCount } = network;
    const { states } = bank;
    return (freeVoltages, clampedVoltages, { stepTime }) => {
      for (let edge = 0; edge < edgeCount; edge++) {
        if (learns[edge] === 0) continue;
        const freeDrop = freeVoltages[from[edge]] - freeVoltages[to[edge]];
        const clampedDrop = clampedVoltages[from[edge]] - clampedVoltages[to[edge]];
        const slope = rate * (freeDrop * freeDrop - clampedDrop * clampedDrop);
        states[edge] = Math.min(Math.max(states[edge] + stepTime * slope, floor), ceiling);
      }
    };
  },
});
