import type { Problem } from '../../shared/problem.ts';
import type { MachineRemark } from '../machine/machine.ts';

/**
 * What a person is told of the way to a machine; `null` where that is nothing: damaged bytes that were sent again are no news.
 *
 * @param title  of the machine
 */
export function newsOf({ level, text }: MachineRemark, title: string): Problem | null {
  if (level === 'info' && !text.startsWith('connected')) return null;
  const remedy = level === 'info' ? 'The run goes on.' : 'All that arrived is kept. Where the board comes back, the run goes on by itself.';
  return { code: 'E-BOARD-LOST', what: level === 'info' ? 'The board is back' : 'News of the board', where: title, why: text, remedy };
}
