import type { Experiment } from '../../learning/experiment/experiment.ts';
import { AnalogBoard } from '../analog/analogBoard.ts';
import type { Wiring } from '../wiring.ts';
import { Circuit } from './circuit.ts';
import { drawBoard, serialNumberOf, type Condition } from './condition.ts';
import { CLOCK_HZ, Microcontroller } from './microcontroller.ts';
import type { Profile } from './profiles.ts';

/** What an emulated board is made of. */
export interface BoardParts {
  readonly profile: Profile;
  /** Words of program memory. */
  readonly firmware: Uint16Array;
  /** The network that is built up, the states that its edges are charged to, and the constants of its learning circuit. */
  readonly experiment: Experiment;
  readonly wiring: Wiring;
  readonly condition: Condition;
  /** Which board of this condition it is: its hidden defects, and its serial number. */
  readonly seed: number;
}

/** The serial number is kept in the EEPROM, little-endian (firmware/README.md). */
const SERIAL_ADDRESS = 0;

/**
 * A board: the firmware on its microcontroller, the chips around it, and the two networks. It knows bytes on its serial line and
 * what hands can do to it (pliers, the reset button, the plug), nothing else.
 */
export class EmulatedBoard {
  readonly analog: AnalogBoard;
  /** The reset states of the edges, to charge them to again. */
  readonly #charge: Float64Array;
  readonly #controller: Microcontroller;
  #transmit: (byte: number) => void = () => undefined;
  /** Time that passed while it had no power or stood still, s. */
  #lost = 0;

  constructor({ profile, firmware, experiment, wiring, condition, seed }: BoardParts) {
    const { edgeCount } = experiment.network;
    const defects = drawBoard(condition, profile.edge, edgeCount, profile.channels, profile.fullScale / 256, seed);
    this.analog = new AnalogBoard(experiment, wiring, profile, defects.edges, seed);
    this.#charge = Float64Array.from(this.analog.states);
    const controllerTime = (): number => this.#controller.cycles / CLOCK_HZ;
    const host = {
      get time(): number {
        return controllerTime();
      },
      setPin: (port: 'B' | 'C' | 'D', pin: number, isHigh: boolean) => this.#controller.setPin(port, pin, isHigh),
    };
    const circuit = new Circuit(host, profile, this.analog, defects, seed);
    this.#controller = new Microcontroller(firmware, {
      portChanged: (port, levels, driven) => circuit.portChanged(port, levels, driven),
      spiTransferred: (byte) => circuit.spiTransferred(byte),
      transmitted: (byte) => this.#transmit(byte),
    });
    const serial = new Uint8Array(new Uint32Array([serialNumberOf(condition, seed)]).buffer);
    this.#controller.writeEeprom(SERIAL_ADDRESS, serial);
  }

  /** Time since it was built, s. */
  get time(): number {
    return this.#controller.cycles / CLOCK_HZ + this.#lost;
  }

  /** Symbols per second at which it listens and speaks. */
  get baudRate(): number {
    return this.#controller.baudRate;
  }

  onTransmit(listener: (byte: number) => void): void {
    this.#transmit = listener;
  }

  receive(byte: number): void {
    this.#controller.receive(byte);
  }

  /** Runs up to a moment, s. */
  run(until: number): void {
    this.#controller.run(Math.ceil((until - this.#lost) * CLOCK_HZ));
    this.analog.advance(this.#controller.cycles / CLOCK_HZ);
  }

  /** Time passes up to a moment, s, and it does nothing: it hangs, or has no power. */
  stand(until: number): void {
    this.#lost += Math.max(until - this.time, 0);
  }

  /** The reset button. */
  reset(): void {
    this.#controller.reset('external');
  }

  /** Power is lost: no pin is driven any more. Capacitors keep their charge, and the program begins anew when time runs again. */
  powerDown(): void {
    this.#controller.reset('powerOn');
  }

  /** Charges the edges to the states that the experiment begins with, as one does by hand. */
  recharge(): void {
    this.analog.charge(this.#charge);
  }
}
