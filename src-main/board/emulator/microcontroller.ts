import {
  AVRClock,
  AVREEPROM,
  AVRIOPort,
  AVRSPI,
  type AVRUSART,
  AVRWatchdog,
  CPU,
  EEPROMMemoryBackend,
  avrInstruction,
  portBConfig,
  portCConfig,
  portDConfig,
  spiConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  watchdogConfig,
} from 'avr8js';
import { createSerialUnit } from './serialUnit.ts';
import { SparseTimer } from './sparseTimer.ts';

/** ATmega328P of an Arduino Uno or Nano. */
export const CLOCK_HZ = 16e6;
export const FLASH_BYTES = 32768;
const SRAM_BYTES = 2048;
const EEPROM_BYTES = 1024;

/** The pin ICP1 of port B. */
const CAPTURE_PIN = 0;
const SLEEP = 0x9588;
/** Data addresses: sleep mode control, reset flags, watchdog control. */
const SMCR = 0x53;
const MCUSR = 0x54;
/** Bits of MCUSR: why the chip was reset. */
const RESET_FLAGS = { powerOn: 0x01, external: 0x02, watchdog: 0x08 } as const;

/** The queue of appointments of avr8js's CPU, private there. */
interface Appointments {
  readonly nextClockEvent: { readonly cycles: number } | null;
}

export type PortName = 'B' | 'C' | 'D';

const portConfigs = { B: portBConfig, C: portCConfig, D: portDConfig } as const;

/** What is soldered to the microcontroller. */
export interface Surroundings {
  /** A port drives these levels from now on, one bit per pin; bits that are not `driven` are inputs. */
  portChanged(port: PortName, levels: number, driven: number): void;
  /** A byte was shifted out through the SPI; answers the byte shifted in. */
  spiTransferred(value: number): number;
  /** A byte left through the serial line. */
  transmitted(value: number): void;
}

/**
 * An ATmega328P with its program, in avr8js: processor, ports, three timers, serial line, SPI, EEPROM and watchdog. Time is its own
 * cycle count; while it sleeps in idle mode, time is skipped to the next appointment.
 */
export class Microcontroller {
  readonly #program: Uint16Array;
  readonly #surroundings: Surroundings;
  readonly #eeprom = new EEPROMMemoryBackend(EEPROM_BYTES);
  /** Cycles before the last reset. */
  #before = 0;
  #cpu!: CPU;
  #serial!: AVRUSART;
  #ports!: Record<PortName, AVRIOPort>;
  #timer1!: SparseTimer;
  #isAsleep = false;
  #hasBarked = false;
  /** Bytes on their way in; the serial line takes one when the last has arrived. */
  #incoming: number[] = [];

  constructor(program: Uint16Array, surroundings: Surroundings) {
    this.#program = program;
    this.#surroundings = surroundings;
    this.#start(RESET_FLAGS.powerOn);
  }

  /** Time since power-on, cycles of 62.5 ns. */
  get cycles(): number {
    return this.#before + this.#cpu.cycles;
  }

  /** Everything but the EEPROM begins anew; time goes on. */
  reset(cause: 'powerOn' | 'external'): void {
    this.#start(RESET_FLAGS[cause]);
  }

  /** Writes into the EEPROM as a programmer does, from outside. */
  writeEeprom(address: number, bytes: Uint8Array): void {
    this.#eeprom.memory.set(bytes, address);
  }

  /** The level of an input pin, as the outside drives it. */
  setPin(port: PortName, pin: number, isHigh: boolean): void {
    this.#ports[port].setPin(pin, isHigh);
    if (port === 'B' && pin === CAPTURE_PIN) this.#timer1.capture(isHigh);
  }

  /** A byte on the serial line towards the chip; it arrives after those before it, at the speed of the line. */
  receive(byte: number): void {
    this.#incoming.push(byte);
    this.#feed();
  }

  /** Bytes that have not arrived yet. */
  get waiting(): number {
    return this.#incoming.length;
  }

  /** Symbols per second on the serial line, as the program has set it. */
  get baudRate(): number {
    return this.#serial.baudRate;
  }

  /** Runs until the given cycle, or a few cycles beyond: instructions are not cut in two. */
  run(until: number): void {
    while (this.cycles < until) {
      const cpu = this.#cpu;
      const end = until - this.#before;
      const appointments = cpu as unknown as Appointments;
      while (cpu.cycles < end && !this.#hasBarked) {
        if (this.#isAsleep) {
          this.#sleep(cpu, appointments, end);
          continue;
        }
        const isSleep = cpu.progMem[cpu.pc] === SLEEP;
        avrInstruction(cpu);
        const { pc } = cpu;
        cpu.tick();
        // Where an interrupt was pending it is served at once, and the program never falls asleep.
        if (isSleep && cpu.pc === pc && (cpu.data[SMCR] & 1) === 1) this.#isAsleep = true;
      }
      if (this.#hasBarked) this.#start(RESET_FLAGS.watchdog);
    }
  }

  /** Skips to the next appointment; an interrupt that it brings wakes the processor. */
  #sleep(cpu: CPU, appointments: Appointments, end: number): void {
    const next = appointments.nextClockEvent?.cycles ?? end;
    if (next > end) {
      cpu.cycles = end;
      return;
    }
    cpu.cycles = Math.max(cpu.cycles, next);
    const { pc } = cpu;
    cpu.tick();
    if (cpu.pc !== pc) this.#isAsleep = false;
  }

  #start(reason: number): void {
    const hasStarted = (this.#cpu as CPU | undefined) !== undefined;
    if (hasStarted) this.#before += this.#cpu.cycles;
    const cpu = new CPU(this.#program, SRAM_BYTES);
    this.#cpu = cpu;
    this.#isAsleep = false;
    this.#hasBarked = false;
    this.#incoming = [];
    cpu.data[MCUSR] = reason;
    this.#ports = {} as Record<PortName, AVRIOPort>;
    for (const name of ['B', 'C', 'D'] as const) {
      const port = new AVRIOPort(cpu, portConfigs[name]);
      port.addListener((levels) => this.#surroundings.portChanged(name, levels, cpu.data[portConfigs[name].DDR]));
      this.#ports[name] = port;
      // In reset every pin is an input; what hangs on it sees no drive.
      if (hasStarted) this.#surroundings.portChanged(name, 0, 0);
    }
    new SparseTimer(cpu, timer0Config);
    this.#timer1 = new SparseTimer(cpu, timer1Config);
    new SparseTimer(cpu, timer2Config);
    this.#serial = createSerialUnit(cpu, CLOCK_HZ);
    this.#serial.onByteTransmit = (value) => this.#surroundings.transmitted(value);
    this.#serial.onRxComplete = () => this.#feed();
    // A receiver that was switched on later finds what waits.
    this.#serial.onConfigurationChange = () => this.#feed();
    const spi = new AVRSPI(cpu, spiConfig, CLOCK_HZ);
    spi.onByte = (value) => {
      const received = this.#surroundings.spiTransferred(value);
      cpu.addClockEvent(() => spi.completeTransfer(received), spi.transferCycles);
    };
    new AVREEPROM(cpu, this.#eeprom);
    new AVRWatchdog(cpu, watchdogConfig, new AVRClock(cpu, CLOCK_HZ));
    const resetProcessor = cpu.reset.bind(cpu);
    cpu.reset = () => {
      resetProcessor();
      this.#hasBarked = true;
    };
  }

  #feed(): void {
    if (this.#incoming.length > 0 && this.#serial.writeByte(this.#incoming[0]) === true) this.#incoming.shift();
  }
}
