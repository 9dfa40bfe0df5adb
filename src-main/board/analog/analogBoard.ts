import { randomStream, type Random } from '../../math/random.ts';
import type { DamageKind } from '../../../shared/documents/network.ts';
import { rules } from '../../learning/rules/index.ts';
import type { Rule, Update } from '../../learning/rules/rule.ts';
import { createTwin } from '../../learning/createTwin.ts';
import type { Twin } from '../../learning/twin.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { Defects } from '../../physics/imperfections/imperfection.ts';
import type { Clamping, Profile } from '../emulator/profiles.ts';
import type { Wiring } from '../wiring.ts';

/** The longest stretch of learning over which rates count as constant, s: half of the board's usual pulse. */
const SLICE = 50e-6;

/**
 * What a channel conducts when it is closed, S: nanoamperes at a volt. It decides the voltage of a node all of whose channels are
 * closed, which the square law leaves open: on a board such a node does not remember the datapoint before.
 */
const OFF_CONDUCTANCE = 1e-9;

/**
 * The analog half of an emulated board: a free and a clamped network from `physics/`, with what is wrong with this one board,
 * under the voltages of its channels. Quasistatic: voltages are those of Kirchhoff at every moment; they are solved when they are
 * needed. While learning is on, gates follow dG/dt continuously, in slices of at most 50 µs.
 */
export class AnalogBoard {
  /** V, [channel]. */
  readonly #channels: Float64Array;
  #wiring: Wiring;
  readonly #clamping: Clamping;
  #twin: Twin;
  readonly #defects: Defects;
  #update: Update;
  readonly #random: Random;
  readonly #free: Float64Array;
  readonly #clamped: Float64Array;
  readonly #pulse = { nudge: 1, stepTime: 0 };
  /** Whether the voltages are those of the present channels and states. */
  #isSolved = false;
  #nudge = 0.5;
  #isLearning = false;
  /** Emulated time up to which the gates are right, s. */
  #time = 0;
  /** Learning steps since it was built: pulses, or clock edges. */
  #steps = 0;
  #appointments: { readonly step: number; readonly happen: () => void }[] = [];

  constructor(
    experiment: Experiment,
    wiring: Wiring,
    { clamping, channels }: Pick<Profile, 'clamping' | 'channels'>,
    defects: Defects,
    seed: number,
  ) {
    const { network } = experiment;
    this.#wiring = wiring;
    this.#clamping = clamping;
    this.#defects = defects;
    this.#channels = new Float64Array(channels);
    this.#free = new Float64Array(network.nodeCount);
    this.#clamped = new Float64Array(network.nodeCount);
    this.#random = randomStream(seed, 'board rule');
    this.#twin = createTwin(experiment, defects);
    this.#update = this.#learningCircuit(experiment);
    this.#leak();
  }

  /** Puts the wires in for another experiment on the same network: edges keep what they have learnt, and their damage. */
  wire(experiment: Experiment, wiring: Wiring): void {
    const { bank, damage } = this.#twin;
    this.#wiring = wiring;
    this.#twin = createTwin(experiment, this.#defects);
    damage.forEach((kind, edge) => {
      if (kind !== this.#twin.damage[edge]) this.#twin.setDamage([edge], kind);
    });
    this.#update = this.#learningCircuit(experiment);
    this.charge(bank.states);
    this.#leak();
  }

  /** Gate voltages, V, or wiper positions, [edge]. */
  get states(): Float64Array {
    return this.#twin.bank.states;
  }

  get damages(): readonly (DamageKind | null)[] {
    return this.#twin.damage;
  }

  /** A voltage of the supervisor, V. */
  setChannel(channel: number, voltage: number): void {
    if (this.#channels[channel] === voltage) return;
    this.#channels[channel] = voltage;
    this.#isSolved = false;
  }

  /** η of the clamping circuits. */
  setNudge(nudge: number): void {
    if (nudge === this.#nudge) return;
    this.#nudge = nudge;
    this.#isSolved = false;
  }

  /** The freeze line: learning goes on until it is told to end. @param time  s */
  setLearning(isLearning: boolean, time: number): void {
    this.advance(time);
    if (isLearning && !this.#isLearning) this.#count();
    this.#isLearning = isLearning;
  }

  /** Calls back once so many further steps have begun; at once for none. */
  afterSteps(steps: number, happen: () => void): void {
    if (steps === 0) happen();
    else this.#appointments.push({ step: this.#steps + steps, happen });
  }

  /** Lets time pass up to a moment, s. Frozen gates stay as they are. */
  advance(time: number): void {
    if (!this.#isLearning) {
      this.#time = time;
      return;
    }
    while (time - this.#time > 1e-12) {
      const remaining = time - this.#time;
      const slice = remaining / Math.ceil(remaining / SLICE - 1e-9);
      this.#learn(slice);
      this.#time += slice;
    }
  }

  /** One update of every edge that steps at a clock edge. */
  clockEdge(): void {
    this.#count();
    this.#learn(0);
  }

  /** V */
  freeVoltage(node: number): number {
    this.#solve();
    return this.#free[node];
  }

  clampedVoltage(node: number): number {
    this.#solve();
    return this.#clamped[node];
  }

  /** With pliers and soldering iron: damages edges in both networks, or repairs them (`null`). */
  damage(edges: readonly number[], kind: DamageKind | null): void {
    this.#twin.setDamage(edges, kind);
    this.#leak();
    this.#isSolved = false;
  }

  /** Edges whose gates drift from now on by so much more, V/s, while they learn. */
  drift(edges: readonly number[], rate: number): void {
    for (const edge of edges) this.#defects.biases[edge] += rate;
  }

  /** Sets the states, as one charges the capacitors before an experiment. */
  charge(states: Float64Array): void {
    this.#twin.bank.states.set(states);
    this.#twin.refresh();
    this.#isSolved = false;
  }

  #learningCircuit({ network, document }: Experiment): Update {
    const { bank, learns } = this.#twin;
    const setup = { network, bank, learns, defects: this.#defects, random: this.#random };
    return (rules[document.rule.kind] as Rule).create(document.rule, setup);
  }

  #count(): void {
    this.#steps++;
    if (this.#appointments.length === 0) return;
    const due = this.#appointments.filter(({ step }) => step <= this.#steps);
    this.#appointments = this.#appointments.filter(({ step }) => step > this.#steps);
    for (const { happen } of due) happen();
  }

  /** Transistors that are not cut let a little through. */
  #leak(): void {
    const { bank, clampedBank, damage } = this.#twin;
    if (bank.model.kind !== 'transistor') return;
    for (const { elements, isAdaptive } of [bank, clampedBank]) {
      damage.forEach((kind, edge) => {
        if (isAdaptive[edge] === 1 && kind !== 'cut' && kind !== 'short') elements.conductances[edge] = OFF_CONDUCTANCE;
      });
    }
  }

  #learn(stepTime: number): void {
    this.#solve();
    this.#pulse.stepTime = stepTime;
    this.#update(this.#free, this.#clamped, this.#pulse);
    this.#twin.refresh();
    this.#isSolved = false;
  }

  #solve(): void {
    if (this.#isSolved) return;
    const { imposed } = this.#wiring;
    for (let channel = 0; channel < imposed.length; channel++) {
      this.#free[imposed[channel]] = this.#channels[channel];
      this.#clamped[imposed[channel]] = this.#channels[channel];
    }
    this.#twin.solveFree(this.#free);
    this.#clampOutputs();
    this.#twin.solveClamped(this.#clamped);
    this.#isSolved = true;
  }

  /** O^C = O + η·(L − O); of a differential output each node takes half (Dillavou 2024, Eqs. 6 and 7, Fig. 9). */
  #clampOutputs(): void {
    for (const { plus, minus, labelHigh, labelLow } of this.#wiring.outputs) {
      if (this.#clamping === 'channels') {
        this.#clamped[plus] = this.#channels[labelHigh];
        continue;
      }
      const free = this.#free[plus];
      if (minus < 0) this.#clamped[plus] = free + this.#nudge * (this.#channels[labelHigh] - free);
      else {
        const low = this.#free[minus];
        const move = 0.5 * this.#nudge * (this.#channels[labelHigh] - this.#channels[labelLow] - (free - low));
        this.#clamped[plus] = free + move;
        this.#clamped[minus] = low - move;
      }
    }
  }
}
