import { createCapacitorRelaxation } from '../../physics/transient/capacitorRelaxation.ts';
import type { Pulse } from '../pulse.ts';
import { defineDynamics, type MotionSetup } from './dynamics.ts';

/**
 * Training while capacitors slow the voltages down, as in the laboratory of Stern 2022 (Experimental results). One step of length
 * 1/γ_l:
 *
 *   1. inputs change to those of the datapoint, and the clamped outputs are set from the free outputs as they are at that moment;
 *   2. both networks relax for 1/γ_l, exactly (`CapacitorRelaxation`);
 *   3. every edge compares its two voltage drops, by the rule of the experiment.
 *
 * Both networks begin in equilibrium under the first datapoint. The scaled learning rate is R = R_0·c·γ_l.
 *
 * @cost   two dense eigenproblems a step, about 30·n³ operations each; allocates nothing
 */
export const capacitors = defineDynamics({
  spec: {
    kind: 'capacitors',
    title: 'Capacitors in parallel with the edges',
    doc: 'A capacitor in parallel with every edge of both networks: voltages relax for one step time before every comparison.',
    reference: { source: 'stern2022', place: 'Experimental results' },
    parameters: {
      capacitance: {
        type: 'number',
        title: 'Capacitance',
        doc: 'c, of every edge.',
        unit: 'F',
        default: 22e-6,
        minimum: 0,
        exclusiveMinimum: true,
        maximum: 1,
      },
    },
  },
  isSettled: false,
  // Modes of relaxation belong to linear edges, and clamped outputs must be held.
  suits: {
    edges: ['digipot', 'resistor'],
    rules: 'any',
    clampings: ['standard', 'differential', 'hinge', 'overclamping', 'contrastiveHebbian'],
    imperfections: true,
    manyDatapoints: true,
  },

  create({ capacitance }, setup) {
    const { network, twin, sources, labels, clamp, update } = setup;
    const outputNodes = outputsOf(setup);
    const free = createCapacitorRelaxation(network, twin.bank.elements, sources, capacitance);
    const clamped = createCapacitorRelaxation(network, twin.clampedBank.elements, [...sources, ...outputNodes], capacitance);
    const freeVoltages = new Float64Array(network.nodeCount);
    const clampedVoltages = new Float64Array(network.nodeCount);
    const aim = new Float64Array(network.nodeCount);
    const held = new Float64Array(sources.length + outputNodes.length);
    const heldSources = held.subarray(0, sources.length);

    const refresh = (): void => {
      free.refresh();
      clamped.refresh();
    };
    const rest = (datapoint: number, pulse: Pulse): void => {
      freeVoltages.set(setup.free[datapoint]);
      clampedVoltages.set(setup.clamped[datapoint]);
      setup.settle(datapoint, freeVoltages, clampedVoltages, pulse);
    };

    refresh();
    rest(0, { nudge: setup.nudge, stepTime: 0 });
    return {
      step(datapoint, pulse) {
        const pause = pulse.stepTime;
        for (let source = 0; source < sources.length; source++) heldSources[source] = setup.free[datapoint][sources[source]];
        free.impose(freeVoltages, heldSources);
        clamp.apply(freeVoltages, labels, datapoint, aim, pulse);
        for (let output = 0; output < outputNodes.length; output++) held[sources.length + output] = aim[outputNodes[output]];
        clamped.impose(clampedVoltages, held);
        free.relax(freeVoltages, pause);
        clamped.relax(clampedVoltages, pause);
        if (pulse.stepTime > 0) update(freeVoltages, clampedVoltages, pulse);
        twin.refresh();
        refresh();
      },
      look(_datapoint, freeNow, clampedNow) {
        freeNow.set(freeVoltages);
        clampedNow.set(clampedVoltages);
      },
      rest,
      changed: refresh,
      save: () => [...freeVoltages, ...clampedVoltages],
      load(saved) {
        if (saved.length !== 2 * network.nodeCount) throw new Error('the voltages of another network');
        freeVoltages.set(saved.slice(0, network.nodeCount));
        clampedVoltages.set(saved.slice(network.nodeCount));
        refresh();
      },
    };
  },
});

/** The nodes that clamping holds, each once. */
function outputsOf({ outputs }: MotionSetup): number[] {
  return [...outputs.plus, ...outputs.minus.filter((node) => node >= 0)];
}
