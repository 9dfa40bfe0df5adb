import type { EdgeElements } from '../elements.ts';
import { wiringOf, type KirchhoffSystem } from './system.ts';

/**
 * Numbers that the parts of a solver hand on. They are fields and not return values, because a fraction returned from a
 * function is a new object on the heap wherever the compiler does not inline it.
 */
export interface Figures {
  /** The box that the solution lies in, V: lowest and highest voltage imposed next to an unknown node. */
  lowest: number;
  highest: number;
  /** Σ|F| of the last `assemble` or `residual`, A. */
  norm: number;
  /** Σ|F| below this is rounding of the currents, A; of the last `assemble`. */
  rounding: number;
  /** The largest sum of conductances at a node in the last `assemble`, S; where all channels are closed, that of one open by 1 V. */
  stiffness: number;
}

/** Kirchhoff's equations with their numbers: the residual and the Jacobian at given voltages, in preallocated arrays. */
export interface Kirchhoff {
  /** The Jacobian as `FactorPlan` stores it; factored in place by the solver. */
  readonly values: Float64Array;
  /** −F, [unknown]; solved in place by the solver. */
  readonly vector: Float64Array;
  readonly figures: Readonly<Figures>;
  /** Reads the box from the imposed voltages and moves the guess into it. */
  enterBox(voltages: Float64Array): void;
  /** Fills the Jacobian and −F. */
  assemble(voltages: Float64Array): void;
  /** Fills −F alone. */
  residual(voltages: Float64Array): void;
}

export function createKirchhoff(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null = null): Kirchhoff {
  const { plan, nodes } = system;
  const { transconductances, overdrives, conductances } = elements;
  const { inner, outer } = wiringOf(system);
  const values = new Float64Array(plan.size);
  const vector = new Float64Array(plan.count);
  const openChannel = transconductances.reduce((largest, value) => Math.max(largest, value), 0);
  const figures: Figures = { lowest: Number.NaN, highest: Number.NaN, norm: Number.NaN, rounding: Number.NaN, stiffness: openChannel };

  /** Starts −F with the currents fed in from outside. */
  const begin = (): void => {
    for (let unknown = 0; unknown < vector.length; unknown++) vector[unknown] = injections === null ? 0 : injections[nodes[unknown]];
  };

  const addNorm = (): void => {
    let sum = 0;
    for (let unknown = 0; unknown < vector.length; unknown++) sum += Math.abs(vector[unknown]);
    figures.norm = sum;
  };

  const addStiffness = (): void => {
    let stiffness = openChannel;
    for (let unknown = 0; unknown < vector.length; unknown++) if (values[unknown] > stiffness) stiffness = values[unknown];
    // Without a box, 1 V stands for the size of the voltages.
    const size = injections === null ? Math.max(Math.abs(figures.lowest), Math.abs(figures.highest)) : 1;
    figures.stiffness = stiffness;
    figures.rounding = 1e-15 * vector.length * stiffness * size;
  };

  return {
    values,
    vector,
    figures,

    enterBox(voltages) {
      let lowest = injections === null ? Infinity : -Infinity;
      let highest = -lowest;
      if (injections === null) {
        for (let place = 0; place < outer.length; place += 4) {
          const voltage = voltages[outer[place + 2]];
          if (voltage < lowest) lowest = voltage;
          if (voltage > highest) highest = voltage;
        }
        for (let unknown = 0; unknown < nodes.length; unknown++) {
          const node = nodes[unknown];
          voltages[node] = Math.min(Math.max(voltages[node], lowest), highest);
        }
      }
      figures.lowest = lowest;
      figures.highest = highest;
    },

    assemble(voltages) {
      for (let slot = 0; slot < values.length; slot++) values[slot] = 0;
      begin();
      for (let place = 0; place < inner.length; place += 7) {
        const edge = inner[place];
        const a = inner[place + 3];
        const b = inner[place + 4];
        const voltageA = voltages[inner[place + 1]];
        const voltageB = voltages[inner[place + 2]];
        const channel = transconductances[edge];
        const conductance = conductances[edge];
        const openA = Math.max(overdrives[edge] - voltageA, 0);
        const openB = Math.max(overdrives[edge] - voltageB, 0);
        const current = 0.5 * channel * (openB - openA) * (openB + openA) + conductance * (voltageA - voltageB);
        const slopeA = channel * openA + conductance;
        const slopeB = channel * openB + conductance;
        vector[a] -= current;
        vector[b] += current;
        values[a] += slopeA;
        values[b] += slopeB;
        values[inner[place + 5]] -= slopeA;
        values[inner[place + 6]] -= slopeB;
      }
      for (let place = 0; place < outer.length; place += 4) {
        const edge = outer[place];
        const row = outer[place + 3];
        const voltage = voltages[outer[place + 1]];
        const imposed = voltages[outer[place + 2]];
        const channel = transconductances[edge];
        const conductance = conductances[edge];
        const open = Math.max(overdrives[edge] - voltage, 0);
        const openImposed = Math.max(overdrives[edge] - imposed, 0);
        vector[row] -= 0.5 * channel * (openImposed - open) * (openImposed + open) + conductance * (voltage - imposed);
        values[row] += channel * open + conductance;
      }
      addStiffness();
      addNorm();
    },

    residual(voltages) {
      begin();
      for (let place = 0; place < inner.length; place += 7) {
        const edge = inner[place];
        const voltageA = voltages[inner[place + 1]];
        const voltageB = voltages[inner[place + 2]];
        const openA = Math.max(overdrives[edge] - voltageA, 0);
        const openB = Math.max(overdrives[edge] - voltageB, 0);
        const channel = 0.5 * transconductances[edge] * (openB - openA) * (openB + openA);
        const current = channel + conductances[edge] * (voltageA - voltageB);
        vector[inner[place + 3]] -= current;
        vector[inner[place + 4]] += current;
      }
      for (let place = 0; place < outer.length; place += 4) {
        const edge = outer[place];
        const voltage = voltages[outer[place + 1]];
        const imposed = voltages[outer[place + 2]];
        const open = Math.max(overdrives[edge] - voltage, 0);
        const openImposed = Math.max(overdrives[edge] - imposed, 0);
        const channel = 0.5 * transconductances[edge] * (openImposed - open) * (openImposed + open);
        vector[outer[place + 3]] -= channel + conductances[edge] * (voltage - imposed);
      }
      addNorm();
    },
  };
}
