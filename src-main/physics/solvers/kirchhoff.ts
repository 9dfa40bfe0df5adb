import { createValues } from '../../math/factorPlan.ts';
import type { EdgeElements } from '../elements.ts';
import { wiringOf, type KirchhoffSystem } from './system.ts';

/**
 * Kirchhoff's equations with their numbers: the residual and the Jacobian at given voltages, in preallocated arrays. The scalars
 * are fields and not return values, because a fraction returned from a function is a new object on the heap wherever the
 * compiler does not inline it. Channels are closed by comparisons, which measured faster than `Math.max`.
 */
export class Kirchhoff {
  /** The Jacobian as `FactorPlan` stores it; factored in place by the solver. */
  readonly values: Float64Array;
  /** −F, [unknown]; solved in place by the solver. */
  readonly vector: Float64Array;
  /** The box that the solution lies in, V: lowest and highest voltage imposed next to an unknown node. */
  lowest = Number.NaN;
  highest = Number.NaN;
  /** Σ|F| of the last `assemble` or `residual`, A. */
  norm = Number.NaN;
  /** The largest sum of conductances at a node in the last `assemble`, S; where all channels are closed, that of one open by 1 V. */
  stiffness = Number.NaN;
  /** Σ|F| below this is rounding of the currents, A; of the last `measureRounding`. */
  rounding = Number.NaN;
  /** Equations that are asked for: all, or those of the nodes before the border. */
  readonly #active: number;
  readonly #nodes: Int32Array;
  readonly #inner: Int32Array;
  readonly #outer: Int32Array;
  /** Held nodes next to an unknown one. */
  readonly #boundary: Int32Array;
  readonly #elements: EdgeElements;
  readonly #injections: Float64Array | null;
  readonly #openChannel: number;

  /**
   * @param injections    currents fed into the nodes from outside, A, [node]; `null` for none
   * @param isBorderHeld  the voltages of the system's border are imposed; its equations are written but count for nothing
   * @param values        where the Jacobian goes, [plan.size]
   */
  constructor(
    system: KirchhoffSystem,
    elements: EdgeElements,
    injections: Float64Array | null = null,
    isBorderHeld = false,
    values: Float64Array = createValues(system.plan),
  ) {
    const { inner, outer } = wiringOf(system);
    this.values = values;
    this.vector = new Float64Array(system.plan.count);
    this.#active = isBorderHeld ? system.plan.count - system.plan.border : system.plan.count;
    this.#nodes = system.nodes;
    this.#inner = inner;
    this.#outer = outer;
    this.#boundary = Int32Array.from(new Set([...outer.filter((_, place) => place % 4 === 2), ...system.nodes.subarray(this.#active)]));
    this.#elements = elements;
    this.#injections = injections;
    this.#openChannel = elements.transconductances.reduce((largest, value) => Math.max(largest, value), 0);
  }

  /** Reads the box from the imposed voltages and moves the guess into it; with currents from outside there is no box. */
  enterBox(voltages: Float64Array): void {
    if (this.#injections !== null) {
      this.lowest = -Infinity;
      this.highest = Infinity;
      return;
    }
    const nodes = this.#nodes;
    const boundary = this.#boundary;
    let lowest = Infinity;
    let highest = -Infinity;
    for (let index = 0; index < boundary.length; index++) {
      const voltage = voltages[boundary[index]];
      if (voltage < lowest) lowest = voltage;
      if (voltage > highest) highest = voltage;
    }
    for (let unknown = 0; unknown < this.#active; unknown++) {
      const node = nodes[unknown];
      if (voltages[node] < lowest) voltages[node] = lowest;
      else if (voltages[node] > highest) voltages[node] = highest;
    }
    this.lowest = lowest;
    this.highest = highest;
  }

  /** Fills the Jacobian and −F. */
  assemble(voltages: Float64Array): void {
    const { values, vector } = this;
    const inner = this.#inner;
    const { transconductances, overdrives, conductances } = this.#elements;
    values.fill(0);
    this.#begin();
    for (let place = 0; place < inner.length; place += 7) {
      const edge = inner[place];
      const rowA = inner[place + 3];
      const rowB = inner[place + 4];
      const voltageA = voltages[inner[place + 1]];
      const voltageB = voltages[inner[place + 2]];
      const channel = transconductances[edge];
      const conductance = conductances[edge];
      let openA = overdrives[edge] - voltageA;
      if (openA < 0) openA = 0;
      let openB = overdrives[edge] - voltageB;
      if (openB < 0) openB = 0;
      const current = 0.5 * channel * (openB - openA) * (openB + openA) + conductance * (voltageA - voltageB);
      const slopeA = channel * openA + conductance;
      const slopeB = channel * openB + conductance;
      vector[rowA] -= current;
      vector[rowB] += current;
      values[rowA] += slopeA;
      values[rowB] += slopeB;
      values[inner[place + 5]] -= slopeA;
      values[inner[place + 6]] -= slopeB;
    }
    const outer = this.#outer;
    for (let place = 0; place < outer.length; place += 4) {
      const edge = outer[place];
      const row = outer[place + 3];
      const voltage = voltages[outer[place + 1]];
      const imposed = voltages[outer[place + 2]];
      const channel = transconductances[edge];
      const conductance = conductances[edge];
      let open = overdrives[edge] - voltage;
      if (open < 0) open = 0;
      let openImposed = overdrives[edge] - imposed;
      if (openImposed < 0) openImposed = 0;
      vector[row] -= 0.5 * channel * (openImposed - open) * (openImposed + open) + conductance * (voltage - imposed);
      values[row] += channel * open + conductance;
    }
    this.#measureNorm();
    this.#measureStiffness();
  }

  /** Fills −F alone. */
  residual(voltages: Float64Array): void {
    const { vector } = this;
    const inner = this.#inner;
    const { transconductances, overdrives, conductances } = this.#elements;
    this.#begin();
    for (let place = 0; place < inner.length; place += 7) {
      const edge = inner[place];
      const voltageA = voltages[inner[place + 1]];
      const voltageB = voltages[inner[place + 2]];
      let openA = overdrives[edge] - voltageA;
      if (openA < 0) openA = 0;
      let openB = overdrives[edge] - voltageB;
      if (openB < 0) openB = 0;
      const channel = 0.5 * transconductances[edge] * (openB - openA) * (openB + openA);
      const current = channel + conductances[edge] * (voltageA - voltageB);
      vector[inner[place + 3]] -= current;
      vector[inner[place + 4]] += current;
    }
    const outer = this.#outer;
    for (let place = 0; place < outer.length; place += 4) {
      const edge = outer[place];
      const voltage = voltages[outer[place + 1]];
      const imposed = voltages[outer[place + 2]];
      let open = overdrives[edge] - voltage;
      if (open < 0) open = 0;
      let openImposed = overdrives[edge] - imposed;
      if (openImposed < 0) openImposed = 0;
      const channel = 0.5 * transconductances[edge] * (openImposed - open) * (openImposed + open);
      vector[outer[place + 3]] -= channel + conductances[edge] * (voltage - imposed);
    }
    this.#measureNorm();
  }

  /** Sets `rounding`, for the `stiffness` of the last `assemble`. Few solutions ask for it, so that it is not part of every one. */
  measureRounding(): void {
    const { stiffness, vector } = this;
    // Currents are made of node voltages and overdrives, and so rounded at the larger of them. Without a box, 1 V stands for the former.
    const voltage = this.#injections === null ? Math.max(Math.abs(this.lowest), Math.abs(this.highest)) : 1;
    const { transconductances, overdrives } = this.#elements;
    let overdrive = 0;
    for (let edge = 0; edge < overdrives.length; edge++) {
      if (transconductances[edge] > 0 && overdrives[edge] > overdrive) overdrive = overdrives[edge];
    }
    this.rounding = 2e-16 * vector.length * stiffness * (voltage + overdrive);
  }

  /** Starts −F with the currents fed in from outside. */
  #begin(): void {
    const { vector } = this;
    const injections = this.#injections;
    if (injections === null) vector.fill(0);
    else for (let unknown = 0; unknown < vector.length; unknown++) vector[unknown] = injections[this.#nodes[unknown]];
  }

  #measureNorm(): void {
    const { vector } = this;
    let norm = 0;
    for (let unknown = 0; unknown < this.#active; unknown++) norm += Math.abs(vector[unknown]);
    this.norm = norm;
  }

  #measureStiffness(): void {
    const { values, vector } = this;
    let largest = 0;
    for (let unknown = 0; unknown < vector.length; unknown++) if (values[unknown] > largest) largest = values[unknown];
    this.stiffness = Math.max(largest, this.#openChannel);
  }
}
