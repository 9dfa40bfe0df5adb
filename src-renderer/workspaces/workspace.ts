import type { Component } from 'svelte';

/**
 * One of the screens of the program. It fills the window below the header with one `<main>` of `position: relative` that
 * holds `<Notices />` (where they cover nothing is its own affair), and takes everything that it shows from the bench.
 */
export interface Workspace {
  /** On its tab in the header. */
  title: string;
  /** The digit that opens it together with Ctrl, or with Alt where a browser keeps Ctrl for its own tabs. */
  key: '1' | '2' | '3' | '4' | '5';
  component: Component;
}
