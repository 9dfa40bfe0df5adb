import { DormandPrince } from '../../math/dormandPrince.ts';
import { Rosenbrock } from '../../math/rosenbrock.ts';
import { coupledFlow, createEquilibrium, flowLayout, squaredError, type Equilibrium } from './coupledFlow.ts';
import { coupledSystem } from './coupledSystem.ts';
import { learningEdges, type CoupledRates, type HeldTask } from './heldTask.ts';

/**
 * Below this scaled learning rate R = γ_l/γ_p voltages decay so much faster than conductances change that an explicit method would
 * spend its steps on staying stable.
 */
const SLOW = 0.3;

/**
 * A run of learning while voltages relax (Stern 2022, Eq. 3), from both networks in equilibrium at the initial conductances, as
 * its Methods prescribe. Integrated with error control, whichever method suits the scaled learning rate; a conductance that
 * reaches the floor is stopped there.
 */
export class CoupledRun {
  readonly task: HeldTask;
  readonly rates: CoupledRates;
  /** C at the start, V². */
  readonly firstError: number;
  readonly #integrator: DormandPrince | Rosenbrock;
  readonly #equilibrium: Equilibrium;
  readonly #conductances: number;
  readonly #learns: Uint8Array;

  /**
   * @param tolerance  error of one step, relative and absolute (V, S)
   * @param begin      voltages, responses and conductances to begin with, instead of equilibrium
   */
  constructor(task: HeldTask, rates: CoupledRates, tolerance: number, begin?: Float64Array) {
    const layout = flowLayout(task);
    this.task = task;
    this.rates = rates;
    this.#conductances = layout.conductances;
    this.#learns = learningEdges(task);
    this.#equilibrium = createEquilibrium(task, rates.floor);
    const state = new Float64Array(layout.size);
    state.set(task.conductances, layout.conductances);
    this.firstError = this.#equilibrium.settle(state, layout.conductances);
    state.set(this.#equilibrium.voltages);
    state.set(this.#equilibrium.responses, layout.responses);
    if (begin !== undefined) state.set(begin);
    const tolerances = { relative: tolerance, absolute: tolerance };
    this.#integrator =
      rates.learning < SLOW * rates.relaxation
        ? new Rosenbrock(coupledSystem(task, rates), 0, state, 1e-3 / rates.learning, tolerances)
        : new DormandPrince(coupledFlow(task, rates), 0, state, tolerances);
  }

  /** s */
  get time(): number {
    return this.#integrator.time;
  }

  /** Free voltages [node], nudge responses [node] and conductances [edge]: see `flowLayout`. */
  get state(): Float64Array {
    return this.#integrator.state;
  }

  /** S, [edge]. */
  get conductances(): Float64Array {
    return this.state.subarray(this.#conductances);
  }

  /** Steps of the integrator so far. */
  get steps(): number {
    return this.#integrator.accepted;
  }

  /** The nonequilibrium error C = Σ (V_T − v_F)², V². */
  get error(): number {
    return squaredError(this.task, this.state);
  }

  /** The equilibrium error C*, of the free network when it has relaxed at the present conductances, V². One sparse solve. */
  equilibriumError(): number {
    return this.#equilibrium.error(this.state, this.#conductances);
  }

  /** v_F − V_T of a target, V. */
  deviation(target: number): number {
    return this.state[this.task.targets[target]] - this.task.targetVoltages[target];
  }

  /** One step of the integrator, not beyond `limit`. */
  advance(limit: number): void {
    const { state } = this;
    this.#integrator.advance(limit);
    let isStopped = false;
    const { floor, ceiling = Infinity } = this.rates;
    for (let edge = 0; edge < this.#learns.length; edge++) {
      const entry = this.#conductances + edge;
      if (this.#learns[edge] === 0 || (state[entry] >= floor && state[entry] <= ceiling)) continue;
      state[entry] = state[entry] < floor ? floor : ceiling;
      isStopped = true;
    }
    if (isStopped) this.#integrator.restart();
  }

  /** Advances to a time exactly. */
  advanceTo(time: number): void {
    while (this.time < time) this.advance(time);
  }

  /** Writes the voltages of both networks as they are now, V, [node]. */
  voltages(free: Float64Array, clamped: Float64Array): void {
    const { network, targets, targetVoltages } = this.task;
    const { nodeCount } = network;
    const { nudge } = this.rates;
    for (let node = 0; node < nodeCount; node++) {
      free[node] = this.state[node];
      clamped[node] = this.state[node] + nudge * this.state[nodeCount + node];
    }
    for (let target = 0; target < targets.length; target++) {
      const node = targets[target];
      clamped[node] = free[node] + nudge * (targetVoltages[target] - free[node]);
    }
  }

  /** What is needed to go on bit for bit; to be loaded into a run of the same task at the same rates. */
  save(): number[] {
    return this.#integrator.save();
  }

  load(saved: readonly number[]): void {
    this.#integrator.load(saved);
  }
}
