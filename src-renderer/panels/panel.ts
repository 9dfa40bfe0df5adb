import type { Component } from 'svelte';

/** Where a panel stands on a wide screen; on a narrow one each region is a tab. */
export type Region = 'network' | 'task' | 'plots' | 'meters';

/** A part of the bench: what it is called, where it stands, what draws it. It takes everything it shows from the bench. */
export interface Panel {
  title: string;
  region: Region;
  component: Component;
  /** Whether it acts on the machine: a recording has no use for it. */
  isLive?: boolean;
}
