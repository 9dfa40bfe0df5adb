import type { PortIdentity } from './transport.ts';

/** USB vendors whose boards and converters are likely to carry our firmware, and products known to reset at an opening. */
const vendors: Readonly<Record<string, string>> = {
  '2341': 'Arduino',
  '2a03': 'Arduino',
  '1a86': 'CH340 (Nano)',
  '0403': 'FTDI (Nano)',
  '10c4': 'CP210x',
};

/** One line of the picker. */
export interface PortEntry extends PortIdentity {
  /** Whether a board may well be behind it; others are shown on demand. */
  readonly isLikely: boolean;
  /** Whether opening it may reset what hangs on it: a pulse on DTR, wired to the reset pin of most boards of this kind. */
  readonly mayReset: boolean;
  /** "Arduino", or what the device calls itself. */
  readonly title: string;
}

export function entryOf(identity: PortIdentity): PortEntry {
  const vendor = vendors[identity.vendorId.toLowerCase()];
  const title = vendor ?? (identity.manufacturer === '' ? 'serial port' : identity.manufacturer);
  return { ...identity, isLikely: vendor !== undefined, mayReset: vendor !== undefined, title };
}

/** The likely ones first, then by path. @param showsAll  also ports behind which nobody expects a board */
export function sortedPorts(entries: readonly PortEntry[], showsAll: boolean): PortEntry[] {
  const shown = entries.filter(({ isLikely }) => showsAll || isLikely);
  return shown.sort((a, b) => Number(b.isLikely) - Number(a.isLikely) || a.path.localeCompare(b.path, 'en', { numeric: true }));
}

/**
 * The port that somebody means: a path, or the serial number of a USB device, which stays the same whatever path the system gives it.
 * A path that is not in the list is taken as it is: pseudo-terminals and remote ports are in no list.
 */
export function meantPort(meant: string, entries: readonly PortEntry[]): PortEntry {
  const found =
    entries.find(({ path }) => path === meant) ?? entries.find(({ serialNumber }) => serialNumber !== '' && serialNumber === meant);
  return found ?? entryOf({ path: meant, serialNumber: '', vendorId: '', productId: '', manufacturer: '' });
}

/**
 * The port of a device that was lost and may have come back under another path: first by its USB serial number, then, if it has none,
 * by vendor and product where only one such device is there, then by path.
 */
export function portAgain(lost: PortIdentity, entries: readonly PortEntry[]): PortEntry | null {
  if (lost.serialNumber !== '') return entries.find(({ serialNumber }) => serialNumber === lost.serialNumber) ?? null;
  const samePath = entries.find(({ path }) => path === lost.path) ?? null;
  if (lost.vendorId === '') return samePath ?? entryOf(lost);
  const alike = entries.filter(({ vendorId, productId }) => vendorId === lost.vendorId && productId === lost.productId);
  return alike.length === 1 ? alike[0] : (alike.find(({ path }) => path === lost.path) ?? null);
}
