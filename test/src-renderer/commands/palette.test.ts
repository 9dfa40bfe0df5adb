import '../../../src-renderer/engine/validation.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import App from '../../../src-renderer/App.svelte';
import { searchCommands, type Command } from '../../../src-renderer/commands/index.ts';
import { FakeEngine } from '../fake/fakeEngine.ts';

let engine: FakeEngine;

beforeEach(async () => {
  localStorage.clear();
  Object.assign(window, { innerWidth: 1440, innerHeight: 900 });
  engine = new FakeEngine('xor');
  render(App, { props: { connector: engine.connector } });
  await screen.findByRole('application', { name: /^Network/ });
});

afterEach(cleanup);

const sent = (name: string): unknown[] => engine.received.filter((request) => request.name === name).map(({ parameters }) => parameters);

async function openPalette(query: string): Promise<HTMLElement> {
  await fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  const field = await screen.findByRole('combobox', { name: 'Search commands' });
  await fireEvent.input(field, { target: { value: query } });
  return field;
}

describe('the palette', () => {
  it('finds a command by its words and runs it with Enter', async () => {
    const field = await openPalette('edge important least');
    expect(
      within(screen.getByRole('listbox', { name: 'Commands' }))
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual([expect.stringContaining('Cut the least important edge')]);
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(sent('damage.least')).toHaveLength(1));
    expect(screen.queryByRole('combobox', { name: 'Search commands' })).toBeNull();
  });

  it('walks with arrows, and names the option that Enter takes', async () => {
    const field = await openPalette('width');
    const options = within(screen.getByRole('listbox', { name: 'Commands' })).getAllByRole('option');
    await fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(options[1].getAttribute('aria-selected')).toBe('true');
    expect(field.getAttribute('aria-activedescendant')).toBe(options[1].id);
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(screen.getByLabelText<HTMLSelectElement>('What the width of an edge means').value).toBe('current'));
  });

  it('loads a task, and says so where nothing is found', async () => {
    const field = await openPalette('zzzz');
    expect(screen.getByText('No command has all these words.')).toBeTruthy();
    await fireEvent.input(field, { target: { value: 'task iris' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(sent('session.load')).toEqual([{ task: 'iris' }]));
  });

  it('has no violations that axe can see without layout', async () => {
    await openPalette('');
    const results = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });

  it('puts commands first that begin with the words', () => {
    const command = (title: string): Command => ({ id: title, title, group: '', keys: '', run: () => undefined });
    expect(searchCommands([command('Task: run'), command('Run')], 'run').map(({ title }) => title)).toEqual(['Run', 'Task: run']);
  });
});

describe('the manual', () => {
  it('opens with F1 at what has the focus, searches, and shows parameters with ranges', async () => {
    const slider = screen.getByRole('slider', { name: /^Nudge/ });
    slider.focus();
    await fireEvent.keyDown(slider, { key: 'F1' });
    const dialog = await screen.findByRole('dialog', { name: 'Manual' });
    expect(await within(dialog).findByRole('heading', { name: 'Nudge η' })).toBeTruthy();
    await within(dialog).findByRole('button', { name: 'Sign rule' });
    await fireEvent.input(within(dialog).getByRole('searchbox'), { target: { value: 'continuous coupled' } });
    await waitFor(() => expect(within(dialog).getByText(/dG\/dt = A_0/)).toBeTruthy());
    expect(within(dialog).getByRole('rowheader', { name: /Learning rate/ })).toBeTruthy();
    expect(within(dialog).getByText(/PNAS 121/)).toBeTruthy();
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Nudge η' })).toBeNull());
  });

  it('explains the code of a message', async () => {
    const problem = { code: 'E-DOC-JSON', what: 'It broke', why: 'A comma', remedy: 'Mend it' } as const;
    engine.sendEvent('notice', { problem });
    await fireEvent.click(await screen.findByRole('button', { name: 'E-DOC-JSON' }));
    expect(await screen.findByText(/A document is not JSON/)).toBeTruthy();
  });
});

describe('lectures', () => {
  it('presents the network and the plots alone, and comes back', async () => {
    await fireEvent.keyDown(document.body, { key: 'F11' });
    await waitFor(() => expect(screen.queryByText('Edge meters')).toBeNull());
    expect(screen.queryByRole('heading', { name: 'Damage' })).toBeNull();
    expect(screen.getByRole('application', { name: /^Network/ })).toBeTruthy();
    await fireEvent.keyDown(document.body, { key: 'F11' });
    await waitFor(() => expect(screen.getByText('Edge meters')).toBeTruthy());
    // Escape ends it too, from the network as well, where it unpins the inspector first.
    await fireEvent.keyDown(document.body, { key: 'F11' });
    await waitFor(() => expect(screen.queryByText('Edge meters')).toBeNull());
    const edge = screen.getByRole('button', { name: /^Edge e10,/ });
    edge.focus();
    await fireEvent.keyDown(edge, { key: 'Enter' });
    await fireEvent.keyDown(edge, { key: 'Escape' });
    expect(screen.queryByText('Edge meters')).toBeNull();
    await fireEvent.keyDown(edge, { key: 'Escape' });
    await waitFor(() => expect(screen.getByText('Edge meters')).toBeTruthy());
  });

  it('hides a part for a lesson and remembers it', async () => {
    const field = await openPalette('hide meters');
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(screen.queryByText('Edge meters')).toBeNull());
    expect(localStorage.getItem('twinbench.hidden')).toBe('["meters"]');
  });
});

describe('files dropped on the window', () => {
  it('loads a document; a broken one is refused and leaves the bench', async () => {
    const drop = (name: string, text: string): Promise<boolean> =>
      fireEvent.drop(window, { dataTransfer: { types: ['Files'], files: [new File([text], name)] } });
    await drop('broken.json', '{');
    expect(await screen.findByText('The file is not JSON')).toBeTruthy();
    await drop('mine.json', '{"format":"twinbench.experiment"}');
    await waitFor(() => expect(sent('session.load')).toEqual([{ document: { format: 'twinbench.experiment' } }]));
  });
});
