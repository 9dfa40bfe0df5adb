import { defineRule } from './rule.ts';

/**
 * The continuous coupled-learning rule of the transistor board, with the bias of a real one:
 *
 *   dG/dt = A_0·(ΔV_F² − ΔV_C²) + B − G/τ,   A_0 = 1/(V_0·R_0·C_0)      (Dillavou 2024, Eq. 4; bias: Dillavou 2025, Eq. 3)
 *
 * One explicit Euler step per learning pulse t_h, rates taken at its start; then G is clipped to the rails (the circuit's diode
 * below, the supply above). With t_h = 100 µs a step moves a gate by at most 28 mV.
 */
export const continuous = defineRule({
  spec: {
    kind: 'continuous',
    title: 'Continuous coupled learning',
    doc: 'Every gate voltage changes at a rate proportional to the difference of the squared free and clamped drops of its edge.',
    equation: 'dG/dt = A_0·(ΔV_F² − ΔV_C²) + B − G/τ, A_0 = 1/(V_0·R_0·C_0)',
    reference: { source: 'dillavou2024', place: 'Eq. 4' },
    parameters: {
      rate: {
        type: 'number',
        title: 'Learning rate',
        doc: 'A_0 = 1/(V_0·R_0·C_0); 0.33 V, 100 Ω and 22 µF on the board.',
        unit: 'V⁻¹s⁻¹',
        default: 1377.4,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e12,
      },
      gateFloor: {
        type: 'number',
        title: 'Lowest gate voltage',
        doc: 'About 1.1 V by the diode on the board; XOR needs 0.7 V in simulation.',
        unit: 'V',
        default: 0.7,
        minimum: -100,
        maximum: 100,
      },
      gateCeiling: {
        type: 'number',
        title: 'Highest gate voltage',
        doc: 'The upper end of the supply.',
        unit: 'V',
        default: 5.7,
        minimum: -100,
        maximum: 100,
      },
    },
  },
  edges: 'transistor',
  limits: ({ gateFloor, gateCeiling }) => [gateFloor, gateCeiling],

  create({ rate, gateFloor, gateCeiling }, { network, bank, learns, defects, random }) {
    const { from, to, edgeCount } = network;
    const { states } = bank;
    const { biases, dropNoise, gateNoise, leakRate } = defects;
    const noise = new Float64Array(2);
    return (freeVoltages, clampedVoltages, { stepTime }) => {
      for (let edge = 0; edge < edgeCount; edge++) {
        if (learns[edge] === 0) continue;
        let freeDrop = freeVoltages[from[edge]] - freeVoltages[to[edge]];
        let clampedDrop = clampedVoltages[from[edge]] - clampedVoltages[to[edge]];
        if (dropNoise > 0) {
          random.drawNormal(noise, 0);
          random.drawNormal(noise, 1);
          freeDrop += dropNoise * noise[0];
          clampedDrop += dropNoise * noise[1];
        }
        const slope = rate * (freeDrop * freeDrop - clampedDrop * clampedDrop) + biases[edge] - leakRate * states[edge];
        let walk = 0;
        if (gateNoise > 0) {
          random.drawNormal(noise, 0);
          walk = gateNoise * Math.sqrt(stepTime) * noise[0];
        }
        states[edge] = Math.min(Math.max(states[edge] + stepTime * slope + walk, gateFloor), gateCeiling);
      }
    };
  },
});
