import { ProblemError } from '../../shared/problem.ts';
import { formatQuantity } from '../../shared/units.ts';
import type { Description } from './library.ts';

/**
 * Whether an edge can be put to this state by hand.
 *
 * @param state  V, wiper position or S
 * @throws ProblemError E-RUN-INVALID for an edge that does not adjust, E-USAGE for a value beyond its range or between two wiper positions
 */
export function checkState({ edges, edgeKind, stateRange: [lowest, highest] }: Description, edge: number, state: number): void {
  const { id, isAdaptive } = edges[edge];
  if (!isAdaptive)
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: `Edge ${id} can’t be put to another state`,
      where: `edge ${id}`,
      why: 'It is a fixed resistor.',
      remedy: 'Change its conductance in the editor (E), which starts the run anew.',
    });
  const isBetween = edgeKind === 'digipot' && !Number.isInteger(state);
  if (state >= lowest && state <= highest && !isBetween) return;
  const [from, to] = [lowest, highest].map((value) => stateText(edgeKind, value));
  throw new ProblemError({
    code: 'E-USAGE',
    what: `Edge ${id} was left as it is`,
    where: `run.state: ${state}`,
    why: isBetween ? 'A wiper stands at whole positions.' : `Its state lies between ${from} and ${to}.`,
    remedy: isBetween ? 'Give a whole number.' : 'Give a value of that range.',
  });
}

/** "e12 put to 2.91 V". */
export function settingLabel({ edges, edgeKind }: Description, edge: number, state: number): string {
  return `${edges[edge].id} put to ${stateText(edgeKind, state)}`;
}

function stateText(kind: Description['edgeKind'], state: number): string {
  switch (kind) {
    case 'transistor':
      return formatQuantity(state, 'V');
    case 'digipot':
      return `position ${state}`;
    case 'resistor':
      return formatQuantity(state, 'S');
  }
}
