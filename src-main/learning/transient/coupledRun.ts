import { DormandPrince } from '../../math/dormandPrince.ts';
import { Rosenbrock } from '../../math/rosenbrock.ts';
import { coupledFlow, createEquilibrium, flowLayout, squaredError, type CoupledRates, type Equilibrium } from './coupledFlow.ts';
import { coupledSystem } from './coupledSystem.ts';
import type { HeldTask } from './heldTask.ts';

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

  /**
   * @param tolerance  error of one step, relative and absolute (V, S)
   */
  constructor(task: HeldTask, rates: CoupledRates, tolerance: number) {
    const layout = flowLayout(task);
    this.task = task;
    this.rates = rates;
    this.#conductances = layout.conductances;
    this.#equilibrium = createEquilibrium(task, rates.floor);
    const state = new Float64Array(layout.size);
    state.set(task.conductances, layout.conductances);
    this.firstError = this.#equilibrium.settle(state, layout.conductances);
    state.set(this.#equilibrium.voltages);
    state.set(this.#equilibrium.responses, layout.responses);
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
    for (let entry = this.#conductances; entry < state.length; entry++) {
      if (state[entry] >= this.rates.floor) continue;
      state[entry] = this.rates.floor;
      isStopped = true;
    }
    if (isStopped) this.#integrator.restart();
  }
}
