import process from 'node:process';
import type { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { deviceModels } from '../../../src-main/twin/devices/index.ts';
import { identifiabilityWords, nullDirections } from '../../../src-main/twin/identifiability.ts';
import { fitNetwork, uncertaintyOf } from '../../../src-main/twin/networkFit.ts';
import { campaign, emulatedBoard, READING } from './emulatedBoard.ts';

const isFull = process.env.TWINBENCH_FULL === '1';
/** All 50 boards with TWINBENCH_FULL=1; a few of them otherwise, which take seconds. */
const boards = isFull ? 50 : 3;

/** Parts within one and two stated deviations, and the root mean square of deviations over stated ones. */
class Coverage {
  readonly #scores: number[] = [];

  add(off: number, variance: number): void {
    this.#scores.push(Math.abs(off) / Math.sqrt(variance));
  }

  within(deviations: number): number {
    return this.#scores.filter((score) => score < deviations).length / this.#scores.length;
  }

  get rms(): number {
    return Math.hypot(...this.#scores) / Math.sqrt(this.#scores.length);
  }

  get words(): string {
    const share = (deviations: number): string => `${(100 * this.within(deviations)).toFixed(1)} %`;
    return `within 1σ ${share(1)}, within 2σ ${share(2)}, rms z ${this.rms.toFixed(2)} of ${this.#scores.length}`;
  }
}

describe(`calibration of ${boards} emulated boards with hidden imperfections`, () => {
  test.each(isFull ? [0, 3e-3] : [3e-3])(
    'recovered parameters lie within their stated uncertainty; gates told to %s V',
    (gateNoise) => {
      const kinds = { gain: new Coverage(), threshold: new Coverage(), zero: new Coverage(), shape: new Coverage() };
      const edges = new Coverage();
      const told = { reading: 0, gate: 0 };
      for (let seed = 1; seed <= boards; seed++) {
        const board = emulatedBoard(seed);
        const fit = fitNetwork(campaign(board, 60, 6, 8, gateNoise), deviceModels.calibrated, []);
        const { vector, layout } = fit;
        const { covariance, reading, gate } = uncertaintyOf(fit);
        told.reading += reading / boards;
        told.gate += gate ** 2 / boards;
        const { place, edgeCount } = layout;
        const gains = board.truth.transconductances.map((value) => Math.log(value / 8e-4));
        // The gain that all edges share and the zero that all nodes share are not told by voltages: they are compared about their mean.
        addRelative(vector, place.gain, gains, covariance, kinds.gain, edges);
        addRelative(vector, place.zero, board.truth.zeros, covariance, kinds.zero);
        for (let edge = 0; edge < edgeCount; edge++) {
          const at = place.threshold + edge;
          for (const coverage of [kinds.threshold, edges]) coverage.add(vector[at] - board.truth.thresholds[edge], covariance.get(at, at));
        }
        for (const kind of ['softness', 'body', 'degradation'] as const)
          kinds.shape.add(vector[place[kind]] - board.truth.shape[kind], covariance.get(place[kind], place[kind]));
      }
      const [reading, gate] = [1e3 * told.reading, 1e3 * Math.sqrt(told.gate)];
      console.info(
        `gates and nodes are told to ${gate.toFixed(2)} and ${reading.toFixed(3)} mV; edges ${edges.words}; ` +
          Object.entries(kinds)
            .map(([kind, coverage]) => `${kind}: ${coverage.words}`)
            .join('; '),
      );
      // What is read is told to a twentieth: thousands of readings, of which the fit has followed some eighty directions.
      expect(told.reading / (READING / Math.sqrt(8))).toBeGreaterThan(0.95);
      expect(told.reading / (READING / Math.sqrt(8))).toBeLessThan(1.05);
      if (gateNoise > 0) expect(Math.abs(Math.sqrt(told.gate) / gateNoise - 1)).toBeLessThan(0.1);
      // Normal errors lie within 1σ in 68 % and within 2σ in 95 %. Errors within a board go together: three standard deviations of the count are
      // some 3 % for 50 boards, and 8 % for a few.
      expect(Math.abs(edges.within(1) - 0.683)).toBeLessThan(isFull ? 0.03 : 0.08);
      expect(Math.abs(edges.within(2) - 0.954)).toBeLessThan(isFull ? 0.015 : 0.04);
      if (isFull) for (const coverage of Object.values(kinds)) expect(Math.abs(coverage.rms - 1)).toBeLessThan(0.12);
    },
    1_800_000,
  );

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

/** Numbers of which only differences are told, about their mean. */
function addRelative(vector: Float64Array, first: number, truth: Float64Array, covariance: Matrix, ...into: Coverage[]): void {
  const count = truth.length;
  const found = vector.slice(first, first + count);
  const [meanFound, meanTrue] = [found, truth].map((values) => values.reduce((sum, value) => sum + value, 0) / count);
  const block = covariance.subMatrix(first, first + count - 1, first, first + count - 1);
  for (let index = 0; index < count; index++) {
    const cross = block.getRow(index).reduce((sum, value) => sum + value, 0);
    const variance = block.get(index, index) - (2 * cross) / count + block.sum() / count ** 2;
    for (const coverage of into) coverage.add(found[index] - meanFound - truth[index] + meanTrue, variance);
  }
}
