import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { DormandPrince } from '../../../../src-main/math/dormandPrince.ts';
import { Rosenbrock } from '../../../../src-main/math/rosenbrock.ts';
import type { Derivative } from '../../../../src-main/math/stepControl.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { Trainer } from '../../../../src-main/learning/trainer.ts';
import { coupledFlow, createEquilibrium, flowLayout } from '../../../../src-main/learning/transient/coupledFlow.ts';
import { CoupledRun } from '../../../../src-main/learning/transient/coupledRun.ts';
import { coupledSystem } from '../../../../src-main/learning/transient/coupledSystem.ts';
import type { CoupledRates, HeldTask } from '../../../../src-main/learning/transient/heldTask.ts';
import { heldTask } from '../../../../src-main/learning/transient/heldTaskOf.ts';
import { buildNetwork } from '../../../../src-main/physics/network.ts';
import { random as randomTopology } from '../../../../src-main/physics/topologies/random.ts';
import { allosteryDraw, FLOOR, NUDGE } from '../../../../src-main/experiments/quasistatic/allosteryDraw.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';

/** Debian's Python, not one that happens to come first in the path. */
const PYTHON = '/usr/bin/python3';

/** The quasistatic limit γ_p → ∞: dG/dt of Eq. 3 with both networks always in equilibrium. The state holds the conductances alone. */
function quasistaticFlow(task: HeldTask, rates: CoupledRates): Derivative {
  const { from, to, edgeCount } = task.network;
  const { learning, nudge, floor } = rates;
  const equilibrium = createEquilibrium(task, floor);
  const { voltages, responses } = equilibrium;
  return (_time, state, slopes) => {
    equilibrium.settle(state, 0);
    for (let edge = 0; edge < edgeCount; edge++) {
      const drop = voltages[from[edge]] - voltages[to[edge]];
      const rise = responses[from[edge]] - responses[to[edge]];
      const slope = -learning * rise * (2 * drop + nudge * rise);
      slopes[edge] = slope < 0 && state[edge] <= floor ? 0 : slope;
    }
  };
}

function hasScipy(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import scipy.integrate'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`\nSKIPPED: transient solutions are not compared with scipy: install Debian's python3-scipy.\n`);
    return false;
  }
}

/** Twelve nodes whose targets lie 0.1 V from where they begin: near enough that no conductance meets the floor. */
function smallTask(seed: number): HeldTask {
  const random = randomStream(seed, 'small');
  const layout = randomTopology.generate({ kind: 'random', nodes: 12, edges: 24 }, randomStream(seed, 'topology'));
  const network = buildNetwork(layout.nodes, layout.edges);
  const task = {
    network,
    sources: Int32Array.of(0, 3, 7),
    sourceVoltages: Float64Array.of(1, -0.5, 0.2),
    targets: Int32Array.of(5, 10),
    targetVoltages: new Float64Array(2),
    conductances: Float64Array.from({ length: 24 }, () => 0.5 + random.uniform()),
  };
  const equilibrium = createEquilibrium(task, 0);
  equilibrium.error(task.conductances, 0);
  task.targetVoltages.set([equilibrium.voltages[5] + 0.1, equilibrium.voltages[10] - 0.1]);
  return task;
}

/** Eq. 3 as printed, in free voltages, clamped voltages and conductances, written once more with matrices. */
const SCRIPT = `
import json, sys
import numpy as np
from scipy.integrate import solve_ivp
p = json.load(sys.stdin)
n, e = p["nodes"], len(p["edges"])
B = np.zeros((e, n))
for k, (a, b) in enumerate(p["edges"]):
    B[k, a], B[k, b] = 1, -1
S, T = p["sources"], p["targets"]
VS, VT, eta, R = np.array(p["sourceVoltages"]), np.array(p["targetVoltages"]), p["nudge"], p["rate"]
G0 = np.array(p["conductances"])
def settle(held, voltages):
    L = B.T @ np.diag(G0) @ B
    free = [i for i in range(n) if i not in held]
    v = np.zeros(n)
    v[held] = voltages
    v[free] = np.linalg.solve(L[np.ix_(free, free)], -L[np.ix_(free, held)] @ voltages)
    return v
F0 = settle(S, VS)
C0 = settle(S + T, np.concatenate([VS, F0[T] + eta * (VT - F0[T])]))
def f(t, y):
    vf, vc, G = y[:n].copy(), y[n:2*n].copy(), y[2*n:]
    vc[T] = vf[T] + eta * (VT - vf[T])
    L = B.T @ np.diag(G) @ B
    df, dc = -L @ vf, -L @ vc
    df[S] = 0
    dc[S] = 0
    dc[T] = (1 - eta) * df[T]
    return np.concatenate([df, dc, R / eta * ((B @ vf)**2 - (B @ vc)**2)])
s = solve_ivp(f, (0, p["times"][-1]), np.concatenate([F0, C0, G0]), method=p["method"], t_eval=p["times"], rtol=1e-11, atol=1e-12)
json.dump(s.y.T.tolist(), sys.stdout)
`;

function scipySolution(task: HeldTask, rate: number, nudge: number, times: readonly number[], method: string): number[][] {
  const { network } = task;
  const problem = {
    nodes: network.nodeCount,
    edges: Array.from(network.from, (from, edge) => [from, network.to[edge]]),
    sources: [...task.sources],
    sourceVoltages: [...task.sourceVoltages],
    targets: [...task.targets],
    targetVoltages: [...task.targetVoltages],
    conductances: [...task.conductances],
    nudge,
    rate,
    times,
    method,
  };
  return JSON.parse(execFileSync(PYTHON, ['-c', SCRIPT], { input: JSON.stringify(problem), encoding: 'utf8' })) as number[][];
}

describe('learning while voltages relax, beside scipy', () => {
  it.skipIf(!hasScipy()).each([
    ['fast, explicit', 5, [0.5, 2, 8, 20], 'DOP853'],
    ['slow, linearly implicit', 0.02, [10, 50, 200, 400], 'Radau'],
  ])('%s: every voltage and conductance to 1e-6', (_name, rate, times, method) => {
    const task = smallTask(4);
    const nudge = 0.1;
    const expected = scipySolution(task, rate, nudge, times, method);
    // The floor must play no part, for the script has none.
    const { nodeCount } = task.network;
    expect(Math.min(...expected.flatMap((state) => state.slice(2 * nodeCount)))).toBeGreaterThan(0.02);
    const run = new CoupledRun(task, { relaxation: 1, learning: rate, nudge, floor: 0.01 }, 1e-10);
    times.forEach((time, index) => {
      while (run.time < time) run.advance(time);
      for (let node = 0; node < nodeCount; node++) {
        const target = task.targets.indexOf(node);
        const response = target < 0 ? run.state[nodeCount + node] : task.targetVoltages[target] - run.state[node];
        expect(Math.abs(run.state[node] - expected[index][node])).toBeLessThan(1e-6);
        // scipy carries v_C of a target along its derivative.
        expect(Math.abs(run.state[node] + nudge * response - expected[index][nodeCount + node])).toBeLessThan(1e-6);
      }
      run.conductances.forEach((conductance, edge) => {
        expect(Math.abs(conductance - expected[index][2 * nodeCount + edge])).toBeLessThan(1e-6);
      });
    });
    // Something has happened.
    expect(run.error).toBeLessThan(0.5 * run.firstError);
  });
});

describe('learning while voltages relax', () => {
  const experiment = compileExperiment(allosteryDraw(1, 10));
  const task = heldTask(experiment);

  it('is the same by both integrators', () => {
    const rates = { relaxation: 1, learning: 0.2, nudge: NUDGE, floor: FLOOR };
    const tolerances = { relative: 1e-9, absolute: 1e-9 };
    const layout = flowLayout(task);
    const start = new Float64Array(layout.size).fill(1);
    const equilibrium = createEquilibrium(task, FLOOR);
    equilibrium.settle(start, layout.conductances);
    start.set(equilibrium.voltages);
    start.set(equilibrium.responses, layout.responses);
    const explicit = new DormandPrince(coupledFlow(task, rates), 0, start, tolerances);
    const implicit = new Rosenbrock(coupledSystem(task, rates), 0, start, 0.01, tolerances);
    explicit.advanceTo(20);
    implicit.advanceTo(20);
    const isTarget = new Set(Array.from(task.targets, (node) => layout.responses + node));
    // The responses of targets are tied to the free voltages; what stands in their place means nothing.
    explicit.state.forEach((value, entry) => {
      if (!isTarget.has(entry)) expect(Math.abs(value - implicit.state[entry])).toBeLessThan(1e-7);
    });
  });

  it('tends to the quasistatic trainer as R → 0, in proportion to R', () => {
    const time = 10;
    const step = 0.001;
    const document = { ...experiment.document, stepTime: step };
    const trainer = new Trainer(compileExperiment(document));
    for (let count = 0; count < time / step; count++) trainer.step();
    const difference = (rate: number): number => {
      const run = new CoupledRun(task, { relaxation: 1, learning: rate, nudge: NUDGE, floor: FLOOR }, 1e-9);
      while (run.time < time / rate) run.advance(time / rate);
      return Math.max(...run.conductances.map((conductance, edge) => Math.abs(conductance - trainer.twin.bank.states[edge])));
    };
    // What is left at R = 1e-6 is the trainer's explicit Euler step.
    const [rough, fine, finest] = [1e-2, 1e-3, 1e-6].map(difference);
    expect(finest).toBeLessThan(5e-4);
    expect(fine - finest).toBeLessThan(0.15 * (rough - finest));
    expect(rough).toBeGreaterThan(10 * finest);
  });

  it('tends to the quasistatic flow', () => {
    const rates = { relaxation: 1, learning: 1, nudge: NUDGE, floor: FLOOR };
    const limit = new DormandPrince(quasistaticFlow(task, rates), 0, task.conductances, { relative: 1e-9, absolute: 1e-9 });
    limit.advanceTo(10);
    const run = new CoupledRun(task, { ...rates, learning: 1e-6 }, 1e-9);
    while (run.time < 1e7) run.advance(1e7);
    run.conductances.forEach((conductance, edge) => expect(Math.abs(conductance - limit.state[edge])).toBeLessThan(1e-6));
  });

  it('depends on γ_l and γ_p by their ratio alone, but for the unit of time', () => {
    const once = new CoupledRun(task, { relaxation: 1, learning: 4, nudge: NUDGE, floor: FLOOR }, 1e-9);
    const other = new CoupledRun(task, { relaxation: 50, learning: 200, nudge: NUDGE, floor: FLOOR }, 1e-9);
    while (once.time < 10) once.advance(10);
    while (other.time < 0.2) other.advance(0.2);
    // Steps end at other moments, and edges reach the floor between them.
    once.conductances.forEach((conductance, edge) => expect(Math.abs(conductance - other.conductances[edge])).toBeLessThan(1e-5));
  });

  it('never lets a conductance fall below the floor, and the floor matters', () => {
    const run = new CoupledRun(task, { relaxation: 1, learning: 100, nudge: NUDGE, floor: FLOOR }, 1e-6);
    let lowest = Infinity;
    while (run.time < 5) {
      run.advance(5);
      lowest = Math.min(lowest, ...run.conductances);
    }
    expect(lowest).toBe(FLOOR);
  });

  it('refuses an experiment that it can’t follow', () => {
    expect(() => heldTask(compileExperiment(tasks['xor'].build()))).toThrow('E-RUN-INVALID');
  });
});
