import { allostery } from './allostery.ts';
import { divider } from './divider.ts';
import { iris } from './iris.ts';
import type { Task } from './task.ts';
import { xor } from './xor.ts';

/** Every task that comes with the program, in the order of the papers. */
export const tasks: Readonly<Record<string, Task>> = { divider, allostery, iris, xor };
