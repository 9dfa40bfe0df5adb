import { contrastiveHebbian } from './contrastiveHebbian.ts';
import { differential } from './differential.ts';
import { equilibriumPropagation } from './equilibriumPropagation.ts';
import { hinge } from './hinge.ts';
import { overclamping } from './overclamping.ts';
import { standard } from './standard.ts';

/** Every clamping protocol. */
export const clampings = { standard, differential, hinge, overclamping, contrastiveHebbian, equilibriumPropagation } as const;
