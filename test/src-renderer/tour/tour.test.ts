import '../../../src-renderer/engine/validation.ts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import App from '../../../src-renderer/App.svelte';
import { stops } from '../../../src-renderer/tour/stops.ts';
import { FakeEngine } from '../fake/fakeEngine.ts';

beforeEach(async () => {
  localStorage.clear();
  Object.assign(window, { innerWidth: 1440, innerHeight: 900 });
  render(App, { props: { connector: new FakeEngine('xor').connector } });
  await screen.findByRole('application', { name: /^Network/ });
});

afterEach(cleanup);

async function begin(): Promise<void> {
  await fireEvent.keyDown(document.body, { key: '?' });
  await fireEvent.click(await screen.findByRole('button', { name: 'Tour' }));
}

it('has five stops, each at something on the screen, and ends', async () => {
  expect(stops).toHaveLength(5);
  for (const { target } of stops) expect(document.querySelector(target), target).not.toBeNull();
  await begin();
  for (const { title } of stops) {
    expect(await screen.findByRole('dialog', { name: title })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: title === stops.at(-1)!.title ? 'Done' : 'Next' }));
  }
  await waitFor(() => expect(screen.queryByText(/^Tour, /)).toBeNull());
});

it('goes by arrows, and Escape ends it anywhere', async () => {
  await begin();
  const card = await screen.findByRole('dialog', { name: stops[0].title });
  await fireEvent.keyDown(card, { key: 'ArrowRight' });
  expect(await screen.findByRole('dialog', { name: stops[1].title })).toBeTruthy();
  await fireEvent.keyDown(card, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByText(/^Tour, /)).toBeNull());
});
