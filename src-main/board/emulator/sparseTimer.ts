import { AVRTimer, type AVRTimerConfig, type CPU } from 'avr8js';

/** The parts of avr8js's timer that decide when something happens next. They are private there; the version is pinned. */
interface TimerState {
  readonly divider: number;
  readonly lastCycle: number;
  readonly updateDivider: boolean;
  readonly tcnt: number;
  readonly ocrA: number;
  readonly ocrB: number;
  readonly timerMode: number;
  readonly TOP: number;
  updateWGMConfig(): void;
}

/** Modes in which the counter only goes up: normal, clear on compare, fast PWM. */
const UPWARD_MODES = [0, 2, 3];

/** Bits of the control register B that choose the clock. */
const CLOCK_SELECT = 0x07;
/** Input capture: bit of the control register B that chooses the rising edge. */
const RISING_EDGE = 0x40;

/**
 * A timer that is looked at only when something can happen: a compare match or the end of its range. The timer of avr8js counts
 * every tick of its prescaler, which takes more time than the processor itself does with a prescaler of 1, and lets no idle
 * time be skipped. It counts right over any distance, though, so that only its appointments need to be changed. Input capture, which
 * avr8js lacks, is added.
 */
export class SparseTimer {
  readonly #cpu: CPU;
  readonly #config: AVRTimerConfig;
  readonly #timer: AVRTimer;
  readonly #state: TimerState;
  /** Counts up to the present cycle and makes no appointment. */
  readonly #countUp: (external?: boolean) => void;
  #appointed = Infinity;

  constructor(cpu: CPU, config: AVRTimerConfig) {
    this.#cpu = cpu;
    this.#config = config;
    this.#timer = new AVRTimer(cpu, config);
    this.#state = this.#timer as unknown as TimerState;
    const { count } = this.#timer;
    this.#countUp = (external = false) => count(false, external);
    this.#timer.count = (isAppointment = true, external = false) => this.#count(isAppointment, external);
    // What is written changes what comes next: count up to now by the old values, then make a new appointment.
    for (const register of [config.OCRA, config.OCRB, config.ICR, config.TCCRA]) if (register !== 0) this.#watch(register);
    this.#keepPhase();
  }

  /** An edge at the pin of the input capture: the count is kept in ICR where it is the edge that the program waits for. */
  capture(isRising: boolean): void {
    const { data } = this.#cpu;
    if (((data[this.#config.TCCRB] & RISING_EDGE) !== 0) !== isRising) return;
    const { divider, lastCycle, tcnt, TOP } = this.#state;
    const ticks = divider === 0 ? 0 : Math.floor((this.#cpu.cycles - lastCycle) / divider);
    const value = (tcnt + ticks) % (TOP + 1);
    data[this.#config.ICR] = value & 0xff;
    data[this.#config.ICR + 1] = value >> 8;
  }

  #count(isAppointment: boolean, external: boolean): void {
    const cpu = this.#cpu;
    const now = cpu.cycles;
    if (isAppointment && !this.#state.updateDivider && this.#appointed < now) {
      // The instruction that was under way when it was due took a few cycles longer: a pin moves in time all the same.
      cpu.cycles = this.#appointed;
      this.#countUp(external);
      cpu.cycles = now;
    }
    const makesItsOwn = this.#state.updateDivider;
    this.#countUp(external);
    if (makesItsOwn) this.#appointed = Infinity;
    else if (isAppointment && this.#state.divider > 0) this.#appoint();
  }

  #appoint(): void {
    const cycles = Math.max(this.#distance(), 1);
    this.#appointed = this.#cpu.cycles + cycles;
    this.#cpu.addClockEvent(this.#timer.count, cycles);
  }

  /** Cycles from now to the next moment that matters. */
  #distance(): number {
    const { divider, lastCycle, tcnt, ocrA, ocrB, timerMode, TOP } = this.#state;
    if (!UPWARD_MODES.includes(timerMode)) return lastCycle + divider - this.#cpu.cycles;
    const range = TOP + 1;
    const until = (value: number): number => (value > TOP ? range : (value - tcnt + range) % range || range);
    const ticks = tcnt > TOP ? 1 : Math.min(until(ocrA), until(ocrB), until(0));
    return lastCycle + ticks * divider - this.#cpu.cycles;
  }

  #watch(register: number): void {
    const cpu = this.#cpu;
    const state = this.#state;
    const write = cpu.writeHooks[register];
    cpu.writeHooks[register] = (value, oldValue, address, mask) => {
      const isCounting = state.divider > 0 && !state.updateDivider;
      if (isCounting) this.#countUp();
      const isHandled = write(value, oldValue, address, mask);
      if (isCounting && cpu.clearClockEvent(this.#timer.count)) this.#appoint();
      return isHandled;
    };
  }

  /** avr8js starts the prescaler anew at every write to the control register; in the chip it runs on where the clock stays the same. */
  #keepPhase(): void {
    const cpu = this.#cpu;
    const state = this.#state;
    const register = this.#config.TCCRB;
    const write = cpu.writeHooks[register];
    cpu.writeHooks[register] = (value, oldValue, address, mask) => {
      const isSame = ((value ^ oldValue) & CLOCK_SELECT) === 0 && state.divider > 0 && !state.updateDivider;
      if (!isSame) return write(value, oldValue, address, mask);
      this.#countUp();
      cpu.data[register] = value;
      state.updateWGMConfig();
      if (cpu.clearClockEvent(this.#timer.count)) this.#appoint();
      return true;
    };
  }
}
