import type { BoardAbout } from '../../../shared/machines.ts';
import {
  parseCapability,
  parseIdentity,
  parseStatus,
  type BoardCapability,
  type BoardIdentity,
  type RunStatus,
} from '../protocol/answers.ts';
import { encodeLine } from '../protocol/lines.ts';
import type { Port } from '../transports/transport.ts';
import { Link, type LinkListener } from './link.ts';
import { lost, mismatch, outdated } from './problems.ts';

/** The speed of a board after every reset, and the fastest that is used. */
const FIRST_BAUD_RATE = 115200;
const FASTEST_BAUD_RATE = 500000;
/**
 * Time for the first answer of a board whose speed is not known, ms, attempt by attempt: every speed quickly first, then with the patience that a
 * boot loader needs (up to 2 s after a reset), or a computer with other things to do.
 */
const GREETINGS_MS = [250, 250, 250, 250, 1000, 1000, 1000, 1000, 3000];
/** A board is told so many times to go faster. */
const SPEED_ATTEMPTS = 8;
/** A board without a line from its host for so long freezes learning by itself, s. */
const HOST_TIMEOUT = 30;

/** All that is known of a board once hands were shaken. */
export interface BoardInfo {
  readonly place: string;
  readonly identity: BoardIdentity;
  readonly capability: BoardCapability;
  /** Cause of its last start, and how many there were. */
  readonly boot: string;
  readonly status: RunStatus;
  /** Version of the protocol that it speaks. */
  readonly protocol: string;
  /** Time since its last start by its own clock, s. */
  readonly clock: number;
}

/** Opens the port and finds the speed at which the board listens; from then on both sides guard what they say. */
export async function greet(port: Port, listener: LinkListener): Promise<Link> {
  const rates = [FIRST_BAUD_RATE, FASTEST_BAUD_RATE, 1000000, 250000];
  const transport = await port.open(FIRST_BAUD_RATE);
  const link = new Link(transport, listener);
  try {
    for (const [round, patience] of GREETINGS_MS.entries()) {
      await transport.setBaudRate(rates[round % rates.length]);
      // Whatever was left of an earlier line ends here, and a guard that an earlier host had asked for.
      link.shout(encodeLine(['\nSYST:COMM:GUAR OFF'], false));
      if (await link.probe('*CLS;SYST:COMM:GUAR ON', patience)) {
        link.isGuarded = true;
        return link;
      }
    }
    throw mismatch(
      transport.place,
      'nobody there speaks this protocol at any of its speeds',
      'Choose the port of a Twinbench board. A board that has never run this firmware needs it first; one that hangs needs its reset button.',
    );
  } catch (error) {
    await link.close();
    throw error;
  }
}

/** Asks the board who it is, and checks that this program understands it. */
export async function introduce(link: Link): Promise<BoardInfo> {
  const place = link.place;
  const [idn, protocol] = await link.ask('*IDN?;SYST:PROT?');
  const identity = parseIdentity(idn ?? '');
  if (identity === null) throw mismatch(place, `it says that it is "${idn}"`, 'Choose the port of a Twinbench board.');
  if (!/^1\.\d+$/.test(protocol ?? '')) throw outdated(place, identity.firmware, protocol || 'of no number');
  const [ability] = await link.ask('SYST:CAP?');
  const [edges] = await link.ask('SYST:CAP:EDG?');
  const capability = parseCapability(ability ?? '', edges ?? '');
  if (capability === null) throw mismatch(place, 'what it says about itself makes no sense', 'Flash the firmware of this release.');
  const [boot, answer, time] = await link.ask('SYST:BOOT?;EXP:STAT?;SYST:TIME?');
  const status = parseStatus(answer ?? '');
  if (status === null || !/^\d+$/.test(time ?? '')) {
    throw mismatch(place, `it answered "${answer};${time}" when asked for its state and time`, 'Flash the firmware of this release.');
  }
  return { place, identity, capability, boot: boot ?? '', status, protocol, clock: Number(time) * 1e-6 };
}

/** The same in the words of the screen. */
export function aboutOf({ place, identity, capability, boot, protocol, clock }: BoardInfo): BoardAbout {
  const { topology, nodes, edgeCount: edges, outputs, rule, shortestPulse, longestPulse } = capability;
  const pulse: BoardAbout['pulse'] = rule === 'pulse' ? [shortestPulse, longestPulse] : null;
  return { place, ...identity, protocol, topology, nodes, edges, outputs, pulse, clock, cause: boot.split(',')[0] };
}

/** Orders what the connection needs: speed, heartbeats, frames, and a frozen board. */
export async function settle(link: Link, capability: BoardCapability, status: RunStatus): Promise<void> {
  const rates = capability.baudRates.filter((rate) => rate <= FASTEST_BAUD_RATE);
  const fastest = Math.max(FIRST_BAUD_RATE, ...rates);
  if (fastest > FIRST_BAUD_RATE) await speedUp(link, fastest);
  if (capability.rule === 'pulse' && status.state !== 'RUN') await link.ask('LEAR OFF', { expected: [-221] });
  await link.ask(`SYST:COMM:TIM ${HOST_TIMEOUT};STR:HEAR 0.5;STR:SUBS MEAS,STAT,HEAR`);
  link.isWatched = true;
}

/**
 * Goes over to a faster speed, which holds from the end of the answer on. Where that answer is lost nobody knows at which speed the board
 * listens, so that it is asked at the new one, and, where it does not answer there, told again at the old one.
 */
async function speedUp(link: Link, baudRate: number): Promise<void> {
  const patience = GREETINGS_MS[0] * link.transport.patience;
  for (let attempt = 0; attempt < SPEED_ATTEMPTS; attempt++) {
    await link.probe(`SYST:COMM:BAUD ${baudRate}`, patience);
    await link.transport.setBaudRate(baudRate);
    for (let question = 0; question < 2; question++) if (await link.probe('SYST:HEAR', patience)) return;
    await link.transport.setBaudRate(FIRST_BAUD_RATE);
  }
  throw lost(link.place, `it does not answer at ${baudRate} baud`);
}
