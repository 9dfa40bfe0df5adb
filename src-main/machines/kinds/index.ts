import { board } from './board.ts';
import { emulated } from './emulated.ts';
import { simulated } from './simulated.ts';
import { twin } from './twin.ts';

/** Every body that a machine may have, by the name under which it is chosen. */
export const machines = { simulated, emulated, board, twin } as const;
