import { describe, expect, test } from 'vitest';
import { channel, createChannelPoint, type ChannelShape } from '../../../src-main/twin/channelLaw.ts';
import { deviceModels, type DeviceModelName } from '../../../src-main/twin/devices/index.ts';
import { fitNetwork } from '../../../src-main/twin/networkFit.ts';
import { campaign, emulatedBoard } from './emulatedBoard.ts';

const shape: ChannelShape = { softness: 0.09, body: 0.4, degradation: 0.08 };

function current(gate: number, a: number, b: number, of: ChannelShape = shape): number {
  const point = createChannelPoint();
  channel(of, 8e-4, 0.62, gate, a, b, point);
  return point.current;
}

describe('the channel', () => {
  test.each([
    [3, 0.4, 0.1],
    [0.8, 0.3, 0.05],
    [0.4, 0.02, 0.4],
  ])('derivatives agree with differences at G = %d V, ends at %d and %d V', (gate, a, b) => {
    const point = createChannelPoint();
    channel(shape, 8e-4, 0.62, gate, a, b, point);
    const h = 1e-5;
    const slope = (at: (step: number) => number): number => (at(h) - at(-h)) / (2 * h);
    // Central differences err by h²·f‴, some 1e-10 of the millisiemens that a channel has.
    const near = (found: number, wanted: number): void => expect(Math.abs(found - wanted)).toBeLessThan(1e-9 + 1e-6 * Math.abs(wanted));
    near(
      point.byA,
      slope((step) => current(gate, a + step, b)),
    );
    near(
      point.byB,
      slope((step) => current(gate, a, b + step)),
    );
    near(
      point.byGate,
      slope((step) => current(gate + step, a, b)),
    );
    near(
      point.bySoftness,
      slope((step) => current(gate, a, b, { ...shape, softness: shape.softness + step })),
    );
    near(
      point.byBody,
      slope((step) => current(gate, a, b, { ...shape, body: shape.body + step })),
    );
    near(
      point.byDegradation,
      slope((step) => current(gate, a, b, { ...shape, degradation: shape.degradation + step })),
    );
  });

  test('sharp, without body effect and loss, it is the square law: K = S·(G − V_th − V̄)', () => {
    const sharp = { softness: 0, body: 0, degradation: 0 };
    expect(current(2, 0.4, 0.1, sharp) / 0.3).toBeCloseTo(8e-4 * (2 - 0.62 - 0.25), 12);
    expect(current(0.5, 0.4, 0.1, sharp)).toBe(0);
  });

  test('far below threshold the current falls by e per half the softness', () => {
    // The channel is p(x)², p → u·e^{x/u}.
    expect(
      current(0.2, 0.1, 0.05, { ...shape, body: 0, degradation: 0 }) /
        current(0.2 - shape.softness / 2, 0.1, 0.05, { ...shape, body: 0, degradation: 0 }),
    ).toBeCloseTo(Math.E, 1);
  });
});

test('every description of an edge can be fitted, and each that says more misses less', () => {
  const data = campaign(emulatedBoard(3), 30, 4, 8);
  const costs = (['ideal', 'softIdeal', 'perEdge', 'softPerEdge', 'bodyPerEdge', 'calibrated'] satisfies DeviceModelName[]).map(
    (name) => fitNetwork(data, deviceModels[name], [], 25).cost,
  );
  // One number for all edges gains little where each has its own threshold; its prior costs a little.
  expect(costs[1]).toBeLessThan(1.01 * costs[0]);
  expect(costs[2]).toBeLessThan(costs[0]);
  expect(costs[4]).toBeLessThan(costs[2]);
  expect(costs[5]).toBeLessThan(0.5 * costs[4]);
});
