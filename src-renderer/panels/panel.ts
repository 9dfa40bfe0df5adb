import type { Component } from 'svelte';
import type { Session } from '../../shared/session.ts';
import type { IconName } from '../components/icons.ts';

/** Where a panel stands on a wide screen; on a narrow one each region is a tab. */
export type Region = 'network' | 'task' | 'plots' | 'meters';

/** A part of the bench: what it is called, where it stands, what draws it. It takes everything it shows from the bench. */
export interface Panel {
  title: string;
  region: Region;
  /** On the rail that stands for the region where there is little room. */
  icon: IconName;
  component: Component;
  /** Whether it acts on the machine: a recording has no use for it. */
  isLive?: boolean;
  /** Whether it has something to show of this session; absent where it always has. */
  isFor?: (session: Session) => boolean;
}
