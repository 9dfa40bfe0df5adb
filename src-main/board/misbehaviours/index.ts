import { corrupt } from './corrupt.ts';
import { cut } from './cut.ts';
import { delay } from './delay.ts';
import { drift } from './drift.ts';
import { drop } from './drop.ts';
import { duplicate } from './duplicate.ts';
import { reset } from './reset.ts';
import { stall } from './stall.ts';
import { stuck } from './stuck.ts';
import { unplug } from './unplug.ts';

/** Everything that an emulated board can do wrong on demand. */
export const misbehaviours = { drop, corrupt, duplicate, delay, stall, reset, unplug, cut, stuck, drift } as const;
