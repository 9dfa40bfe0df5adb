import { expect, it } from 'vitest';
import { pictureSchema } from '../../../shared/picture.ts';
import { Pictures } from '../../../src-main/host/pictures.ts';
import { createTaskLibrary } from '../../../src-main/host/taskLibrary.ts';
import { TestClock } from './testClock.ts';

const pictures = new Pictures(createTaskLibrary(), new TestClock());

it('shows the network that XOR is learned on, and how its error falls; made once', async () => {
  const picture = await pictures.of({ task: 'xor' });
  expect(pictureSchema.parse(picture)).toEqual(picture);
  expect([picture.nodes.length, picture.edges.length, picture.conductances.length, picture.voltages.length]).toEqual([16, 32, 32, 16]);
  const first = picture.errors[0]!;
  const last = picture.errors.at(-1)!;
  // XOR starts near the squared labels, 2 · (87 mV)² / 4, and a few thousand steps bring it down by far more than noise.
  expect(first).toBeGreaterThan(1e-3);
  expect(last).toBeLessThan(first / 5);
  expect(await pictures.of({ task: 'xor' })).toBe(picture);
  expect(await new Pictures(createTaskLibrary(), new TestClock()).of({ task: 'xor' })).toEqual(picture);
});

it('says of an analysis why it has none', async () => {
  await expect(pictures.of({ experiment: 'digipots2022/comparator' })).rejects.toThrow(/can’t be opened on the bench/);
});
