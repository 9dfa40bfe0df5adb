import type { EdgeElements } from '../elements.ts';
import type { KirchhoffSystem } from './system.ts';

/** Kirchhoff's equations with their numbers: the residual and the Jacobian at given voltages, in preallocated arrays. */
export interface Kirchhoff {
  /** The Jacobian as `FactorPlan` stores it; factored in place by the solver. */
  readonly values: Float64Array;
  /** −F, [unknown], with one spare entry at the end for held ends; solved in place by the solver. */
  readonly vector: Float64Array;
  /** The box that the solution lies in, V: lowest and highest voltage imposed next to an unknown node. */
  readonly lowest: number;
  readonly highest: number;
  /** Reads the box from the imposed voltages and moves the guess into it. */
  enterBox(voltages: Float64Array): void;
  /** Fills the Jacobian and −F; returns Σ|F|, A. */
  assemble(voltages: Float64Array): number;
  /** Fills −F alone; returns Σ|F|, A. */
  residual(voltages: Float64Array): number;
  /** Σ|F| below this is rounding of the currents, A; holds for the last `assemble`. */
  rounding(): number;
  /** The largest sum of conductances at a node in the last `assemble`, S; where all channels are closed, that of one open by 1 V. */
  stiffness(): number;
}

export function createKirchhoff(system: KirchhoffSystem, elements: EdgeElements, injections: Float64Array | null = null): Kirchhoff {
  const { plan, nodes, edges, nodeA, nodeB, rowA, rowB, slotAA, slotBB, slotBA, slotAB } = system;
  const { transconductances, overdrives, conductances } = elements;
  const values = new Float64Array(plan.size);
  const vector = new Float64Array(plan.count + 1);
  const boundary = boundaryOf(system);
  let lowest = 0;
  let highest = 0;
  const openChannel = transconductances.reduce((largest, value) => Math.max(largest, value), 0);
  let stiffness = openChannel;

  /** Starts −F with the currents fed in from outside. */
  const begin = (): void => {
    vector.fill(0);
    if (injections !== null) for (let unknown = 0; unknown < nodes.length; unknown++) vector[unknown] = injections[nodes[unknown]];
  };

  const norm = (): number => {
    let sum = 0;
    for (let unknown = 0; unknown < plan.count; unknown++) sum += Math.abs(vector[unknown]);
    return sum;
  };

  return {
    values,
    vector,
    get lowest() {
      return lowest;
    },
    get highest() {
      return highest;
    },

    enterBox(voltages) {
      lowest = Infinity;
      highest = -Infinity;
      if (injections !== null) {
        [lowest, highest] = [-Infinity, Infinity];
        return;
      }
      for (let index = 0; index < boundary.length; index++) {
        const voltage = voltages[boundary[index]];
        if (voltage < lowest) lowest = voltage;
        if (voltage > highest) highest = voltage;
      }
      for (let unknown = 0; unknown < nodes.length; unknown++) {
        const node = nodes[unknown];
        voltages[node] = Math.min(Math.max(voltages[node], lowest), highest);
      }
    },

    assemble(voltages) {
      values.fill(0);
      begin();
      for (let index = 0; index < edges.length; index++) {
        const edge = edges[index];
        const voltageA = voltages[nodeA[index]];
        const voltageB = voltages[nodeB[index]];
        const channel = transconductances[edge];
        const conductance = conductances[edge];
        const openA = Math.max(overdrives[edge] - voltageA, 0);
        const openB = Math.max(overdrives[edge] - voltageB, 0);
        const current = 0.5 * channel * (openB - openA) * (openB + openA) + conductance * (voltageA - voltageB);
        const slopeA = channel * openA + conductance;
        const slopeB = channel * openB + conductance;
        vector[rowA[index]] -= current;
        vector[rowB[index]] += current;
        values[slotAA[index]] += slopeA;
        values[slotBA[index]] -= slopeA;
        values[slotBB[index]] += slopeB;
        values[slotAB[index]] -= slopeB;
      }
      stiffness = openChannel;
      for (let unknown = 0; unknown < plan.count; unknown++) if (values[unknown] > stiffness) stiffness = values[unknown];
      return norm();
    },

    residual(voltages) {
      begin();
      for (let index = 0; index < edges.length; index++) {
        const edge = edges[index];
        const voltageA = voltages[nodeA[index]];
        const voltageB = voltages[nodeB[index]];
        const openA = Math.max(overdrives[edge] - voltageA, 0);
        const openB = Math.max(overdrives[edge] - voltageB, 0);
        const channel = 0.5 * transconductances[edge] * (openB - openA) * (openB + openA);
        const current = channel + conductances[edge] * (voltageA - voltageB);
        vector[rowA[index]] -= current;
        vector[rowB[index]] += current;
      }
      return norm();
    },

    // Without a box, 1 V stands for the size of the voltages.
    rounding: () => 1e-15 * plan.count * stiffness * (injections === null ? Math.max(Math.abs(lowest), Math.abs(highest)) : 1),
    stiffness: () => stiffness,
  };
}

/** Held nodes at the other end of an edge from an unknown node. */
function boundaryOf(system: KirchhoffSystem): Int32Array {
  const { plan, edges, nodeA, nodeB, rowA, rowB } = system;
  const boundary = new Set<number>();
  for (let index = 0; index < edges.length; index++) {
    if (rowA[index] === plan.count) boundary.add(nodeA[index]);
    if (rowB[index] === plan.count) boundary.add(nodeB[index]);
  }
  return Int32Array.from(boundary);
}
