import { createContext } from 'svelte';
import type { Bench } from './bench.svelte.ts';

/** The bench of the page, handed from App to every panel. */
export const [useBench, provideBench] = createContext<Bench>();
