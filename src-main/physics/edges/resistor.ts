import type { EdgeModel } from './edgeModel.ts';

/** Resistors: Ohm's law, I = k·ΔV. The state is the conductance, fixed unless a rule on conductances moves it. */
export const resistor: EdgeModel<'resistor'> = {
  spec: {
    kind: 'resistor',
    title: 'Resistor',
    doc: "Resistors that obey Ohm's law; every edge carries its own conductance.",
    equation: 'I = K·ΔV',
    parameters: {},
  },
  stateKey: 'conductance',
  stateTitle: 'Conductance',
  stateUnit: 'S',
  learns: true,

  readEdge(bank, edge, document) {
    bank.states[edge] = document.conductance ?? 0;
  },

  refresh(bank) {
    const { states, followsState, elements } = bank;
    for (let edge = 0; edge < states.length; edge++) if (followsState[edge] === 1) elements.conductances[edge] = states[edge];
  },

  stateRange: () => [0, Infinity],
};
