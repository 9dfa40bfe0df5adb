import type { ConfigOf } from '../../../shared/spec.ts';
import type { Pulse } from '../pulse.ts';
import type { conductance } from '../rules/conductance.ts';
import { CoupledRun } from '../transient/coupledRun.ts';
import type { HeldTask } from '../transient/heldTask.ts';
import { defineDynamics, type MotionSetup } from './dynamics.ts';

/** Error of one step of the integrator, V and S: a tenth of it moves training times by less than 4e-4 up to R = 1. */
const TOLERANCE = 1e-6;

/**
 * Voltages relax while conductances learn (Stern 2022, Eq. 3): the clamped targets are moved at every moment, and nothing waits for
 * equilibrium. γ_p is one over the capacitance of a node to ground; with the rate γ_l/η of the rule, the scaled learning rate is
 * R = γ_l/γ_p.
 *
 * A step is a stretch of time: the equations are integrated through it with error control (`CoupledRun`).
 *
 * @cost   O(edges) an evaluation, six or more a step; below R = 0.3 three, and a factorisation of twice the nodes
 */
export const overdamped = defineDynamics({
  spec: {
    kind: 'overdamped',
    title: 'Overdamped nodes',
    doc: 'Node voltages relax towards equilibrium at a finite rate while conductances learn.',
    reference: { source: 'stern2022', place: 'Eq. 3' },
    parameters: {
      capacitance: {
        type: 'number',
        title: 'Capacitance',
        doc: 'Of every node to ground, 1/γ_p.',
        unit: 'F',
        default: 1,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1e12,
      },
    },
  },
  isSettled: false,
  // The equations are those of an ideal network under one datapoint.
  suits: { edges: ['resistor'], rules: ['conductance'], clampings: ['standard'], imperfections: false, manyDatapoints: false },

  create({ capacitance }, setup) {
    const { network, twin } = setup;
    const { bank } = twin;
    const { rate, floor, ceiling } = setup.rule as ConfigOf<(typeof conductance)['spec']>;
    let nudge = setup.nudge;

    /** @param state  to go on from; without one, both networks begin in equilibrium */
    const begin = (state?: Float64Array): CoupledRun =>
      new CoupledRun(taskOf(setup), { relaxation: 1 / capacitance, learning: rate * nudge, nudge, floor, ceiling }, TOLERANCE, state);
    let run = begin();

    /** Goes on with the voltages as they are, and with conductances, damage and nudge as they are now. */
    const renew = (): void => {
      const state = Float64Array.from(run.state);
      state.set(taskOf(setup).conductances, 2 * network.nodeCount);
      run = begin(state);
    };
    /** The clamped voltages stay where they are, so that the response w = (v_C − v_F)/η is another one. */
    const changeNudge = (wanted: number): void => {
      for (let node = 0; node < network.nodeCount; node++) run.state[network.nodeCount + node] *= nudge / wanted;
      nudge = wanted;
      renew();
    };

    return {
      step(_datapoint, pulse: Pulse) {
        if (pulse.nudge !== nudge) changeNudge(pulse.nudge);
        run.advanceTo(run.time + pulse.stepTime);
        for (let edge = 0; edge < network.edgeCount; edge++) if (twin.learns[edge] === 1) bank.states[edge] = run.conductances[edge];
        twin.refresh();
      },
      look(_datapoint, free, clamped) {
        run.voltages(free, clamped);
      },
      rest: () => void (run = begin()),
      changed: renew,
      save: () => [nudge, ...run.save()],
      load(saved) {
        nudge = saved[0];
        run = begin();
        run.load(saved.slice(1));
      },
    };
  },
});

function taskOf({ network, twin, sources, outputs, free, labels }: MotionSetup): HeldTask {
  const { bank, learns } = twin;
  return {
    network,
    sources: Int32Array.from(sources),
    sourceVoltages: Float64Array.from(sources, (node) => free[0][node]),
    targets: outputs.plus,
    targetVoltages: labels,
    conductances: Float64Array.from(learns, (isLearning, edge) =>
      isLearning === 1 ? bank.states[edge] : bank.elements.conductances[edge],
    ),
    learns,
  };
}
