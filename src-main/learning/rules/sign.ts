import { NORMAL_LIMIT } from '../../math/random.ts';
import { defineRule } from './rule.ts';

/**
 * The sign rule of the digipot board: one wiper step per clock edge,
 *
 *   ΔR = +δR if |ΔV_C| > |ΔV_F|, −δR otherwise      (Dillavou 2022, Eq. 3 and C1)
 *
 * `magnitude` decides exactly so. `comparators` decides as the circuit does, which can't take absolute values: one comparator
 * finds the sign of ΔV_C − ΔV_F, another the sign of ΔV_C, and their exclusive or is the direction (Appendix C; as printed, Eq.
 * C2 trains backwards, the second comparison must read ΔV_C < 0). The two agree while the free and the clamped drop have one
 * sign; where the signs differ the circuit always steps up. Ties step down. Noise, offsets and lift enter the comparators.
 */
export const sign = defineRule({
  spec: {
    kind: 'sign',
    title: 'Sign rule',
    doc: 'Every wiper takes one step per clock edge: up in resistance where the clamped drop is the larger one, down otherwise.',
    equation: 'ΔR = +δR if |ΔV_C| > |ΔV_F|, −δR otherwise',
    reference: { source: 'dillavou2022', place: 'Eq. 3, Eq. C2' },
    parameters: {
      decision: {
        type: 'choice',
        title: 'Decision',
        doc: 'magnitude: compares the absolute drops; comparators: two comparators and an exclusive or, as on the board.',
        choices: ['magnitude', 'comparators'],
        default: 'magnitude',
      },
    },
  },
  edges: 'digipot',
  limits: (_config, bank) => [1, bank.model.kind === 'digipot' ? bank.model.taps : 1],

  create({ decision }, { network, bank, learns, defects, random }) {
    const { from, to, edgeCount } = network;
    const { states } = bank;
    const { comparatorNoise, dropOffsets, signOffsets, lift } = defects;
    const highest = bank.model.kind === 'digipot' ? bank.model.taps : 1;
    const usesComparators = decision === 'comparators';
    // Noise further from a comparator's threshold than this can't turn its decision, so none is drawn there.
    const signReach = NORMAL_LIMIT * comparatorNoise;
    const dropReach = signReach + lift;
    const noise = new Float64Array(1);

    return (freeVoltages, clampedVoltages) => {
      for (let edge = 0; edge < edgeCount; edge++) {
        if (learns[edge] === 0) continue;
        const freeDrop = freeVoltages[from[edge]] - freeVoltages[to[edge]];
        const clampedDrop = clampedVoltages[from[edge]] - clampedVoltages[to[edge]];
        let excess = Math.abs(clampedDrop) - Math.abs(freeDrop);
        if (usesComparators) {
          // The circuit's measure of |ΔV_C| − |ΔV_F|, as its two comparators see it.
          let difference = clampedDrop - freeDrop + dropOffsets[edge];
          let sense = clampedDrop + signOffsets[edge];
          if (comparatorNoise > 0) {
            if (Math.abs(difference) < dropReach) {
              random.drawNormal(noise, 0);
              difference += comparatorNoise * noise[0];
            }
            if (Math.abs(sense) < signReach) {
              random.drawNormal(noise, 0);
              sense += comparatorNoise * noise[0];
            }
          }
          excess = (sense < 0 ? -difference : difference) + lift;
        }
        states[edge] = Math.min(Math.max(states[edge] + (excess > 0 ? 1 : -1), 1), highest);
      }
    };
  },
});
