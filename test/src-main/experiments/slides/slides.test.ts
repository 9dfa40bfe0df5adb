import { describe, expect, it } from 'vitest';
import { bestLinearAccuracy } from '../../../../src-main/analysis/linearSeparation.ts';
import { tested, trained } from '../../../../src-main/experiments/slides/corners.ts';
import { slides } from '../../../../src-main/experiments/slides/index.ts';
import { HIGHEST } from '../../../../src-main/experiments/transistors2024/lattice.ts';

describe('the classification of the slides', () => {
  it('has two inputs, two fixed voltages, one differential output, and labels ± 20 mV', () => {
    const { roles, clamping, dataset } = slides['nonlinearClassification'].document()!;
    expect([roles.inputs.length, roles.supplies.length, roles.outputs.length]).toEqual([2, 2, 1]);
    expect(clamping.kind).toBe('hinge');
    expect(dataset).toMatchObject({ labels: trained.map(({ isFirst }) => [isFirst ? 0.02 : -0.02]) });
  });

  it('has twelve points to train and 64 to test, in the corners of the square, that no straight line tells apart', () => {
    expect([trained.length, tested.length]).toEqual([12, 64]);
    for (const { point, isFirst } of [...trained, ...tested]) {
      const [x, y] = point.map((voltage) => voltage > HIGHEST / 2);
      expect(x === y).toBe(isFirst);
      for (const voltage of point) {
        expect(voltage).toBeGreaterThanOrEqual(0);
        expect(voltage).toBeLessThanOrEqual(HIGHEST);
      }
    }
    const limit = (set: typeof trained): number =>
      bestLinearAccuracy(
        set.map(({ point }) => point),
        set.map(({ isFirst }) => isFirst),
      );
    expect([limit(trained), limit(tested)]).toEqual([0.75, 0.75]);
  });

  it('energyPerParameter is measured on the same network', () => {
    expect(slides['energyPerParameter'].document()).toEqual(slides['nonlinearClassification'].document());
  });
});
