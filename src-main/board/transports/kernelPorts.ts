import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PortIdentity } from './transport.ts';

/** Terminals that are serial ports, as serialport's own list has them. */
const serial = /^(?:tty(?:S|ACM|USB|AMA|MFD|O|WCH|XRUSB)|rfcomm)\d+$/;
/** A USB device is a few folders above its terminal. */
const FLOORS = 5;

/**
 * The serial ports of a Linux that has no udev, such as one in a container: from the kernel's own tree of devices, where a USB device has
 * its numbers as files.
 *
 * @param root  of that tree
 * @throws the error of the system where there is none
 */
export async function portsOfKernel(root = '/sys'): Promise<PortIdentity[]> {
  const folder = join(root, 'class/tty');
  const names = (await readdir(folder)).filter((name) => serial.test(name));
  const ports = await Promise.all(names.map((name) => portOf(join(folder, name), name)));
  return ports.filter((port) => port !== null);
}

async function portOf(folder: string, name: string): Promise<PortIdentity | null> {
  const device = await realpath(join(folder, 'device')).catch(() => null);
  // The kernel keeps terminals for hardware that is not there: their type is 0.
  if (device === null || (await word(folder, 'type')) === '0') return null;
  let place = device;
  for (let floor = 0; floor < FLOORS; floor++, place = dirname(place)) {
    const vendorId = await word(place, 'idVendor');
    if (vendorId === '') continue;
    const [productId, serialNumber, manufacturer] = await Promise.all(
      ['idProduct', 'serial', 'manufacturer'].map((file) => word(place, file)),
    );
    return { path: `/dev/${name}`, serialNumber, vendorId, productId, manufacturer };
  }
  return { path: `/dev/${name}`, serialNumber: '', vendorId: '', productId: '', manufacturer: '' };
}

/** What stands in a file of the tree; "" where it is not there. */
async function word(folder: string, file: string): Promise<string> {
  return (await readFile(join(folder, file), 'utf8').catch(() => '')).trim();
}
