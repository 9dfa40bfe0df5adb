import type { Experiment } from '../../src-main/learning/experiment/experiment.ts';

/** Voltages of one network: what an edge of conductance K between two nodes needs to know. */
export type Solve = (voltages: number[], isHeld: boolean[]) => number[];

/**
 * The same learning written straight from the papers, as one writes it first: arrays of numbers, a dense matrix made anew for
 * every solution, Gaussian elimination with row exchanges, Newton's method from the last voltages. It shares no code with the
 * program, so that the two can be compared digit by digit, and its speed is what the program's speed is measured against.
 *
 * Knows what XOR and the digipot board need: given labels, one datapoint per step, undamaged edges.
 */
export class SimpleTwin {
  readonly states: number[];
  readonly #experiment: Experiment;
  readonly #solve: Solve;
  readonly #update: (freeVoltages: number[], clampedVoltages: number[]) => void;
  readonly #free: number[][];
  readonly #clamped: number[][];
  readonly #isHeldFree: boolean[];
  readonly #isHeldClamped: boolean[];
  readonly #stepTime: number;
  readonly #nudge: number;

  constructor(experiment: Experiment, stepTime = experiment.document.stepTime, normal: () => number = boxMuller) {
    const { document, edges, edgeModel, network, outputs, training } = experiment;
    this.#experiment = experiment;
    this.#stepTime = stepTime;
    this.states = edges.map((edge) => edge.gate ?? edge.tap ?? 0);
    if (edgeModel.kind === 'digipot') this.#solve = (voltages, isHeld) => this.#solveResistors(voltages, isHeld, edgeModel.stepOhms);
    else if (edgeModel.kind === 'transistor') {
      this.#solve = (voltages, isHeld) => this.#solveTransistors(voltages, isHeld, edgeModel.transconductance, edgeModel.threshold);
    } else throw new Error('resistors do not learn');
    const { rule } = document;
    if (rule.kind === 'sign') this.#update = (free, clamped) => this.#signRule(free, clamped, normal);
    else if (rule.kind === 'continuous') {
      this.#update = (free, clamped) => this.#continuousRule(free, clamped, rule.rate, rule.gateFloor, rule.gateCeiling);
    } else throw new Error('only the rules of the two boards are known here');
    if (!('nudge' in document.clamping)) throw new Error('only clamping with a nudge is known here');
    this.#nudge = document.clamping.nudge;
    this.#isHeldFree = new Array<boolean>(network.nodeCount).fill(false);
    for (const node of [...experiment.inputNodes, ...experiment.supplyNodes]) this.#isHeldFree[node] = true;
    this.#isHeldClamped = [...this.#isHeldFree];
    for (const node of [...outputs.plus, ...outputs.minus]) if (node >= 0) this.#isHeldClamped[node] = true;
    this.#free = Array.from({ length: training.count }, (_, datapoint) => this.#present(datapoint));
    this.#clamped = this.#free.map((voltages) => [...voltages]);
  }

  /** One training step under a datapoint. */
  step(datapoint: number): void {
    this.#free[datapoint] = this.#solve(this.#free[datapoint], this.#isHeldFree);
    const clamped = [...this.#clamped[datapoint]];
    this.#clamp(datapoint, this.#free[datapoint], clamped);
    this.#clamped[datapoint] = this.#solve(clamped, this.#isHeldClamped);
    this.#update(this.#free[datapoint], this.#clamped[datapoint]);
  }

  #present(datapoint: number): number[] {
    const { inputNodes, supplyNodes, supplyVoltages, training, network } = this.#experiment;
    const voltages = new Array<number>(network.nodeCount).fill(0);
    inputNodes.forEach((node, input) => (voltages[node] = training.inputs[datapoint * inputNodes.length + input]));
    supplyNodes.forEach((node, supply) => (voltages[node] = supplyVoltages[supply]));
    return voltages;
  }

  #clamp(datapoint: number, free: number[], clamped: number[]): void {
    const { outputs, training } = this.#experiment;
    const eta = this.#nudge;
    outputs.plus.forEach((plus, output) => {
      const label = training.labels[datapoint * outputs.plus.length + output];
      const minus = outputs.minus[output];
      if (minus < 0) clamped[plus] = eta * label + (1 - eta) * free[plus];
      else {
        const error = label - (free[plus] - free[minus]);
        clamped[plus] = free[plus] + (eta / 2) * error;
        clamped[minus] = free[minus] - (eta / 2) * error;
      }
    });
  }

  /** L·V = 0 at the unknown nodes. */
  #solveResistors(voltages: number[], isHeld: boolean[], stepOhms: number): number[] {
    const { network } = this.#experiment;
    const { row, count } = rowsOf(isHeld);
    const matrix = zeros(count);
    const right = new Array<number>(count).fill(0);
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const k = 1 / (this.states[edge] * stepOhms);
      const ends = [network.from[edge], network.to[edge]];
      for (const [here, there] of [ends, [ends[1], ends[0]]]) {
        if (isHeld[here]) continue;
        matrix[row[here]][row[here]] += k;
        if (isHeld[there]) right[row[here]] += k * voltages[there];
        else matrix[row[here]][row[there]] -= k;
      }
    }
    const solution = gaussianElimination(matrix, right);
    return voltages.map((voltage, node) => (isHeld[node] ? voltage : solution[row[node]]));
  }

  /** Newton's method; I(a→b) = S/2·[max(g − V_b, 0)² − max(g − V_a, 0)²]. A leak of 1e-6·S keeps closed channels from stopping it. */
  #solveTransistors(start: number[], isHeld: boolean[], S: number, threshold: number): number[] {
    const { network } = this.#experiment;
    const { row, count } = rowsOf(isHeld);
    const voltages = [...start];
    for (let iteration = 0; iteration < 200; iteration++) {
      const jacobian = zeros(count);
      const right = new Array<number>(count).fill(0);
      for (let unknown = 0; unknown < count; unknown++) jacobian[unknown][unknown] = 1e-6 * S;
      for (let edge = 0; edge < network.edgeCount; edge++) {
        const a = network.from[edge];
        const b = network.to[edge];
        const openA = Math.max(this.states[edge] - threshold - voltages[a], 0);
        const openB = Math.max(this.states[edge] - threshold - voltages[b], 0);
        const current = (S / 2) * (openB ** 2 - openA ** 2);
        if (!isHeld[a]) {
          right[row[a]] -= current;
          jacobian[row[a]][row[a]] += S * openA;
          if (!isHeld[b]) jacobian[row[a]][row[b]] -= S * openB;
        }
        if (!isHeld[b]) {
          right[row[b]] += current;
          jacobian[row[b]][row[b]] += S * openB;
          if (!isHeld[a]) jacobian[row[b]][row[a]] -= S * openA;
        }
      }
      const change = gaussianElimination(jacobian, right);
      let largest = 0;
      for (let node = 0; node < voltages.length; node++) {
        if (isHeld[node]) continue;
        voltages[node] += change[row[node]];
        largest = Math.max(largest, Math.abs(change[row[node]]));
      }
      if (largest < 1e-9) return voltages;
    }
    throw new Error('the simple Newton method did not converge');
  }

  /** Two comparators and an exclusive or, or the comparison of magnitudes; one wiper step up or down. */
  #signRule(free: number[], clamped: number[], normal: () => number): void {
    const { network, document, edgeModel } = this.#experiment;
    const taps = edgeModel.kind === 'digipot' ? edgeModel.taps : 1;
    const comparators = document.imperfections.find((imperfection) => imperfection.kind === 'comparators');
    const noise = comparators?.noise ?? 0;
    const lift = comparators?.lift ?? 0;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const freeDrop = free[network.from[edge]] - free[network.to[edge]];
      const clampedDrop = clamped[network.from[edge]] - clamped[network.to[edge]];
      let rises = Math.abs(clampedDrop) > Math.abs(freeDrop);
      if (document.rule.kind === 'sign' && document.rule.decision === 'comparators') {
        const difference = clampedDrop - freeDrop + (noise > 0 ? noise * normal() : 0);
        const isReversed = clampedDrop + (noise > 0 ? noise * normal() : 0) < 0;
        rises = (isReversed ? -difference : difference) + lift > 0;
      }
      this.states[edge] = Math.min(Math.max(this.states[edge] + (rises ? 1 : -1), 1), taps);
    }
  }

  /** dG/dt = A_0·(ΔV_F² − ΔV_C²), one explicit Euler step. */
  #continuousRule(free: number[], clamped: number[], rate: number, floor: number, ceiling: number): void {
    const { network } = this.#experiment;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const freeDrop = free[network.from[edge]] - free[network.to[edge]];
      const clampedDrop = clamped[network.from[edge]] - clamped[network.to[edge]];
      const gate = this.states[edge] + this.#stepTime * rate * (freeDrop ** 2 - clampedDrop ** 2);
      this.states[edge] = Math.min(Math.max(gate, floor), ceiling);
    }
  }
}

function rowsOf(isHeld: boolean[]): { row: number[]; count: number } {
  let count = 0;
  return { row: isHeld.map((held) => (held ? -1 : count++)), count };
}

function zeros(count: number): number[][] {
  return Array.from({ length: count }, () => new Array<number>(count).fill(0));
}

/** Solves matrix·x = right by Gaussian elimination with row exchanges; both are used up. */
export function gaussianElimination(matrix: number[][], right: number[]): number[] {
  const count = right.length;
  for (let column = 0; column < count; column++) {
    let pivot = column;
    for (let row = column + 1; row < count; row++) if (Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column])) pivot = row;
    [matrix[column], matrix[pivot]] = [matrix[pivot], matrix[column]];
    [right[column], right[pivot]] = [right[pivot], right[column]];
    for (let row = column + 1; row < count; row++) {
      const factor = matrix[row][column] / matrix[column][column];
      for (let other = column; other < count; other++) matrix[row][other] -= factor * matrix[column][other];
      right[row] -= factor * right[column];
    }
  }
  const solution = new Array<number>(count).fill(0);
  for (let row = count - 1; row >= 0; row--) {
    let sum = right[row];
    for (let column = row + 1; column < count; column++) sum -= matrix[row][column] * solution[column];
    solution[row] = sum / matrix[row][row];
  }
  return solution;
}

/** Standard normal numbers, two uniform ones each. */
function boxMuller(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
