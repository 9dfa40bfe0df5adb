import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundsOn, readPlace, type WindowPlace } from '../../electron/windowPlace.ts';
import { always } from '../properties.ts';

const main = { x: 0, y: 30, width: 1920, height: 1050 };
const left = { x: -1280, y: 0, width: 1280, height: 1000 };
const at = (x: number, y: number, width = 1000, height = 700): WindowPlace => ({
  bounds: { x, y, width, height },
  isMaximized: false,
  zoom: 1,
});

it('opens where it was, on either screen', () => {
  expect(boundsOn([main, left], at(200, 100))).toEqual({ x: 200, y: 100, width: 1000, height: 700 });
  expect(boundsOn([main, left], at(-1200, 100))).toEqual({ x: -1200, y: 100, width: 1000, height: 700 });
});

it('opens in the middle, as the system does it, where its screen is gone or nothing is remembered', () => {
  const usual = { width: 1440, height: 900 };
  expect(boundsOn([main], at(-1200, 100))).toEqual(usual);
  expect(boundsOn([main, left], at(0, 1200))).toEqual(usual);
  expect(boundsOn([main, left], null)).toEqual(usual);
  expect(boundsOn([], null)).toEqual(usual);
});

it('is no larger than its screen, and its upper edge is not above it', () => {
  expect(boundsOn([main, left], at(-1200, 0, 2000, 2000))).toEqual({ x: -1200, y: 0, width: 1280, height: 1000 });
  expect(boundsOn([main], at(200, 0))).toEqual({ x: 200, y: 30, width: 1000, height: 700 });
  expect(boundsOn([{ x: 0, y: 0, width: 1024, height: 600 }], null)).toEqual({ width: 1024, height: 600 });
});

it('can be taken hold of wherever it was', () => {
  const number = fc.integer({ min: -5000, max: 5000 });
  const size = fc.integer({ min: 1, max: 5000 });
  always(
    fc.property(number, number, size, size, (x, y, width, height) => {
      const bounds = boundsOn([main, left], at(x, y, width, height));
      if (bounds.x === undefined || bounds.y === undefined) return;
      const [px, py] = [bounds.x, bounds.y];
      const isSeen = [main, left].some(
        (area) =>
          Math.min(px + bounds.width, area.x + area.width) - Math.max(px, area.x) >= 160 && py >= area.y && py <= area.y + area.height - 40,
      );
      expect(isSeen).toBe(true);
    }),
  );
});

it('remembers nothing that it can’t understand', async () => {
  const read = (text: string | null): Promise<WindowPlace | null> => readPlace({ readText: () => Promise.resolve(text) }, 'window.json');
  expect(await read(JSON.stringify(at(1, 2)))).toEqual(at(1, 2));
  for (const text of [null, '', '{', '{}', JSON.stringify({ ...at(1, 2), zoom: 100 }), JSON.stringify({ ...at(1, 2), more: 1 })]) {
    expect(await read(text)).toBeNull();
  }
});
