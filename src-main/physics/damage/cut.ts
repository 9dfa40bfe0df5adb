import type { Damage } from './damage.ts';

/** The edge is removed: no current. */
export const cut: Damage<'cut'> = {
  spec: {
    kind: 'cut',
    title: 'Cut',
    doc: 'The edge is removed from both networks: it carries no current.',
    reference: { source: 'dillavou2022', place: 'Fig. 5' },
    parameters: {},
  },
  apply(bank, edge) {
    bank.followsState[edge] = 0;
    bank.elements.transconductances[edge] = 0;
    bank.elements.conductances[edge] = 0;
  },
};
