import type { DamageKind } from '../../../shared/documents/network.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type {
  Capability,
  Machine,
  MachineCheckpoint,
  MachineIdentity,
  MachineRemark,
  MachineState,
  Measurement,
} from '../../machine/machine.ts';
import type { Network } from '../../physics/network.ts';
import type { BoardConnection, ConnectionEvent } from '../driver/connection.ts';
import { lost } from '../driver/problems.ts';
import type { Frame, MeasurementFrame, RunState } from '../protocol/frames.ts';
import { Assembler, keyOf, type RawMeasurement } from './assembler.ts';
import { derivedConductances } from './conductances.ts';
import { measuredSets, plain, programOf, pulseOf, type BoardProgram } from './program.ts';
import { Readings, type MeasuredSet } from './readings.ts';

/** What hands can do to a board that stands in front of somebody; an emulated one offers its own. */
export interface Hands {
  readonly damages: readonly (DamageKind | null)[];
  damage(edges: readonly number[], kind: DamageKind | null): void;
}

export interface BoardMachineOptions {
  readonly hands?: Hands;
  /** Number of the run, 1 to 65535, by which it is known again. */
  readonly run: number;
}

/** A board that says nothing of its run for so long is asked, ms. */
const POLL_MS = 1500;
/** Time for a measurement that was asked for, ms: the largest takes about two seconds at the slowest speed. */
const MEASURE_MS = 5000;
/** µs */
const CLOCK_RANGE = 4294967296;

const everyBoard: readonly Capability[] = ['freeze', 'setNudge', 'readFree', 'readClamped', 'readStates', 'respond'];

/** What the machine tells of itself when it is saved. */
interface Whereabouts {
  readonly serialNumber: string;
  readonly boot: string;
  readonly run: number;
  readonly step: number;
}

/**
 * A board as a machine: it gets the whole experiment once, runs it alone up to a step, holds, and reports. A lost connection is
 * waited for while the board goes on; a board that was reset in between has lost the run, which is said and never patched.
 */
export class BoardMachine implements Machine {
  readonly experiment: Experiment;
  readonly identity: MachineIdentity;
  readonly capabilities: ReadonlySet<Capability>;
  readonly #connection: BoardConnection;
  readonly #program: BoardProgram;
  readonly #readings: Readings;
  readonly #hands: Hands | null;
  readonly #run: number;
  readonly #listeners: ((measurement: Measurement) => void)[] = [];
  readonly #remarkListeners: ((remark: MachineRemark) => void)[] = [];
  readonly #assembler: Assembler;
  #state: RunState = 'IDLE';
  #step = 0;
  /** s */
  #time = 0;
  #hasBegun = false;
  #isLearning = true;
  /** The set whose rows the board measures at present. */
  #measured: MeasuredSet;
  /** The last measurement that was taken where the board stands now, by set. */
  readonly #fresh = new Map<MeasuredSet, RawMeasurement>();
  #collect: ((raw: RawMeasurement) => void) | null = null;
  #failure: ProblemError | null = null;
  /** Called when something was heard of the run. */
  #heard: () => void = () => undefined;

  private constructor(connection: BoardConnection, experiment: Experiment, program: BoardProgram, options: BoardMachineOptions) {
    const { identity, capability } = connection.info;
    this.experiment = experiment;
    this.#connection = connection;
    this.#program = program;
    this.#readings = new Readings(experiment, program, capability);
    this.#hands = options.hands ?? null;
    this.#run = options.run;
    this.#measured = experiment.document.measure.of;
    this.identity = { kind: 'board', title: `Board ${identity.serialNumber} (${identity.profile})` };
    const pulses: Capability[] = capability.rule === 'pulse' ? ['setStepTime'] : [];
    this.capabilities = new Set<Capability>([...everyBoard, ...pulses, ...(this.#hands === null ? [] : (['damage'] as const))]);
    this.#assembler = new Assembler((raw) => this.#measurementCame(raw));
    connection.listen({ frame: (frame) => this.#frame(frame), event: (event) => this.#event(event) });
  }

  /**
   * Sends an experiment to a board. Learning does not begin before `advance`.
   *
   * @throws ProblemError E-BOARD-MISMATCH where the board can't do it; E-BOARD-REFUSED, E-BOARD-LOST
   */
  static async create(connection: BoardConnection, experiment: Experiment, options: BoardMachineOptions): Promise<BoardMachine> {
    const program = programOf(experiment, connection.info.capability);
    const machine = new BoardMachine(connection, experiment, program, options);
    for (const line of program.lines) {
      await connection.ask(line);
      // A board that was reset in between has forgotten the lines before.
      machine.#checkAlive();
    }
    // *RST has ended the subscriptions.
    await connection.ask('STR:SUBS MEAS,STAT,HEAR');
    return machine;
  }

  get network(): Network {
    return this.experiment.network;
  }

  onMeasurement(listener: (measurement: Measurement) => void): void {
    this.#listeners.push(listener);
  }

  onRemark(listener: (remark: MachineRemark) => void): void {
    this.#remarkListeners.push(listener);
  }

  async advance(steps: number): Promise<number> {
    if (!this.#isLearning || steps < 1) return 0;
    const from = this.#step;
    const target = from + steps;
    this.#fresh.clear();
    const rows = this.#rowsCommand(this.experiment.document.measure.of);
    await this.#goOn(`${rows}EXP:BRE ${target}`);
    await this.#arrival(target);
    return this.#step - from;
  }

  async measure(set: MeasuredSet): Promise<Measurement> {
    const raw = await this.#measuredNow(set === 'test' && this.experiment.test === null ? 'training' : set);
    const measurement = this.#readings.measurement(raw, set, firstRow(raw), this.#time);
    if (measurement === null) throw lost(this.#connection.info.place, 'a measurement did not arrive whole');
    return measurement;
  }

  /** Every row is imposed by hand in turn; the next step, or measurement, puts the voltages of the experiment back. */
  async respond(rows: readonly (readonly number[])[]): Promise<Float64Array> {
    const { outputs } = this.experiment;
    const { highest } = this.#connection.info.capability;
    const nodes = [...outputs.plus].flatMap((plus, index) => (outputs.minus[index] < 0 ? [plus] : [plus, outputs.minus[index]]));
    const answers = new Float64Array(rows.length * outputs.plus.length);
    const inputs = rows[0]?.map((_, channel) => channel) ?? [];
    for (let row = 0; row < rows.length; row++) {
      const voltages = rows[row].map((voltage) => plain(Math.min(Math.max(voltage, 0), highest * (255 / 256))));
      const impose = voltages.length === 0 ? '' : `SOUR:VOLT ${voltages.join(',')},(@${inputs.join(',')});`;
      const [answer] = await this.#connection.ask(`${impose}MEAS:VOLT:FREE? (@${nodes.join(',')}),4`);
      const values = (answer ?? '').split(',').map(Number);
      let place = 0;
      outputs.minus.forEach((minus, output) => {
        const high = values[place++];
        answers[row * outputs.plus.length + output] = minus < 0 ? high : high - values[place++];
      });
    }
    await this.#connection.ask(this.#program.byHand(this.#presentRow()));
    return answers;
  }

  async read(state?: MachineState): Promise<MachineState> {
    const { network } = this.experiment;
    const row = this.#presentRow();
    // The clamped outputs of a clocked board are where its last step has put them, not where a row of the table would.
    const isShown = this.#connection.info.capability.rule === 'clock' || this.#measured !== 'training';
    const wanted = isShown ? 'present' : 'training';
    // A board that runs can't be asked for more than it has just measured.
    const last = this.#state === 'RUN' ? this.#fresh.get(this.experiment.document.measure.of) : undefined;
    const raw = last ?? (await this.#measuredNow(wanted));
    const shown = isShown && last === undefined ? firstRow(raw) : row;
    const unread = (count: number): Float64Array => new Float64Array(count).fill(Number.NaN);
    const free = this.#readings.voltages(raw, 'free', shown) ?? unread(network.nodeCount);
    const states = this.#readings.states(raw) ?? unread(network.edgeCount);
    const damage = [...(this.#hands?.damages ?? Array.from({ length: network.edgeCount }, () => null))];
    const filled: MachineState = {
      step: this.#step,
      time: this.#time,
      isLearning: this.#isLearning,
      datapoint: this.#step === 0 ? -1 : this.#program.order.datapoints[row],
      freeVoltages: free,
      clampedVoltages: this.#readings.voltages(raw, 'clamped', shown) ?? unread(network.nodeCount),
      states,
      conductances: derivedConductances(this.experiment, states, free, damage),
      damage,
    };
    return state === undefined ? filled : Object.assign(state, filled);
  }

  setLearning(isLearning: boolean): void {
    // Between two stretches of a run the board holds, and its freeze line with it.
    this.#isLearning = isLearning;
  }

  async setNudge(nudge: number): Promise<void> {
    await this.#connection.ask(`EXP:NUDG ${plain(nudge)}`);
    this.#fresh.clear();
  }

  async setStepTime(stepTime: number): Promise<void> {
    await this.#connection.ask(`EXP:TIME ${plain(pulseOf(stepTime, this.#connection.info.capability))}`);
  }

  damage(edges: readonly number[], kind: DamageKind | null): void {
    if (this.#hands === null) throw unable('damage edges', 'Damage them by hand, or run the experiment on an emulated board.');
    this.#hands.damage(edges, kind);
    this.#fresh.clear();
  }

  /** Where the run is to be found again: on the board. */
  checkpoint(): MachineCheckpoint {
    const { identity, boot } = this.#connection.info;
    const data: Whereabouts = { serialNumber: identity.serialNumber, boot, run: this.#run, step: this.#step };
    return { kind: 'board', data };
  }

  restore(): never {
    throw unable('go back to an earlier step', 'What its edges have learnt since can’t be taken back. Start the experiment again.');
  }

  /** Ends the run and the connection; the board is frozen, with its outputs at 0 V. */
  async close(): Promise<void> {
    if (!this.#connection.isClosed && this.#failure === null) await this.#connection.ask('ABOR').catch(() => undefined);
    await this.#connection.close();
  }

  /** Row that was shown in the last step. */
  #presentRow(): number {
    return this.#program.order.rowOf(Math.max(this.#step - 1, 0));
  }

  #rowsCommand(set: MeasuredSet): string {
    if (this.#measured === set) return '';
    this.#measured = set;
    return `EXP:MEAS:ROWS ${measuredSets[set]};`;
  }

  /** Begins or goes on. Saying it twice does no harm: a run that is going or held at its goal stays so. */
  async #goOn(before: string): Promise<void> {
    this.#state = 'RUN';
    if (this.#hasBegun) await this.#connection.ask(`${before};EXP:CONT`, { expected: [-221] });
    else await this.#connection.ask(`${before};INIT ${this.#run}`, { expected: [-213] });
    this.#hasBegun = true;
  }

  /** Waits until the board holds at a step. @throws ProblemError where the run is over before */
  async #arrival(target: number): Promise<void> {
    while (!(this.#state === 'HELD' && this.#step >= target)) {
      this.#checkAlive();
      if (this.#state === 'HELD') await this.#goOn(`EXP:BRE ${target}`);
      else if (this.#state !== 'RUN') this.#failure = this.#interrupted(`it is ${this.#state} at step ${this.#step}`);
      else if (!(await this.#hears(POLL_MS))) {
        const status = await this.#connection.status();
        if (status.run !== this.#run) this.#failure = this.#interrupted('another run is on the board');
        else this.#reached(status.state, status.step, status.learningTime * 1e6);
      }
    }
  }

  /** True where something is heard of the run within the time. */
  #hears(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#connection.timing.after(milliseconds, () => {
        this.#heard = () => undefined;
        resolve(false);
      });
      this.#heard = () => {
        this.#heard = () => undefined;
        cancel();
        resolve(true);
      };
    });
  }

  async #measuredNow(set: MeasuredSet): Promise<RawMeasurement> {
    this.#checkAlive();
    const known = this.#fresh.get(set);
    if (known !== undefined) return known;
    for (let attempt = 0; attempt < 3; attempt++) {
      const came = new Promise<RawMeasurement | null>((resolve) => {
        const cancel = this.#connection.timing.after(MEASURE_MS, () => resolve(null));
        this.#collect = (raw) => {
          cancel();
          resolve(raw);
        };
      });
      // A measurement that is still going on refuses the next one; it is the one that is waited for.
      await this.#connection.ask(`${this.#rowsCommand(set)}EXP:MEAS`, { expected: [-221] });
      const raw = await came;
      this.#collect = null;
      this.#checkAlive();
      if (raw !== null && this.#readings.rowsOf(set, firstRow(raw)).every((row) => raw.rows.has(keyOf('outputs', row)))) {
        this.#fresh.set(set, raw);
        return raw;
      }
    }
    throw lost(this.#connection.info.place, 'a measurement did not arrive whole, three times in a row');
  }

  #frame(frame: Frame): void {
    if (frame.kind === 'measurement') this.#measurementFrame(frame);
    else {
      if (frame.run !== this.#run || !this.#hasBegun) return;
      const time = frame.kind === 'state' ? frame.learningTime : null;
      if (frame.kind === 'state' && frame.cause !== 0) this.#remark('warning', `the board holds the run: error ${frame.cause}`);
      this.#reached(frame.state, frame.step, time);
    }
  }

  #measurementFrame(frame: MeasurementFrame): void {
    this.#assembler.add(frame);
  }

  #measurementCame(raw: RawMeasurement): void {
    if (this.#collect !== null) {
      this.#collect(raw);
      return;
    }
    const { of } = this.experiment.document.measure;
    // A program measures after steps; what a board reads before the first one is known already.
    if (raw.step === 0) return;
    const time = this.#learningTime(raw.step, raw.learningTime);
    const measurement = this.#readings.measurement(raw, of, firstRow(raw), time);
    if (measurement === null) {
      this.#remark('warning', `the measurement at step ${raw.step} did not arrive whole and is left out`);
      return;
    }
    this.#time = time;
    this.#step = Math.max(this.#step, raw.step);
    this.#fresh.clear();
    this.#fresh.set(of, raw);
    for (const listener of this.#listeners) listener(measurement);
  }

  /** Learning time at a step, s, from what a board tells of it, µs modulo 2³². The steps of a clocked board have the length of the document. */
  #learningTime(step: number, microseconds: number): number {
    if (this.#connection.info.capability.rule === 'clock') return step * this.experiment.document.stepTime;
    const laps = Math.max(Math.round((this.#time * 1e6 - microseconds) / CLOCK_RANGE), 0);
    return (laps * CLOCK_RANGE + microseconds) * 1e-6;
  }

  /** @param learningTime  µs, modulo 2³²; `null`: not told */
  #reached(state: RunState, step: number, learningTime: number | null): void {
    if (step > this.#step && this.#fresh.size > 0 && [...this.#fresh.values()].some((raw) => raw.step !== step)) this.#fresh.clear();
    this.#state = state;
    this.#step = step;
    if (learningTime !== null) this.#time = this.#learningTime(step, learningTime);
    this.#heard();
  }

  #event(event: ConnectionEvent): void {
    switch (event.kind) {
      case 'damaged':
        this.#remark('info', event.what);
        return;
      case 'gap':
        this.#remark('warning', `${event.frames} frames of the board were lost; what they told is missing`);
        return;
      case 'lost':
        this.#remark('warning', `connection lost: ${event.why}`);
        return;
      case 'gone':
        this.#fail(lost(this.#connection.info.place, event.why));
        return;
      case 'restored':
        if (!this.#hasBegun && event.isSameStart) this.#remark('info', 'connected again');
        else if (!event.isSameStart) this.#fail(this.#interrupted('the board was reset'));
        else if (event.status.run !== this.#run) this.#fail(this.#interrupted('another run is on the board'));
        else {
          this.#remark('info', `connected again: the board is at step ${event.status.step} of the same run`);
          this.#reached(event.status.state, event.status.step, event.status.learningTime * 1e6);
        }
    }
  }

  #fail(problem: ProblemError): void {
    this.#failure = problem;
    this.#remark('warning', `${problem.problem.what}: ${problem.problem.why}`);
    this.#heard();
  }

  #checkAlive(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  #interrupted(why: string): ProblemError {
    return new ProblemError({
      code: 'E-BOARD-LOST',
      what: `The run on the board was interrupted after step ${this.#step}`,
      where: this.#connection.info.place,
      why,
      remedy:
        'All that arrived before is kept. What the edges have learnt is still on the board; start the experiment again to go on from there.',
    });
  }

  #remark(level: MachineRemark['level'], text: string): void {
    for (const listener of this.#remarkListeners) listener({ level, text });
  }
}

/** The row of the first voltages in a measurement, as the board numbers it; 255: set by hand. */
function firstRow({ rows }: RawMeasurement): number {
  for (const key of rows.keys()) if (key.startsWith('outputs ')) return Number(key.slice('outputs '.length));
  return 0;
}

function unable(what: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: `A board can’t ${what}`, why: 'nothing on it does that on command', remedy });
}
