import { ProblemError } from '../../../shared/problem.ts';
import { randomStream } from '../../math/random.ts';
import { createCapacitorRelaxation, type CapacitorRelaxation } from '../../physics/transient/capacitorRelaxation.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Pulse } from '../pulse.ts';
import { rules } from '../rules/index.ts';
import type { Rule, Update } from '../rules/rule.ts';
import { Trainer } from '../trainer.ts';

/** How the laboratory sets the scaled learning rate R = R_0·c·γ_l (Stern 2022, Experimental results). */
export interface CapacitorSetup {
  /** c, in parallel with every edge of both networks, F. */
  readonly capacitance: number;
  /** γ_l: training steps a second. The pause between two steps is 1/γ_l. */
  readonly learningRate: number;
}

/** Times a relaxation must go on for the last mode to be gone: e^(−50) of it is left. */
const LIFETIMES = 50;

/**
 * Training while capacitors slow the voltages down, as in the laboratory of Stern 2022. One step:
 *
 *   1. the clamped outputs are set from the free outputs as they are at the moment, v_C = v_F + η·(V_T − v_F);
 *   2. both networks relax for 1/γ_l, exactly (`CapacitorRelaxation`);
 *   3. every edge compares its two voltage drops and takes its step, by the rule of the experiment.
 *
 * Both networks begin in equilibrium. Made for one datapoint on the digipot board; imperfections are those of the experiment.
 *
 * @cost   two dense eigenproblems a step, about 30·n³ operations each; allocates nothing
 */
export class CapacitorTrainer {
  readonly experiment: Experiment;
  /** V, [node], as they are at the moment: not in equilibrium. */
  readonly freeVoltages: Float64Array;
  readonly clampedVoltages: Float64Array;
  readonly #trainer: Trainer;
  readonly #pause: number;
  readonly #pulse: Pulse;
  readonly #update: Update;
  readonly #free: CapacitorRelaxation;
  readonly #clamped: CapacitorRelaxation;
  readonly #heldNodes: readonly number[];
  readonly #heldVoltages: Float64Array;
  readonly #sources: number;

  /** @throws ProblemError (E-RUN-INVALID) where the experiment is not one datapoint of linear edges under standard clamping */
  constructor(experiment: Experiment, { capacitance, learningRate }: CapacitorSetup) {
    checkExperiment(experiment);
    this.experiment = experiment;
    this.#trainer = new Trainer(experiment);
    const { document, network, inputNodes, supplyNodes, supplyVoltages, training, outputs } = experiment;
    const { bank, learns } = this.#trainer.twin;
    this.#pause = 1 / learningRate;
    this.#pulse = { nudge: this.#trainer.nudge, stepTime: 1 / learningRate };
    const random = randomStream(document.seed, 'rule');
    const setup = { network, bank, learns, defects: this.#trainer.defects, random };
    this.#update = (rules[document.rule.kind] as Rule).create(document.rule, setup);
    const sources = [...inputNodes, ...supplyNodes];
    this.#sources = sources.length;
    this.#heldNodes = [...sources, ...outputs.plus];
    this.#heldVoltages = Float64Array.from([...training.inputs, ...supplyVoltages, ...training.labels]);
    this.#free = createCapacitorRelaxation(network, bank.elements, sources, capacitance);
    this.#clamped = createCapacitorRelaxation(network, bank.elements, this.#heldNodes, capacitance);
    this.freeVoltages = new Float64Array(network.nodeCount);
    this.clampedVoltages = new Float64Array(network.nodeCount);
    this.#begin();
  }

  /** Learning states, [edge]. */
  get states(): Float64Array {
    return this.#trainer.twin.bank.states;
  }

  /** The nonequilibrium error C = Σ (V_T − v_F)², V². */
  get error(): number {
    const { outputs, training } = this.experiment;
    let sum = 0;
    for (let output = 0; output < outputs.plus.length; output++) {
      sum += (this.freeVoltages[outputs.plus[output]] - training.labels[output]) ** 2;
    }
    return sum;
  }

  /** One training step. */
  step(): void {
    this.#clamp();
    this.#free.relax(this.freeVoltages, this.#pause);
    this.#clamped.relax(this.clampedVoltages, this.#pause);
    this.#update(this.freeVoltages, this.clampedVoltages, this.#pulse);
    this.#trainer.twin.refresh();
    this.#free.refresh();
    this.#clamped.refresh();
  }

  /** Both networks in equilibrium: inputs on and settled, then the clamped outputs on and settled. */
  #begin(): void {
    this.#free.refresh();
    this.#clamped.refresh();
    this.#free.impose(this.freeVoltages, this.#heldVoltages.subarray(0, this.#sources));
    this.#free.relax(this.freeVoltages, LIFETIMES / Math.min(...this.#free.decayRates));
    this.#clamp();
    this.#clamped.relax(this.clampedVoltages, LIFETIMES / Math.min(...this.#clamped.decayRates));
  }

  #clamp(): void {
    const { outputs, training } = this.experiment;
    for (let output = 0; output < outputs.plus.length; output++) {
      const voltage = this.freeVoltages[outputs.plus[output]];
      this.#heldVoltages[this.#sources + output] = voltage + this.#pulse.nudge * (training.labels[output] - voltage);
    }
    this.#clamped.impose(this.clampedVoltages, this.#heldVoltages);
  }
}

function checkExperiment({ document, training, outputs, edgeModel }: Experiment): void {
  const isSuitable =
    training.count === 1 &&
    outputs.minus.every((node) => node < 0) &&
    document.clamping.kind === 'standard' &&
    edgeModel.kind !== 'transistor';
  if (isSuitable) return;
  throw new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The experiment can’t be run with capacitors',
    why: 'voltages relax along modes only while every edge is linear, and the protocol stands for one datapoint under standard clamping',
    remedy: 'Use resistors or digital potentiometers, one row in the dataset, outputs with a "node", and standard clamping.',
  });
}
