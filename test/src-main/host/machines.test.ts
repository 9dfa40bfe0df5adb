import { expect, it } from 'vitest';
import { allowReset, listMachines, portMachine } from '../../../src-main/host/machines.ts';
import { Preferences } from '../../../src-main/host/preferences.ts';
import { misbehaviours } from '../../../src-main/board/misbehaviours/index.ts';
import { entryOf } from '../../../src-main/board/transports/ports.ts';
import { MemoryFiles } from '../recording/memoryFiles.ts';

const port = (change: object) =>
  entryOf({ path: '/dev/ttyACM0', serialNumber: '', vendorId: '', productId: '', manufacturer: '', ...change });

it('a board that was connected before is known by its serial number, whatever its path', () => {
  const known = [{ serialNumber: '85', title: 'Board 7 (transistors2024)', mayReset: true }];
  const again = portMachine(port({ path: '/dev/ttyACM3', serialNumber: '85', vendorId: '2341', productId: '0043' }), known);
  expect(again).toMatchObject({ machine: 'board:/dev/ttyACM3', group: 'known', title: 'Board 7 (transistors2024)', warns: false });
  const other = portMachine(port({ serialNumber: '86', vendorId: '2341', productId: '0043' }), known);
  expect(other).toMatchObject({ group: 'likely', title: '/dev/ttyACM0', warns: true });
});

it.each([
  ['an Uno', { vendorId: '2341', productId: '0043' }, true],
  ['a Nano', { vendorId: '1a86', productId: '7523' }, true],
  ['something that nobody knows', {}, true],
  ['the native port of a Due, which has no such wire', { vendorId: '2341', productId: '003E' }, false],
] as const)('before %s is opened, the user is warned of a reset or not', (_, identity, warns) => {
  expect(portMachine(port(identity), [])).toMatchObject({ warns });
});

it('what the user allowed for a board holds for that board', async () => {
  const preferences = new Preferences(new MemoryFiles(), '/preferences.json');
  await allowReset(preferences, '85');
  const { boards } = await preferences.read();
  const uno = { vendorId: '2341', productId: '0043' };
  expect(portMachine(port({ ...uno, serialNumber: '85' }), boards).warns).toBe(false);
  expect(portMachine(port({ ...uno, serialNumber: '86' }), boards).warns).toBe(true);
  expect(portMachine(port(uno), boards).warns).toBe(true);
});

it('the picker offers every misbehaviour of the registry', async () => {
  const list = await listMachines([]);
  expect(list.misbehaviours.map(({ kind }) => kind)).toEqual(Object.keys(misbehaviours));
});
