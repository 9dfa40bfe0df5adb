import type { Damage } from './damage.ts';

/** The edge conducts as before but no longer learns. */
export const stuck: Damage<'stuck'> = {
  spec: { kind: 'stuck', title: 'Stuck', doc: 'The edge keeps its state: it conducts, but no longer learns.', parameters: {} },
  apply() {
    // The element stays as it is; the trainer leaves every damaged edge alone.
  },
};
