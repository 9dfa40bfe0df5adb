import { defineDynamics } from './dynamics.ts';

/** The quasistatic limit: voltages reach equilibrium before an edge compares them, however the states have changed. */
export const settled = defineDynamics({
  spec: {
    kind: 'settled',
    title: 'Settled voltages',
    doc: 'Voltages settle before every comparison: learning is slow beside them.',
    parameters: {},
  },
  isSettled: true,
  suits: { edges: 'any', rules: 'any', clampings: 'any', imperfections: true, manyDatapoints: true },

  create(_config, { free, clamped, twin, clamp, update, settle }) {
    return {
      step(datapoint, pulse) {
        settle(datapoint, free[datapoint], clamped[datapoint], pulse);
        if (pulse.stepTime > 0) update(free[datapoint], clamped[datapoint], pulse);
        twin.refresh();
      },
      look(datapoint, freeVoltages, clampedVoltages, pulse) {
        // Looking must not be remembered as a visit.
        const memory = Float64Array.from(clamp.memory);
        settle(datapoint, freeVoltages, clampedVoltages, pulse);
        clamp.memory.set(memory);
      },
      rest: () => undefined,
      changed: () => undefined,
      save: () => [],
      load: () => undefined,
    };
  },
});
