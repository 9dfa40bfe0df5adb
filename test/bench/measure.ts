import { loadavg } from 'node:os';
import process from 'node:process';
import { quartiles } from '../../src-main/math/statistics.ts';

/** Processor time of an action, µs: what other programs on the machine take counts as little as it can. */
export function processorTime(action: () => void): number {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

export function median(values: readonly number[]): number {
  return quartiles(values)[1];
}

export function load(): string {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
}

export function format(values: readonly number[], unit: string): string {
  const [first, middle, third] = quartiles(values);
  return `${digits(middle)} ${unit} [${digits(first)}, ${digits(third)}], from ${digits(Math.min(...values))}`;
}

/** µs as µs or ms, whichever reads better. */
export function formatTime(microseconds: readonly number[]): string {
  return median(microseconds) < 1000
    ? format(microseconds, 'µs')
    : format(
        microseconds.map((value) => value / 1000),
        'ms',
      );
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function distance(some: ArrayLike<number>, others: ArrayLike<number>): number {
  return Array.from(some).reduce((largest, value, index) => Math.max(largest, Math.abs(value - others[index])), 0);
}
