import { format } from 'd3-format';
import type { Session } from '../../shared/session.ts';
import type { EdgeDamage } from '../../shared/frames.ts';
import { formatQuantity } from '../../shared/units.ts';

export { formatCount } from '../../shared/units.ts';

type EdgeKind = Session['edgeKind'];

/** Two digits always: "2.0k" beside "1.9k". */
const short = format('.2s');
const shorter = format('.3~s');

/** Letter of an edge's adjustable state: gate voltage G, wiper position k, conductance K. */
export function stateSymbol(kind: EdgeKind): string {
  return { transistor: 'G', digipot: 'k', resistor: 'K' }[kind];
}

/** Unit in which the state of an edge is typed; wiper positions have none. */
export function stateUnit(kind: EdgeKind): string {
  return { transistor: 'V', digipot: '', resistor: 'S' }[kind];
}

/** What the state of an edge is, in words. */
export function stateName(kind: EdgeKind): string {
  return { transistor: 'gate voltage', digipot: 'wiper position', resistor: 'conductance' }[kind];
}

/** The state of an edge with its unit: "2.91 V", "64 of 128", "1.77 mS". */
export function formatState(value: number, session: Pick<Session, 'edgeKind' | 'stateRange'>): string {
  switch (session.edgeKind) {
    case 'transistor':
      return `${value.toFixed(2)}\u00a0V`;
    case 'digipot':
      return `${Math.round(value)} of ${session.stateRange[1]}`;
    case 'resistor':
      return formatQuantity(value, 'S');
  }
}

/** Rate of change of an edge's state with its unit. Wipers and conductances change by training steps. */
export function formatRate(rate: number, kind: EdgeKind): string {
  const sign = rate > 0 ? '+' : '';
  switch (kind) {
    case 'transistor':
      return sign + formatQuantity(rate, 'V/s');
    case 'digipot':
      return `${sign}${rate.toFixed(2).replace('-', '−')} /step`;
    case 'resistor':
      return `${sign}${formatQuantity(rate, 'S')} /step`;
  }
}

/** Unit of the rate, for legends. */
export function rateUnit(kind: EdgeKind): string {
  return { transistor: 'V/s', digipot: 'per step', resistor: 'S per step' }[kind];
}

/** Resistance in ohms without its unit, for narrow columns: "828", "6.2k", "∞". */
export function formatResistanceShort(conductance: number): string {
  // A closed channel leaks by rounding alone: beyond a teraohm there is nothing.
  if (!(conductance > 1e-12)) return '∞';
  const resistance = 1 / conductance;
  return (resistance < 1000 ? shorter : short)(resistance);
}

/** Resistance with its unit: "565 Ω"; "∞" where nothing conducts. */
export function formatResistance(conductance: number): string {
  return conductance > 0 ? formatQuantity(1 / conductance, 'Ω') : '∞';
}

/** A rate of steps for people: "12.3k". */
export function formatShort(value: number): string {
  if (value === 0) return '0';
  return value < 10 ? value.toPrecision(2) : shorter(value);
}

/** Voltage with a fixed number of decimals, so that a live read-out does not jitter: "0.214 V"; "–" for a floating node. */
export function formatVolts(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(3).replace('-', '−')}\u00a0V`;
}

/** Learning time: seconds with two decimals under a minute, then minutes and hours. */
export function formatTime(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 2 : 1)}\u00a0s`;
  if (seconds < 6000) return `${Math.floor(seconds / 60)}\u00a0min ${Math.floor(seconds % 60)}\u00a0s`;
  return `${Math.floor(seconds / 3600)}\u00a0h ${Math.floor((seconds % 3600) / 60)}\u00a0min`;
}

/** What is wrong with an edge, as one word after its name; "" for an intact one. */
export function damageWord(damage: EdgeDamage): string {
  return damage === null ? '' : { cut: 'cut', short: 'shorted', stuck: 'stuck' }[damage];
}

/** Bytes for people: "312 kB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)}\u00a0B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1000 ** power).toPrecision(3)}\u00a0${units[power - 1]}`;
}

/** Wall time: "0:07", "12:30", "3:05:00". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Date and time where the user is: "2026-11-21 12:30". */
export function formatDate(hostTime: number): string {
  const date = new Date(hostTime * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
