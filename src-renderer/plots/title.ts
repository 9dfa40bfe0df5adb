import { createContext } from 'svelte';

/** The title of the panel around a plot, with the unit of its ordinate, for its figure. */
export const [usePlotTitle, providePlotTitle] = createContext<() => string>();
