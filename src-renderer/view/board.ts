import { formatQuantity } from '../../shared/units.ts';
import type { BoardAbout, BoardLink } from '../../shared/machines.ts';

/** What the chip in the header says of a board: its name, and beside it what there is room for. */
export interface ChipWords {
  readonly name: string;
  readonly more: readonly string[];
}

/** @param title  of the machine */
export function chipWords(title: string, { place, serialNumber, firmware }: BoardAbout, { state, framesLost }: BoardLink): ChipWords {
  const isEmulated = place === 'emulated';
  const name = isEmulated ? title : `Board ${serialNumber}`;
  if (state === 'lost') return { name: 'Reconnecting', more: ['same serial number only'] };
  const lost = `${framesLost} lost`;
  if (state === 'over') return { name, more: ['run interrupted', lost] };
  return { name, more: [...(isEmulated ? [] : [shortPlace(place)]), `fw ${firmware}`, lost] };
}

const starts: Readonly<Record<string, string>> = {
  POWER: 'power-on',
  EXTERNAL: 'a reset',
  BROWNOUT: 'a drop of its supply',
  WATCHDOG: 'a reset by its watchdog',
};

/** What a board last started by. */
const startOf = (cause: string): string => starts[cause] ?? 'its start';

/** The end of a long path tells ports apart. */
const shortPlace = (place: string): string => (place.length <= 18 ? place : `…${place.slice(-16)}`);

/** What a board told when hands were shaken, line by line. */
export function boardFacts(about: BoardAbout): [string, string][] {
  const { place, serialNumber, firmware, protocol, profile, topology, nodes, edges, outputs, pulse, clock, cause } = about;
  return [
    ['Serial number', serialNumber === '0' ? 'never set' : serialNumber],
    ['Port', place],
    ['Firmware', `${firmware}, protocol ${protocol}`],
    ['Profile', profile],
    ['Network', `${topology}: ${nodes} nodes, ${edges} edges, as in the experiment`],
    ['Voltages', `${outputs} channels`],
    [
      'Learning',
      pulse === null ? 'a step at each clock edge' : `pulses of ${formatQuantity(pulse[0], 's')} to ${formatQuantity(pulse[1], 's')}`,
    ],
    ['Clock', `${formatQuantity(clock, 's')} after ${startOf(cause)}`],
  ];
}

/** The result of the handshake in a line of short words. */
export function handshakeWords(about: BoardAbout): string[] {
  const { place, serialNumber, firmware, profile, nodes, edges, clock, cause } = about;
  return [
    serialNumber === '0' ? 'serial number never set' : `serial number ${serialNumber}`,
    `firmware ${firmware}`,
    profile,
    `${nodes} nodes, ${edges} edges: as in the experiment`,
    `clock ${formatQuantity(clock, 's')} after ${startOf(cause)}`,
    ...(place === 'emulated' ? [] : [place]),
  ];
}

/** How the way to it is. */
export function linkFacts({ state, framesLost, damaged }: BoardLink): [string, string][] {
  const words = { connected: 'stands', lost: 'away; looked for by its serial number', over: 'the run is over' } as const;
  return [
    ['Connection', words[state]],
    ['Frames lost', String(framesLost)],
    ['Damaged', damaged === 0 ? 'nothing' : `${damaged} ${damaged === 1 ? 'piece' : 'pieces'}, passed over or said again`],
  ];
}
