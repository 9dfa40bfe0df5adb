import { randomStream } from '../../math/random.ts';
import type { AnalogBoard } from '../analog/analogBoard.ts';
import { Converter0820 } from './chips/converter0820.ts';
import { Potentiometer5220 } from './chips/potentiometer5220.ts';
import { QuadConverter7226 } from './chips/quadConverter7226.ts';
import { ShiftRegister595 } from './chips/shiftRegister595.ts';
import { StorageRegisters597 } from './chips/storageRegister597.ts';
import type { BoardDefects } from './condition.ts';
import type { PortName } from './microcontroller.ts';
import type { Profile } from './profiles.ts';

/** Pins by their bit in the port (the table of firmware/README.md). */
const B = { sense: 0, learn: 1, latch: 2 } as const;
const C = { upDown: 2, convert: 5 } as const;
const D = { nudgeClock: 2, write3: 2, outputEnable: 3, write1: 4, write2: 5, store: 6, load: 7 } as const;
/** Levels of pins that nothing drives, by the resistors on the board. */
const pulls: Readonly<Record<PortName, number>> = { B: 0, C: 1 << C.convert, D: (1 << 2) | (1 << D.write1) | (1 << D.write2) };

/** What the circuit needs of the microcontroller that it hangs on. */
export interface Host {
  /** Emulated time, s; exact within an instruction. */
  readonly time: number;
  setPin(port: PortName, pin: number, isHigh: boolean): void;
}

/** The chips between the pins of the microcontroller and the networks. Reacts to pins and to bytes on the SPI; knows no time of its own. */
export class Circuit {
  readonly #host: Host;
  readonly #profile: Profile;
  readonly #analog: AnalogBoard;
  readonly #defects: BoardDefects;
  readonly #levels: Record<PortName, number> = { ...pulls };
  readonly #bus = new ShiftRegister595();
  readonly #outputs: readonly QuadConverter7226[];
  readonly #nudge = new Potentiometer5220();
  readonly #nodeConverter: Converter0820;
  readonly #stateConverter: Converter0820;
  readonly #storage = new StorageRegisters597(2);

  constructor(host: Host, profile: Profile, analog: AnalogBoard, defects: BoardDefects, seed: number) {
    this.#host = host;
    this.#profile = profile;
    this.#analog = analog;
    this.#defects = defects;
    this.#outputs = Array.from({ length: profile.channels / 4 }, () => new QuadConverter7226());
    this.#nodeConverter = new Converter0820(randomStream(seed, 'node converter'), defects.converterNoise);
    this.#stateConverter = new Converter0820(randomStream(seed, 'state converter'), defects.converterNoise);
  }

  /** @returns  the byte that comes back */
  spiTransferred(byte: number): number {
    this.#bus.shift(byte);
    return this.#storage.shift();
  }

  portChanged(port: PortName, levels: number, driven: number): void {
    const before = this.#levels[port];
    const now = (levels & driven) | (pulls[port] & ~driven);
    this.#levels[port] = now;
    const isRising = (pin: number): boolean => ((now & ~before) >> pin) % 2 === 1;
    const isFalling = (pin: number): boolean => ((before & ~now) >> pin) % 2 === 1;
    if (port === 'B') this.#portB(isRising, isFalling);
    else if (port === 'C') {
      if (isFalling(C.convert)) this.#convert();
      this.#driveOutputs(false);
    } else this.#portD(isRising, isFalling);
  }

  #portB(isRising: (pin: number) => boolean, isFalling: (pin: number) => boolean): void {
    if (isRising(B.latch)) {
      this.#bus.latch();
      this.#driveOutputs(false);
    }
    if (!isRising(B.learn) && !isFalling(B.learn)) return;
    if (this.#profile.clamping === 'circuit') this.#analog.setLearning(isRising(B.learn), this.#host.time);
    else if (isRising(B.learn)) this.#analog.clockEdge();
    this.#host.setPin('B', B.sense, isRising(B.learn));
  }

  #portD(isRising: (pin: number) => boolean, isFalling: (pin: number) => boolean): void {
    if (this.#profile.clamping === 'circuit' && isFalling(D.nudgeClock)) {
      this.#nudge.step(this.#isHigh('C', C.upDown));
      this.#settle();
      this.#analog.setNudge(this.#nudge.position / 128);
    }
    if (isRising(D.store)) this.#storage.store([this.#nodeConverter.code, this.#stateConverter.code]);
    if (!this.#isHigh('D', D.load)) this.#storage.load();
    this.#driveOutputs(isRising(D.outputEnable) || isFalling(D.outputEnable));
  }

  /** Both converters sample what the address selects: a node of one of the networks, and the state of an edge. */
  #convert(): void {
    const address = this.#levels.C & 0x1f;
    const { states } = this.#analog;
    this.#settle();
    const voltage = address < 16 ? this.#analog.freeVoltage(address) : this.#analog.clampedVoltage(address - 16);
    // An input without a node or an edge behind it lies at ground.
    this.#nodeConverter.convert(((voltage ?? 0) + this.#defects.converterOffset) / this.#profile.fullScale);
    this.#stateConverter.convert(this.#profile.stateFraction(states[address] ?? 0));
  }

  /** Passes the pins on to the output converters. @param isAll  even where no latch changed */
  #driveOutputs(isAll: boolean): void {
    const isEnabled = this.#isHigh('D', D.outputEnable);
    const writes = [D.write1, D.write2, D.write3];
    this.#outputs.forEach((chip, index) => {
      const isWriteLow = !this.#isHigh('D', writes[index]);
      if (!chip.drive(isWriteLow, this.#levels.C & 3, this.#bus.outputs) && !isAll) return;
      this.#settle();
      chip.codes.forEach((code, place) => {
        const channel = 4 * index + place;
        const voltage = (code / 256) * this.#profile.fullScale + this.#defects.channelOffsets[channel];
        this.#analog.setChannel(channel, isEnabled ? voltage : 0);
      });
    });
  }

  /** Voltages that change while learning is on act from now on only. */
  #settle(): void {
    this.#analog.advance(this.#host.time);
  }

  #isHigh(port: PortName, pin: number): boolean {
    return (this.#levels[port] >> pin) % 2 === 1;
  }
}
