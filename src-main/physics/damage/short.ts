import type { Damage } from './damage.ts';

/** Conductance of a short, S: 0.1 Ω, a solder bridge with its two contacts, a thousand times below any edge of the papers. */
export const SHORT_CONDUCTANCE = 10;

/** The edge is bridged by 0.1 Ω. */
export const short: Damage<'short'> = {
  spec: { kind: 'short', title: 'Short', doc: 'The edge is bridged by 0.1 Ω in both networks.', parameters: {} },
  apply(bank, edge) {
    bank.followsState[edge] = 0;
    bank.elements.transconductances[edge] = 0;
    bank.elements.conductances[edge] = SHORT_CONDUCTANCE;
  },
};
