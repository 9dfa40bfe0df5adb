import type { RunState } from './frames.ts';
import { runStates } from './frames.ts';

/** Who a board says that it is (`*IDN?`). */
export interface BoardIdentity {
  readonly profile: string;
  /** "0": never set. */
  readonly serialNumber: string;
  readonly firmware: string;
}

/** What a board says that it can do (`SYST:CAP?`, `SYST:CAP:EDG?`). Voltages in V. */
export interface BoardCapability {
  readonly topology: string;
  readonly nodes: number;
  readonly edgeCount: number;
  readonly edge: 'transistor' | 'digipot';
  readonly rule: 'pulse' | 'clock';
  readonly outputs: number;
  readonly highest: number;
  readonly nodeStep: number;
  readonly stateStep: number;
  readonly tableBytes: number;
  readonly mostRows: number;
  /** s; NaN where the rule is a clock. */
  readonly shortestPulse: number;
  readonly longestPulse: number;
  readonly baudRates: readonly number[];
  /** Ends of each edge, [edge]. */
  readonly ends: readonly (readonly [number, number])[];
}

/** Where an experiment on the board stands (`EXP:STAT?`). */
export interface RunStatus {
  readonly state: RunState;
  readonly run: number;
  readonly step: number;
  /** s */
  readonly learningTime: number;
  readonly nextSequence: number;
}

/** An error of the board's queue. */
export interface BoardError {
  readonly code: number;
  readonly text: string;
}

/** `Twinbench,transistors2024,7,1.0.0`; `null` for another instrument. */
export function parseIdentity(answer: string): BoardIdentity | null {
  const parts = answer.split(',');
  if (parts.length !== 4 || parts[0] !== 'Twinbench' || !/^\d{1,10}$/.test(parts[2])) return null;
  return { profile: parts[1], serialNumber: parts[2], firmware: parts[3] };
}

/** @returns `null` where something that is needed is missing or makes no sense; what is not known is passed over */
export function parseCapability(answer: string, edges: string): BoardCapability | null {
  const values = new Map(answer.split(',').map((pair) => pair.split('=', 2) as [string, string | undefined]));
  const text = (key: string): string => values.get(key) ?? '';
  const number = (key: string): number => (/^\d+(\.\d+)?$/.test(text(key)) ? Number(text(key)) : Number.NaN);
  const ends = edges.split(',').map((pair) => pair.split('-').map(Number) as [number, number]);
  const edge = text('edge');
  const rule = text('rule');
  if ((edge !== 'transistor' && edge !== 'digipot') || (rule !== 'pulse' && rule !== 'clock')) return null;
  const capability: BoardCapability = {
    topology: text('topology'),
    nodes: number('nodes'),
    edgeCount: number('edges'),
    edge,
    rule,
    outputs: number('outputs'),
    highest: number('vmax') * 1e-6,
    nodeStep: number('nodeLsb') * 1e-6,
    stateStep: number('stateLsb') * 1e-6,
    tableBytes: number('table'),
    mostRows: number('rowMax'),
    shortestPulse: number('pulseMin') * 1e-6,
    longestPulse: number('pulseMax') * 1e-6,
    baudRates: text('baud').split('+').map(Number).filter(Number.isSafeInteger),
    ends,
  };
  const { nodes, edgeCount, outputs, highest, nodeStep, tableBytes, mostRows } = capability;
  const areSizes = [nodes, edgeCount, outputs, tableBytes, mostRows].every(
    (size) => Number.isSafeInteger(size) && size > 0 && size < 65536,
  );
  const isNode = (end: number): boolean => Number.isSafeInteger(end) && end >= 0 && end < nodes;
  const areEnds = ends.length === edgeCount && ends.every((pair) => pair.length === 2 && pair.every(isNode));
  return areSizes && areEnds && highest > 0 && nodeStep > 0 ? capability : null;
}

/** `RUN,4711,1500,150000,63` */
export function parseStatus(answer: string): RunStatus | null {
  const match = /^([A-Z]+),(\d+),(\d+),(\d+),(\d+)$/.exec(answer);
  const state = runStates.find((name) => name === match?.[1]);
  if (match === null || state === undefined) return null;
  const [run, step, learningTime, nextSequence] = match.slice(2).map(Number);
  return { state, run, step, learningTime: learningTime * 1e-6, nextSequence };
}

/** `-222,"Data out of range"` */
export function parseError(answer: string): BoardError | null {
  const match = /^([+-]?\d{1,5}),"([^"]*)"$/.exec(answer);
  return match === null ? null : { code: Number(match[1]), text: match[2] };
}
