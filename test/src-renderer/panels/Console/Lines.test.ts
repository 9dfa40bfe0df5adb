import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { ConsoleLine } from '../../../../shared/console.ts';
import Lines from '../../../../src-renderer/panels/Console/Lines.svelte';

afterEach(cleanup);

const many = Array.from({ length: 1000 }, (_, number): ConsoleLine => ({
  number,
  at: 0,
  kind: 'frame',
  by: 'program',
  text: `line ${number}`,
  bytes: '',
  clock: null,
}));

it('the lines that are left are drawn at once, however far was scrolled before', async () => {
  const { rerender } = render(Lines, { lines: many, showsBytes: false });
  const scroller = screen.getByRole('region', { name: 'Lines' });
  scroller.scrollTop = 19_000;
  await fireEvent.scroll(scroller);
  expect(screen.getByText('line 950')).toBeDefined();
  expect(screen.queryByText('line 3')).toBeNull();
  await rerender({ lines: many.slice(0, 6), showsBytes: false });
  expect(screen.getAllByRole('listitem')).toHaveLength(6);
});
