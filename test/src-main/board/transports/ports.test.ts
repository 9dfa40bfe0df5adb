import { describe, expect, test } from 'vitest';
import { chooseMachine, machineChoices } from '../../../../src-main/machines/chooseMachine.ts';
import { portProblem } from '../../../../src-main/board/transports/portProblems.ts';
import { entryOf, meantPort, portAgain, sortedPorts } from '../../../../src-main/board/transports/ports.ts';
import type { PortIdentity } from '../../../../src-main/board/transports/transport.ts';

const port = (path: string, vendorId = '', productId = '', serialNumber = ''): PortIdentity => ({
  ...{ path, vendorId, productId, serialNumber, manufacturer: '' },
});
const uno = entryOf(port('/dev/ttyACM1', '2341', '0043', 'A5'));
const nano = entryOf(port('/dev/ttyUSB0', '1a86', '7523'));
const modem = entryOf(port('/dev/ttyS4'));

describe('the list of ports', () => {
  test('shows those behind which a board may be, and all on demand, the likely ones first', () => {
    expect(sortedPorts([modem, nano, uno], false).map(({ path }) => path)).toEqual(['/dev/ttyACM1', '/dev/ttyUSB0']);
    expect(sortedPorts([modem, nano, uno], true).map(({ path }) => path)).toEqual(['/dev/ttyACM1', '/dev/ttyUSB0', '/dev/ttyS4']);
  });

  test('a port is meant by its path, by the serial number of its device, or by a path that is in no list', () => {
    expect(meantPort('A5', [modem, uno]).path).toBe('/dev/ttyACM1');
    expect(meantPort('/dev/ttyUSB0', [modem, nano])).toBe(nano);
    expect(meantPort('/dev/pts/7', [uno])).toMatchObject({ path: '/dev/pts/7', mayReset: false });
  });

  test('warns where an opening may reset the board', () =>
    expect([uno, nano, modem].map(({ mayReset }) => mayReset)).toEqual([true, true, false]));
});

describe('a device that comes back', () => {
  test('is known by its serial number, under whatever path', () => {
    const moved = entryOf(port('/dev/ttyACM0', '2341', '0043', 'A5'));
    const other = entryOf(port('/dev/ttyACM1', '2341', '0043', 'B6'));
    expect(portAgain(uno, [other, moved])).toBe(moved);
    expect(portAgain(uno, [other])).toBeNull();
  });

  test('without a serial number by vendor and product, where only one such device is there', () => {
    const moved = entryOf(port('/dev/ttyUSB3', '1a86', '7523'));
    expect(portAgain(nano, [moved, uno])).toBe(moved);
    expect(portAgain(nano, [moved, entryOf(port('/dev/ttyUSB4', '1a86', '7523'))])).toBeNull();
  });

  test('that is no USB device by its path', () => expect(portAgain(port('/dev/pts/7'), [])?.path).toBe('/dev/pts/7'));
});

describe('a port that can’t be opened', () => {
  test.each([
    ['Error: Permission denied, cannot open /dev/ttyACM0', 'linux', /dialout/],
    ['Error Resource temporarily unavailable Cannot lock port', 'linux', /fuser -v \/dev\/x/],
    ['Opening COM3: Access denied', 'win32', /serial monitor/],
    ['Error: No such file or directory, cannot open /dev/x', 'darwin', /\/dev\/cu\./],
    ['Error: Inappropriate ioctl for device setting custom baud rate of 115200', 'linux', /board list --all/],
    ['spawn udevadm ENOENT', 'linux', /apt-get install udev/],
  ])('%s (%s)', (message, platform, remedy) => {
    const { problem } = portProblem('The port can’t be opened', '/dev/x', new Error(message), platform);
    expect(problem).toMatchObject({ code: 'E-BOARD-PORT', where: '/dev/x' });
    expect(problem.remedy).toMatch(remedy);
    expect(problem.why).toContain(message.replace(/^Error: /, ''));
  });
});

describe('the choice of a machine', () => {
  test('by name, with a place where one is needed', () => {
    expect(machineChoices).toEqual(['simulated', 'emulated', 'board:PATH', 'twin:ID']);
    expect(chooseMachine('board:/dev/ttyACM0')).toMatchObject({ place: '/dev/ttyACM0', kind: { spec: { kind: 'board' } } });
    expect(chooseMachine('board:COM3').place).toBe('COM3');
    expect(chooseMachine('simulated').kind.spec.kind).toBe('simulated');
  });

  test.each(['bord:/dev/x', 'board', 'emulated:7', ''])('"%s" is refused', (choice) => {
    expect(() => chooseMachine(choice)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'E-USAGE' }) }));
  });
});
