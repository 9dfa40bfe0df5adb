import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../../../../shared/spec.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { bias } from '../../../../src-main/physics/imperfections/bias.ts';
import { comparators } from '../../../../src-main/physics/imperfections/comparators.ts';
import { converters } from '../../../../src-main/physics/imperfections/converters.ts';
import { noDefects, quantised } from '../../../../src-main/physics/imperfections/imperfection.ts';
import { leak } from '../../../../src-main/physics/imperfections/leak.ts';
import { mismatch } from '../../../../src-main/physics/imperfections/mismatch.ts';
import { noise } from '../../../../src-main/physics/imperfections/noise.ts';

const EDGES = 20_000;
const stream = (): ReturnType<typeof randomStream> => randomStream(3, 'defects');
const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const spreadOf = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length - meanOf(values) ** 2);

/** Mean and spread of a drawn sample, within five standard errors. */
function expectDrawn(values: Float64Array, mean: number, spread: number): void {
  expect(Math.abs(meanOf(values) - mean)).toBeLessThan((5 * spread) / Math.sqrt(EDGES));
  expect(Math.abs(spreadOf(values) / spread - 1)).toBeLessThan(5 / Math.sqrt(2 * EDGES));
}

describe('bias', () => {
  it('draws one drift per edge, of about 2 V/s', () => {
    const defects = noDefects(EDGES);
    bias.apply(defaultsOf(bias.spec), defects, stream());
    expectDrawn(defects.biases, 0, 2);
  });

  it('adds up with another, and has a mean', () => {
    const defects = noDefects(EDGES);
    bias.apply({ kind: 'bias', spread: 3, mean: 1 }, defects, stream());
    bias.apply({ kind: 'bias', spread: 4, mean: -2 }, defects, randomStream(4, 'defects'));
    expectDrawn(defects.biases, -1, 5);
  });

  it('is the same for the same stream', () => {
    const [a, b] = [noDefects(5), noDefects(5)];
    bias.apply(defaultsOf(bias.spec), a, stream());
    bias.apply(defaultsOf(bias.spec), b, stream());
    expect(a).toEqual(b);
  });
});

describe('comparators', () => {
  it('draw two independent offsets per edge, and set noise and lift', () => {
    const defects = noDefects(EDGES);
    comparators.apply(defaultsOf(comparators.spec), defects, stream());
    expect([defects.comparatorNoise, defects.lift]).toEqual([0.005, 0.002]);
    expectDrawn(defects.dropOffsets, 0, 0.002);
    expectDrawn(defects.signOffsets, 0, 0.002);
    const product = meanOf(defects.dropOffsets.map((value, edge) => value * defects.signOffsets[edge])) / 0.002 ** 2;
    expect(Math.abs(product)).toBeLessThan(5 / Math.sqrt(EDGES));
  });
});

describe('mismatch', () => {
  it('spreads gains and thresholds over the edges and between the twins', () => {
    const defects = noDefects(EDGES);
    mismatch.apply(defaultsOf(mismatch.spec), defects, stream());
    expectDrawn(defects.gains, 0, 0.03);
    expectDrawn(defects.thresholds, 0, 0.02);
    expectDrawn(defects.twinGains, 0, 0.005);
    expectDrawn(defects.twinThresholds, 0, 0.005);
  });

  it('never turns a conductance around', () => {
    const defects = noDefects(EDGES);
    mismatch.apply({ ...defaultsOf(mismatch.spec), gain: 0.3 }, defects, stream());
    expect(Math.min(...defects.gains)).toBeGreaterThanOrEqual(-0.9);
  });
});

describe('noise, converters and leak', () => {
  it('noise sets the noise of drops and gates', () => {
    const defects = noDefects(1);
    noise.apply({ kind: 'noise', drop: 0.002, gate: 0.1 }, defects, stream());
    expect([defects.dropNoise, defects.gateNoise]).toEqual([0.002, 0.1]);
  });

  it('converters set their steps', () => {
    const defects = noDefects(1);
    converters.apply({ kind: 'converters', imposed: 0.01, measured: 0.02 }, defects, stream());
    expect([defects.imposedStep, defects.measuredStep]).toEqual([0.01, 0.02]);
  });

  it('the leak of two paths is the sum of their rates', () => {
    const defects = noDefects(1);
    leak.apply({ kind: 'leak', time: 0.5 }, defects, stream());
    leak.apply({ kind: 'leak', time: 0.25 }, defects, stream());
    expect(defects.leakRate).toBe(6);
  });

  it('quantised voltages are the nearest multiple of the step, at most half of it away', () => {
    expect([quantised(0.451, 0.01), quantised(-0.451, 0.01), quantised(0.3, 0)]).toEqual([
      expect.closeTo(0.45, 15),
      expect.closeTo(-0.45, 15),
      0.3,
    ]);
    const random = stream();
    for (let draw = 0; draw < 1000; draw++) {
      const voltage = 5 * random.normal();
      expect(Math.abs(quantised(voltage, 0.0018) - voltage)).toBeLessThanOrEqual(0.0009 * (1 + 1e-12));
    }
  });
});

describe('a board without defects', () => {
  it('has none', () => {
    const { biases, ...others } = noDefects(3);
    expect([...biases]).toEqual([0, 0, 0]);
    for (const value of Object.values(others))
      expect(typeof value === 'number' ? [value] : [...value]).toEqual(typeof value === 'number' ? [0] : [0, 0, 0]);
  });
});
