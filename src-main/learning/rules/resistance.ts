import { defineRule } from './rule.ts';

/**
 * The original coupled-learning rule on continuous resistances, one change per step:
 *
 *   ΔR = γ/R²·(ΔV_C² − ΔV_F²)      (Dillavou 2022, Eq. 2)
 *
 * The state of an edge is its conductance, 1/R.
 */
export const resistance = defineRule({
  spec: {
    kind: 'resistance',
    title: 'Coupled learning, resistances',
    doc: 'Every resistance changes by γ/R² times the difference of the squared clamped and free drops of its edge, once per step.',
    equation: 'ΔR = γ/R²·(ΔV_C² − ΔV_F²)',
    reference: { source: 'dillavou2022', place: 'Eq. 2' },
    parameters: {
      rate: {
        type: 'number',
        title: 'Learning rate',
        doc: 'γ.',
        unit: 'Ω³/V²',
        default: 1e12,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e30,
      },
      lowest: {
        type: 'number',
        title: 'Lowest resistance',
        doc: 'Lower rail.',
        unit: 'Ω',
        default: 781.25,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e12,
      },
      highest: {
        type: 'number',
        title: 'Highest resistance',
        doc: 'Upper rail.',
        unit: 'Ω',
        default: 1e5,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e12,
      },
    },
  },
  edges: 'resistor',
  limits: ({ lowest, highest }) => [1 / highest, 1 / lowest],

  create({ rate, lowest, highest }, { network, bank, learns }) {
    const { from, to, edgeCount } = network;
    const { states } = bank;
    return (freeVoltages, clampedVoltages) => {
      for (let edge = 0; edge < edgeCount; edge++) {
        if (learns[edge] === 0) continue;
        const freeDrop = freeVoltages[from[edge]] - freeVoltages[to[edge]];
        const clampedDrop = clampedVoltages[from[edge]] - clampedVoltages[to[edge]];
        const conductance = states[edge];
        const change = rate * conductance * conductance * (clampedDrop * clampedDrop - freeDrop * freeDrop);
        states[edge] = 1 / Math.min(Math.max(1 / conductance + change, lowest), highest);
      }
    };
  },
});
