import '../../../../src-renderer/engine/validation.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import App from '../../../../src-renderer/App.svelte';
import { small } from '../../../src-main/sweeps/support.ts';
import { FakeEngine } from '../../fake/fakeEngine.ts';

afterEach(cleanup);

/** The workspace with a document opened, as a person does it. */
async function openDocument(document: unknown): Promise<FakeEngine> {
  localStorage.clear();
  const engine = new FakeEngine();
  render(App, { props: { connector: engine.connector } });
  await screen.findByRole('application', { name: /^Network/ });
  await fireEvent.click(screen.getByRole('button', { name: 'Sweeps' }));
  const input = screen.getByLabelText('Sweep document to open');
  const file = new File([JSON.stringify(document)], 'sweep.json', { type: 'application/json' });
  Object.defineProperty(input, 'files', { value: { item: () => file, length: 1 }, configurable: true });
  await fireEvent.change(input);
  return engine;
}

describe('the Sweeps workspace', () => {
  it('offers templates, and says what a document will take before anything runs', async () => {
    await openDocument(small);
    await screen.findByText('12 cells');
    expect(screen.getByText('Estimated time')).toBeTruthy();
    expect(screen.getByText('nudge (2) × every (2) × 3 repeats')).toBeTruthy();
    for (const title of ['Two-task period', 'Bias and period', 'Learning rate']) expect(screen.getByText(title)).toBeTruthy();
    await fireEvent.change(screen.getByLabelText('Repeats'), { target: { value: '5' } });
    await screen.findByText('20 cells');
  });

  it('runs it: progress, cells, curves with quartiles, map and table', async () => {
    const engine = await openDocument(small);
    await screen.findByText('12 cells');
    await fireEvent.click(screen.getByRole('button', { name: 'Start' }));
    await waitFor(() => expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('12'));
    await screen.findByText('Done');
    expect(screen.getByText('12 done')).toBeTruthy();
    const cells = screen.getByRole('slider', { name: 'Cells of the sweep' });
    await fireEvent.keyDown(cells, { key: 'ArrowDown' });
    expect(cells.getAttribute('aria-valuetext')).toBe('Cell 1: nudge 0.250, every 1, repeat 2, done');
    // The curve's table is what the engine has.
    const { quantities } = await engine.sweeps.get((await engine.sweeps.list()).sweeps[0].id).then(({ plan }) => plan);
    const table = screen.getByRole('table', { name: `${quantities[0].title}: median with quartiles` });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    expect(within(table).getAllByText(/V², .* V², .* V²/)).toHaveLength(4);
    const map = screen.getByRole('slider', { name: 'Final error over nudge and every' });
    await fireEvent.keyDown(map, { key: 'ArrowRight' });
    expect(map.getAttribute('aria-valuetext')).toMatch(/^nudge 0\.250, every 1: .*\sV²$/);
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  });

  it('shows why a document is refused, and offers nothing', async () => {
    await openDocument({ ...small, repeats: 0 });
    await screen.findByText(/at \$\.repeats/);
    expect(screen.queryByRole('button', { name: 'Start' })).toBeNull();
  });
});
