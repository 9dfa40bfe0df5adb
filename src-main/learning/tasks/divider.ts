import { clockPeriod2022, comparators2022, digipots2022, signRule2022 } from './board2022.ts';
import { defineTask } from './task.ts';

/** Fig. 2 of 2022: two edges follow a target that moves every 100 steps. */
export const divider = defineTask(
  {
    kind: 'divider',
    title: 'Voltage divider',
    doc: 'Two digital potentiometers between 5 V and 0 V follow a target voltage that moves every 100 steps.',
    reference: { source: 'dillavou2022', place: 'Fig. 2' },
    parameters: {},
  },
  () => ({
    generate: { topology: { kind: 'divider' }, edgeModel: digipots2022, state: 64 },
    roles: {
      supplies: [
        { name: 'V+', node: 'top', voltage: 5 },
        { name: 'V−', node: 'bottom', voltage: 0 },
      ],
      outputs: [{ name: 'O', node: 'O' }],
    },
    dataset: { kind: 'table', inputs: [[], [], [], []], labels: [[3.75], [2.25], [1], [2.25]] },
    rule: signRule2022,
    clamping: { kind: 'standard', nudge: 0.5 },
    schedule: { kind: 'cyclic', hold: 100 },
    stepTime: clockPeriod2022,
    steps: 400,
    measure: { every: 1, of: 'present' },
    imperfections: [{ ...comparators2022, noise: 0.01 }],
    // 50 mV from the target, as a median over the last 50 steps.
    goal: { errorBelow: 0.0025, over: 50 },
  }),
);
