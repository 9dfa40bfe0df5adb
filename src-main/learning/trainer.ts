import type { DamageKind } from '../../shared/documents/network.ts';
import { randomStream, type Random } from '../math/random.ts';
import { imperfections } from '../physics/imperfections/index.ts';
import { noDefects, quantised, type Defects, type Imperfection } from '../physics/imperfections/imperfection.ts';
import type { Clamp, Clamping } from './clamping/clamping.ts';
import { clampings } from './clamping/index.ts';
import type { DataTable, Experiment } from './experiment/experiment.ts';
import { labelClasses } from './labels.ts';
import type { Pulse } from './pulse.ts';
import { createMemory, presentInputs, type VoltageMemory } from './memory.ts';
import { rules } from './rules/index.ts';
import type { Rule, Update } from './rules/rule.ts';
import { schedules } from './schedules/index.ts';
import type { Order, Schedule } from './schedules/schedule.ts';
import { createTwin } from './createTwin.ts';
import { dynamics } from './dynamics/index.ts';
import type { Dynamics, Motion } from './dynamics/dynamics.ts';
import type { Twin } from './twin.ts';

/** What a network is between two steps, whoever trains it. */
export interface NetworkState {
  /** Gate voltage (V), wiper position or conductance (S), [edge]; `null` for those that the experiment begins with. */
  readonly states: Float64Array | null;
  readonly damage: readonly (DamageKind | null)[];
}

/**
 * The inner loop of learning. One step shows one datapoint:
 *
 *   1. free network: inputs held, solved; 2. clamped network: outputs held between the free output and the label, solved;
 *   3. every edge compares its own two voltage drops and moves its own state, by one explicit step of length t_h.
 *
 * That is the order where voltages settle at once; other dynamics of the registry let them lag behind. Rates are taken at the start of
 * the step. `step` allocates nothing.
 */
export class Trainer {
  readonly experiment: Experiment;
  readonly twin: Twin;
  readonly memory: VoltageMemory;
  readonly clamp: Clamp;
  readonly defects: Defects;
  /** Labels in force, V, [datapoint × output]. */
  readonly labels: Float64Array;
  /** V, [class × output], where the task has classes. */
  readonly classLabels: Float64Array;
  steps = 0;
  /** Training datapoint of the last step, −1 before the first. */
  datapoint = -1;
  nudge: number;
  #stepTime: number;
  /** Learning time at the last change of the step time: time = origin.time + (steps − origin.steps)·stepTime, without a growing rounding error. */
  #origin = { steps: 0, time: 0 };
  readonly #pulse: Pulse = { nudge: Number.NaN, stepTime: Number.NaN };
  readonly #order: Order;
  readonly #motion: Motion;
  readonly #scheduleRandom: Random;
  readonly #ruleRandom: Random;
  readonly #classVoltages: Float64Array;

  /** @param begin  what an earlier task left on the same network, instead of the start that the experiment says */
  constructor(ideal: Experiment, begin?: NetworkState) {
    this.defects = drawDefects(ideal);
    const experiment = imposed(ideal, this.defects.imposedStep);
    const { document, network, training, outputs } = experiment;
    this.experiment = experiment;
    this.twin = createTwin(experiment, this.defects);
    if (begin !== undefined) this.#takeOver(begin);
    this.memory = createMemory(experiment);
    this.labels = Float64Array.from(training.labels);
    this.classLabels = new Float64Array(experiment.classNames.length * outputs.plus.length);
    // Protocols without a nudge ignore it.
    this.nudge = 'nudge' in document.clamping ? document.clamping.nudge : 1;
    this.#stepTime = document.stepTime;
    this.#scheduleRandom = randomStream(document.seed, 'schedule');
    this.#ruleRandom = randomStream(document.seed, 'rule');
    this.#classVoltages = new Float64Array(network.nodeCount);
    this.#order = (schedules[document.schedule.kind] as Schedule).create(document.schedule, training.count, this.#scheduleRandom);
    const clampSetup = { outputs, datapoints: training.count, injections: this.twin.injections };
    this.clamp = (clampings[document.clamping.kind] as Clamping).create(document.clamping, clampSetup);
    const setup = { network, bank: this.twin.bank, learns: this.twin.learns, defects: this.defects, random: this.#ruleRandom };
    const update = (rules[document.rule.kind] as Rule).create(document.rule, setup);
    this.#clipStates();
    if (experiment.remeasureEvery > 0) this.#remeasureLabels();
    this.#motion = this.#createMotion(update);
  }

  /** Learning time, s. */
  get time(): number {
    return this.#origin.time + (this.steps - this.#origin.steps) * this.#stepTime;
  }

  /** Learning time of one step t_h, s. */
  get stepTime(): number {
    return this.#stepTime;
  }

  setStepTime(stepTime: number): void {
    this.#origin = { steps: this.steps, time: this.time };
    this.#stepTime = stepTime;
  }

  /** The step and the learning time, s, of the last change of the step time. */
  get origin(): { readonly steps: number; readonly time: number } {
    return this.#origin;
  }

  /** Sets the counters, as when a checkpoint is taken up again. */
  jumpTo(steps: number, stepTime: number, origin: { readonly steps: number; readonly time: number }): void {
    this.steps = steps;
    this.#stepTime = stepTime;
    this.#origin = { ...origin };
  }

  /** One training step. */
  step(): void {
    const { remeasureEvery } = this.experiment;
    if (remeasureEvery > 0 && this.steps > 0 && this.steps % remeasureEvery === 0) this.#remeasureLabels();
    const datapoint = this.#order(this.steps);
    this.#motion.step(datapoint, this.#beginPulse());
    this.datapoint = datapoint;
    this.steps++;
  }

  /** Solves both networks under a training datapoint with the present states; the rows hold its inputs and first guesses. */
  solveBoth(datapoint: number, free: Float64Array, clamped: Float64Array): void {
    this.#settle(datapoint, free, clamped, this.#beginPulse());
  }

  /** The voltages as they are now under the last datapoint, V, [node]: in equilibrium, or on their way there. */
  look(free: Float64Array, clamped: Float64Array): void {
    const datapoint = Math.max(this.datapoint, 0);
    free.set(this.memory.freeOf[datapoint]);
    clamped.set(this.memory.clampedOf[datapoint]);
    this.#motion.look(datapoint, free, clamped, this.#beginPulse());
  }

  /** Learning is switched off for long enough that voltages settle. */
  rest(): void {
    this.#motion.rest(Math.max(this.datapoint, 0), this.#beginPulse());
  }

  /** Puts the states of edges to these values, V, wiper positions or S, within the rails of the rule. */
  setStates(edges: readonly number[], states: readonly number[]): void {
    edges.forEach((edge, index) => (this.twin.bank.states[edge] = states[index]));
    this.clipStates();
  }

  /** Damages edges or repairs them (`null`). */
  setDamage(edges: readonly number[], kind: DamageKind | null): void {
    this.twin.setDamage(edges, kind);
    this.#motion.changed();
  }

  /** What the voltages need to go on from, where they are not in equilibrium. */
  saveMotion(): number[] {
    return this.#motion.save();
  }

  loadMotion(saved: readonly number[]): void {
    this.#motion.load(saved);
  }

  /** Puts every learning state between the rails of the rule, as the circuit would. */
  clipStates(): void {
    this.#clipStates();
    this.#motion.changed();
  }

  #takeOver({ states, damage }: NetworkState): void {
    if (states !== null) this.twin.bank.states.set(states);
    damage.forEach((kind, edge) => {
      if (kind !== this.twin.damage[edge]) this.twin.setDamage([edge], kind);
    });
    this.twin.refresh();
  }

  #createMotion(update: Update): Motion {
    const { document, network, outputs, inputNodes, supplyNodes } = this.experiment;
    return (dynamics[document.dynamics.kind] as Dynamics).create(document.dynamics, {
      network,
      outputs,
      update,
      twin: this.twin,
      sources: [...inputNodes, ...supplyNodes],
      free: this.memory.freeOf,
      clamped: this.memory.clampedOf,
      labels: this.labels,
      clamp: this.clamp,
      rule: document.rule,
      nudge: this.nudge,
      settle: (datapoint, free, clamped, pulse) => this.#settle(datapoint, free, clamped, pulse),
    });
  }

  #settle(datapoint: number, free: Float64Array, clamped: Float64Array, pulse: Pulse): void {
    this.twin.solveFree(free);
    this.clamp.apply(free, this.labels, datapoint, clamped, pulse);
    this.twin.solveClamped(clamped);
  }

  #beginPulse(): Pulse {
    this.#pulse.nudge = this.nudge;
    this.#pulse.stepTime = this.#stepTime;
    return this.#pulse;
  }

  #clipStates(): void {
    const { document } = this.experiment;
    const { bank } = this.twin;
    const [lowest, highest] = (rules[document.rule.kind] as Rule).limits(document.rule, bank);
    for (let edge = 0; edge < bank.states.length; edge++) {
      if (bank.isAdaptive[edge] === 1) bank.states[edge] = Math.min(Math.max(bank.states[edge], lowest), highest);
    }
    this.twin.refresh();
  }

  /** The random streams that advance during a run, and the way back to them. */
  saveRandom(): number[][] {
    return [this.#scheduleRandom.save(), this.#ruleRandom.save()];
  }

  loadRandom(states: readonly (readonly number[])[]): void {
    this.#scheduleRandom.load(states[0]);
    this.#ruleRandom.load(states[1]);
  }

  /** Labels of the classes = free response to the mean input of each class (Dillavou 2022, Appendix A). */
  #remeasureLabels(): void {
    const { experiment, classLabels } = this;
    const { plus, minus } = experiment.outputs;
    for (let index = 0; index < experiment.classNames.length; index++) {
      presentInputs(experiment, experiment.classInputs, index, this.#classVoltages);
      this.twin.solveFree(this.#classVoltages);
      for (let output = 0; output < plus.length; output++) {
        const low = minus[output] < 0 ? 0 : this.#classVoltages[minus[output]];
        classLabels[index * plus.length + output] = this.#classVoltages[plus[output]] - low;
      }
    }
    labelClasses(this);
  }
}

/** The experiment with every imposed voltage as a converter of this step gives it. */
function imposed(experiment: Experiment, step: number): Experiment {
  if (step === 0) return experiment;
  const table = (data: DataTable): DataTable => ({
    ...data,
    inputs: data.inputs.map((voltage) => quantised(voltage, step)),
    labels: data.labels.map((voltage) => quantised(voltage, step)),
  });
  return {
    ...experiment,
    supplyVoltages: experiment.supplyVoltages.map((voltage) => quantised(voltage, step)),
    training: table(experiment.training),
    test: experiment.test === null ? null : table(experiment.test),
  };
}

/** Draws what is wrong with this board. Each imperfection has a stream of its own. */
function drawDefects(experiment: Experiment): Defects {
  const defects = noDefects(experiment.network.edgeCount);
  experiment.document.imperfections.forEach((config, index) => {
    const random = randomStream(experiment.document.seed, `${config.kind} ${index}`);
    (imperfections[config.kind] as Imperfection).apply(config, defects, random);
  });
  return defects;
}
