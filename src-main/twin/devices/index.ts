import { bodyPerEdge } from './bodyPerEdge.ts';
import { calibrated } from './calibrated.ts';
import { ideal } from './ideal.ts';
import { perEdge } from './perEdge.ts';
import { softIdeal } from './softIdeal.ts';
import { softPerEdge } from './softPerEdge.ts';

/** Every description of an edge that calibration compares, from the simplest to the fullest. */
export const deviceModels = { ideal, softIdeal, perEdge, softPerEdge, bodyPerEdge, calibrated } as const;

export type DeviceModelName = keyof typeof deviceModels;
