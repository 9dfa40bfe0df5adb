import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portsOfKernel } from '../../../../src-main/board/transports/kernelPorts.ts';
import { entryOf } from '../../../../src-main/board/transports/ports.ts';

/** A tree of devices as Linux shows it under /sys: folders, files of one word, links (Documentation/ABI/stable/sysfs-bus-usb). */
describe('the ports that the kernel knows', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'twinbench-sys-'));
    const file = async (path: string, word: string) => {
      await mkdir(join(root, path, '..'), { recursive: true });
      await writeFile(join(root, path), `${word}\n`);
    };
    const usb = 'devices/pci0000:00/usb1/1-2';
    await file(`${usb}/idVendor`, '2341');
    await file(`${usb}/idProduct`, '0043');
    await file(`${usb}/serial`, 'A5');
    await file(`${usb}/manufacturer`, 'Arduino (www.arduino.cc)');
    await file(`${usb}/1-2:1.0/tty/ttyACM0/dev`, '166:0');
    await file('devices/platform/serial8250/tty/ttyS0/type', '4');
    await file('devices/platform/serial8250/tty/ttyS1/type', '0');
    await file('devices/virtual/tty/tty1/dev', '4:1');
    await file('devices/virtual/tty/ttyS2/dev', '4:66');
    await mkdir(join(root, 'class/tty'), { recursive: true });
    const link = (name: string, where: string) => symlink(join(root, where, 'tty', name), join(root, 'class/tty', name));
    await link('ttyACM0', `${usb}/1-2:1.0`);
    await symlink(join(root, usb, '1-2:1.0'), join(root, usb, '1-2:1.0/tty/ttyACM0/device'));
    for (const name of ['ttyS0', 'ttyS1']) {
      await link(name, 'devices/platform/serial8250');
      await symlink(join(root, 'devices/platform/serial8250'), join(root, 'devices/platform/serial8250/tty', name, 'device'));
    }
    await link('tty1', 'devices/virtual');
    await link('ttyS2', 'devices/virtual');
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('are those with hardware behind them, with the numbers of their USB device', async () => {
    const ports = (await portsOfKernel(root)).toSorted((one, other) => one.path.localeCompare(other.path));
    expect(ports).toEqual([
      { path: '/dev/ttyACM0', vendorId: '2341', productId: '0043', serialNumber: 'A5', manufacturer: 'Arduino (www.arduino.cc)' },
      { path: '/dev/ttyS0', vendorId: '', productId: '', serialNumber: '', manufacturer: '' },
    ]);
    expect(entryOf(ports[0])).toMatchObject({ title: 'Arduino', isLikely: true, mayReset: true });
  });

  test('can’t be told where there is no such tree', () => expect(portsOfKernel(join(root, 'nothing'))).rejects.toThrow(/ENOENT/));
});
