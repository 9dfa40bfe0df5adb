import type { RecordedEnd } from '../../machine/recorded.ts';
import { count } from '../quantity.ts';

/** Bytes for people: "312 kB". */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 ? count(value) : value.toPrecision(3)} ${units[power]}`;
}

/** Host time, UTC: "2026-11-21 04:53:52". */
export function dateText(hostTime: number): string {
  return new Date(hostTime * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** How a recording ended, in words. */
export function endText(end: RecordedEnd['reason'] | null): string {
  return end ?? 'cut off';
}
