import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { deviceModels } from '../../../src-main/twin/devices/index.ts';
import { identifiabilityWords, nullDirections } from '../../../src-main/twin/identifiability.ts';
import { fitNetwork } from '../../../src-main/twin/networkFit.ts';
import { campaign, emulatedBoard } from './emulatedBoard.ts';

/** All 50 boards with TWINBENCH_FULL=1; a few of them otherwise, which take seconds. */
const boards = process.env.TWINBENCH_FULL === '1' ? 50 : 6;

describe(`calibration of ${boards} emulated boards with hidden imperfections`, () => {
  test('recovered thresholds and relative gains lie within their stated uncertainty', () => {
    let [within1, within2, count, squares] = [0, 0, 0, 0];
    for (let seed = 1; seed <= boards; seed++) {
      const board = emulatedBoard(seed);
      const { vector, layout, covariance } = fitNetwork(campaign(board, 60, 6, 8), deviceModels.calibrated, []);
      const { gain, threshold } = layout.place;
      const edges = board.network.edgeCount;
      // The gain that all edges share is not told by voltages: gains are compared about their mean.
      const found = vector.slice(gain, gain + edges);
      const truth = board.truth.transconductances.map((value) => Math.log(value / 8e-4));
      const [meanFound, meanTrue] = [found, truth].map((values) => values.reduce((sum, value) => sum + value, 0) / edges);
      for (let edge = 0; edge < edges; edge++) {
        const relative = relativeVariance(edge, gain, edges, (row, column) => covariance.get(row, column));
        for (const [off, variance] of [
          [found[edge] - meanFound - truth[edge] + meanTrue, relative],
          [vector[threshold + edge] - board.truth.thresholds[edge], covariance.get(threshold + edge, threshold + edge)],
        ]) {
          const z = Math.abs(off) / Math.sqrt(variance);
          count++;
          squares += z * z;
          if (z < 1) within1++;
          if (z < 2) within2++;
        }
      }
    }
    console.info(
      `within 1σ ${((100 * within1) / count).toFixed(1)} %, within 2σ ${((100 * within2) / count).toFixed(1)} %, rms z ${Math.sqrt(squares / count).toFixed(2)} of ${count}`,
    );
    // Normal errors lie within 1σ in 68 % and within 2σ in 95 %; errors within a board go together, which widens the spread of the count.
    expect(within1 / count).toBeGreaterThan(0.62);
    expect(within2 / count).toBeGreaterThan(0.92);
    // Not bought with uncertainties that are too wide.
    expect(within1 / count).toBeLessThan(0.78);
  }, 1_800_000);

  test('the gain that all edges share is told to be out of reach, and what would tell it', () => {
    const board = emulatedBoard(1);
    const fit = fitNetwork(campaign(board, 30, 4, 8), deviceModels.calibrated, []);
    const directions = nullDirections(fit, board.network.edgeIds, board.network.nodeIds);
    expect(directions.some(({ kind }) => kind === 'gain')).toBe(true);
    const words = identifiabilityWords({ free: directions, clamped: directions });
    // Once for both networks, with what would tell it.
    expect(words.filter((text) => /^The gain that all edges share \(free and clamped\)/.test(text))).toHaveLength(1);
    expect(words.length).toBeLessThanOrEqual(4);
  });
});

/** Variance of an edge's gain about the mean of all. */
function relativeVariance(edge: number, first: number, count: number, at: (row: number, column: number) => number): number {
  let [cross, all] = [0, 0];
  for (let other = 0; other < count; other++) {
    cross += at(first + edge, first + other);
    for (let another = 0; another < count; another++) all += at(first + other, first + another);
  }
  return at(first + edge, first + edge) - (2 * cross) / count + all / count ** 2;
}
