import { board2022 } from './board2022.ts';
import { bowtie } from './bowtie.ts';
import { divider } from './divider.ts';
import { openSquare } from './openSquare.ts';
import { periodicSquare } from './periodicSquare.ts';
import { random } from './random.ts';

/** Every way to generate a network. */
export const topologies = { periodicSquare, openSquare, board2022, bowtie, divider, random } as const;
