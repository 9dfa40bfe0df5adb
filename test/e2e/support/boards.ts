import type { Session } from '../../../shared/session.ts';
import type { Bench } from './bench.ts';

/** The chip in the header. */
export const sourceChip = (bench: Bench) => bench.page.getByRole('button', { name: /^Source: / });

/** What the person is told of the board on the bench. */
export const boardBar = (bench: Bench) => bench.page.getByRole('region', { name: 'Board' });

/** Connects an emulated board that does something wrong, by its name in the picker, "" for nothing. @param after  s of its own time */
export async function connectEmulated(bench: Bench, wrong: string, after: number | null, condition = 'mild'): Promise<Session> {
  const { page } = bench;
  await sourceChip(bench).click();
  await page.getByText('An emulated board of your choice').click();
  await page.getByLabel('Condition').selectOption(condition);
  await page.getByLabel('Goes wrong').selectOption({ label: wrong === '' ? 'nothing' : wrong });
  if (after !== null) await page.getByLabel('after, s').fill(String(after));
  return bench.untilNextSession(() => page.getByRole('button', { name: 'Put it on this board' }).click());
}

/** Says go to the board that waits for it. */
export async function sayGo(bench: Bench): Promise<void> {
  await boardBar(bench).getByRole('button', { name: 'Go' }).click();
  await boardBar(bench).waitFor({ state: 'detached' });
}
