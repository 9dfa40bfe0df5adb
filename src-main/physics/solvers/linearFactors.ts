import { createValues } from '../../math/factorPlan.ts';
import { factorSymmetric, solveFactored, solveInterior } from '../../math/sparseFactor.ts';
import type { EdgeElements } from '../elements.ts';
import type { Solver } from './solver.ts';
import { wiringOf, type KirchhoffSystem } from './system.ts';
import { unsolvable } from './unsolvable.ts';

/**
 * The factors L·Lᵀ of the grounded Laplacian of a linear network, made anew only when a conductance has changed since. They
 * serve any number of right-hand sides, and two networks: the one of the whole system, and the one in which the border of the system is held
 * too (`solveInterior`).
 */
export class LinearFactors {
  readonly #system: KirchhoffSystem;
  readonly #elements: EdgeElements;
  readonly #inner: Int32Array;
  readonly #outer: Int32Array;
  readonly #values: Float64Array;
  readonly #residual: Float64Array;
  /** What the factors were made of, S, [edge]; NaN before the first time. */
  readonly #factored: Float64Array;

  constructor(system: KirchhoffSystem, elements: EdgeElements) {
    const { inner, outer } = wiringOf(system);
    this.#system = system;
    this.#elements = elements;
    this.#inner = inner;
    this.#outer = outer;
    this.#values = createValues(system.plan);
    this.#residual = new Float64Array(system.plan.count);
    this.#factored = new Float64Array(elements.conductances.length).fill(Number.NaN);
  }

  /**
   * A solver on these factors. What it finds depends on the conductances, the held voltages and the guess alone, whatever was
   * solved before.
   *
   * @param isBorderHeld  the voltages of the system's border are imposed too
   */
  solver(isBorderHeld: boolean, injections: Float64Array | null): Solver {
    return {
      solve: (voltages) => {
        this.#refresh();
        this.#solve(voltages, isBorderHeld, injections);
        return 1;
      },
    };
  }

  #refresh(): void {
    const { conductances } = this.#elements;
    const factored = this.#factored;
    let edge = 0;
    while (edge < factored.length && factored[edge] === conductances[edge]) edge++;
    if (edge === factored.length) return;
    this.#assemble();
    factored.fill(Number.NaN);
    if (!factorSymmetric(this.#system.plan, this.#values))
      throw unsolvable('a set of nodes has lost its last conducting path to a held node');
    factored.set(conductances);
  }

  #assemble(): void {
    const values = this.#values;
    const inner = this.#inner;
    const outer = this.#outer;
    const { conductances } = this.#elements;
    values.fill(0, 0, this.#system.plan.upper);
    for (let place = 0; place < inner.length; place += 7) {
      const conductance = conductances[inner[place]];
      values[inner[place + 3]] += conductance;
      values[inner[place + 4]] += conductance;
      // The one of the two slots that lies below the diagonal; the upper part is its mirror image and not used.
      values[Math.min(inner[place + 5], inner[place + 6])] -= conductance;
    }
    for (let place = 0; place < outer.length; place += 4) values[outer[place + 3]] += conductances[outer[place]];
  }

  #solve(voltages: Float64Array, isBorderHeld: boolean, injections: Float64Array | null): void {
    const { plan, nodes } = this.#system;
    const residual = this.#residual;
    const inner = this.#inner;
    const outer = this.#outer;
    const { conductances } = this.#elements;
    if (injections === null) residual.fill(0);
    else for (let unknown = 0; unknown < residual.length; unknown++) residual[unknown] = injections[nodes[unknown]];
    for (let place = 0; place < inner.length; place += 7) {
      const current = conductances[inner[place]] * (voltages[inner[place + 1]] - voltages[inner[place + 2]]);
      residual[inner[place + 3]] -= current;
      residual[inner[place + 4]] += current;
    }
    for (let place = 0; place < outer.length; place += 4) {
      residual[outer[place + 3]] -= conductances[outer[place]] * (voltages[outer[place + 1]] - voltages[outer[place + 2]]);
    }
    const isSolved = (isBorderHeld ? solveInterior : solveFactored)(plan, this.#values, plan.lower, residual);
    if (!isSolved) throw unsolvable('the conductances differ too much for conjugate gradients');
    const end = isBorderHeld ? plan.count - plan.border : plan.count;
    for (let unknown = 0; unknown < end; unknown++) voltages[nodes[unknown]] += residual[unknown];
  }
}
