import '../../../src-renderer/engine/validation.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import App from '../../../src-renderer/App.svelte';
import { FakeEngine } from '../fake/fakeEngine.ts';

let engine: FakeEngine;

async function openBench(task = 'xor'): Promise<void> {
  engine = new FakeEngine(task);
  render(App, { props: { connector: engine.connector } });
  await screen.findByRole('application', { name: /^Network/ });
}

async function openGallery(): Promise<HTMLElement> {
  await fireEvent.keyDown(document.body, { key: 'g' });
  return screen.findByRole('combobox', { name: 'Search tasks and figures' });
}

const loads = () => engine.received.filter(({ name }) => name === 'session.load').map(({ parameters }) => parameters);
const chosen = () => within(screen.getByRole('listbox')).getByRole('option', { selected: true }).textContent;

beforeEach(() => {
  localStorage.clear();
  Object.assign(window, { innerWidth: 1440, innerHeight: 900 });
});
afterEach(cleanup);

describe('the gallery on the bench', () => {
  it('opens with G, with the focus in its search and what is loaded chosen', async () => {
    await openBench();
    const field = await openGallery();
    expect(document.activeElement).toBe(field);
    expect(chosen()).toMatch(/^XOR\s*open now/);
    const groups = within(screen.getByRole('listbox')).getAllByRole('group');
    const titles = groups.map((group) => document.getElementById(group.getAttribute('aria-labelledby')!)?.textContent);
    expect(titles).toEqual(['Tasks', 'Imperfection (2025)', 'Digital potentiometers (2022)']);
  });

  it('is searched and opened by keyboard alone', async () => {
    await openBench();
    const field = await openGallery();
    await fireEvent.input(field, { target: { value: 'cycles' } });
    expect(chosen()).toMatch(/^Limit cycles/);
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(loads()).toEqual([{ experiment: 'imperfection2025/cycles' }]));
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Limit cycles'));
    expect(screen.queryByRole('combobox', { name: /Search/ })).toBeNull();
  });

  it('loads a task likewise, after arrow keys', async () => {
    await openBench();
    const field = await openGallery();
    await fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(chosen()).toMatch(/^Iris flowers/);
    await fireEvent.click(screen.getByRole('button', { name: 'Open and run' }));
    await waitFor(() => expect(loads()).toEqual([{ task: 'iris' }]));
  });

  it('shows an analysis with its claims and the command that runs it, and no button that does nothing', async () => {
    await openBench();
    await openGallery();
    await fireEvent.click(screen.getByRole('option', { name: /^Comparator/ }));
    expect(screen.getByText('npx twinbench experiment run digipots2022/comparator')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Open and run' })).toBeNull();
    const table = screen.getByRole('table', { name: /Comparator transfer curve/ });
    expect(within(table).getByText(/^bar: median ≤ 0\.5\sV$/)).toBeTruthy();
    expect(within(table).getByText(/^0\.41\sV \[0\.38\sV, 0\.44\sV\] of 16 seeds/)).toBeTruthy();
    expect(within(table).getByText('holds')).toBeTruthy();
    await fireEvent.dblClick(screen.getByRole('option', { name: /^Comparator/ }));
    expect(loads()).toEqual([]);
  });

  it('says when nothing is found', async () => {
    await openBench();
    await fireEvent.input(await openGallery(), { target: { value: 'unicorn' } });
    expect(screen.getByText('Nothing has all these words.')).toBeTruthy();
  });

  it('shows what was published beside a loaded experiment, and only there', async () => {
    await openBench('cycles');
    const published = await screen.findByRole('region', { name: /^Published/ });
    expect(published.textContent).toMatch(
      /Span of the cycle\s*published 0\.4.V\s*measured 0\.41.V \[.*\] of 16 seeds holds \(bar: median ≤ 0\.5.V\)/,
    );
    cleanup();
    await openBench('xor');
    expect(screen.queryByRole('region', { name: /^Published/ })).toBeNull();
  });

  it('has no violations that axe can see without layout', async () => {
    await openBench();
    await openGallery();
    const results = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(results.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
});
