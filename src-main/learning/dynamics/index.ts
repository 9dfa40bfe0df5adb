import { capacitors } from './capacitors.ts';
import { overdamped } from './overdamped.ts';
import { settled } from './settled.ts';

/** Every way in which voltages follow the edges. */
export const dynamics = { settled, capacitors, overdamped } as const;
