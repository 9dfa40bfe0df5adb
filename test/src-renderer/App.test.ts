import '../../src-renderer/engine/validation.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import App from '../../src-renderer/App.svelte';
import { workspaces } from '../../src-renderer/workspaces/index.ts';
import { FakeEngine } from './fake/fakeEngine.ts';

let engine: FakeEngine;

/** The bench on a fake engine, after the first session arrived. */
async function openBench(task = 'xor'): Promise<void> {
  engine = new FakeEngine(task);
  render(App, { props: { connector: engine.connector } });
  await screen.findByRole('application', { name: /^Network/ });
}

function edge(id: string): HTMLElement {
  const network = screen.getByRole('application', { name: /^Network/ });
  return within(network).getByRole('button', { name: new RegExp(`^Edge ${id},`) });
}

/** Requests of one name, without the ones before. */
function sent(name: string): unknown[] {
  return engine.received.filter((request) => request.name === name).map((request) => request.parameters);
}

async function nextFrame(steps = 100): Promise<void> {
  engine.tick(steps);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => setTimeout(resolve, 5));
}

beforeEach(() => {
  localStorage.clear();
  Object.assign(window, { innerWidth: 1440, innerHeight: 900 });
});

afterEach(cleanup);

describe('the bench', () => {
  it('shows the task, its network and who it comes from', async () => {
    await openBench();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('XOR');
    expect(screen.getByText('Simulated network')).toBeTruthy();
    const network = screen.getByRole('application', { name: /^Network/ });
    expect(within(network).getAllByRole('button')).toHaveLength(32);
    expect(
      within(network)
        .getAllByRole('button')
        .filter((button) => button.getAttribute('tabindex') === '0'),
    ).toHaveLength(1);
  });

  it('fits the scale of widths to the experiment, at whatever step it is opened', async () => {
    const ends = async (steps: number): Promise<string> => {
      engine = new FakeEngine('xor');
      engine.run.advance(steps);
      const { container, unmount } = render(App, { props: { connector: engine.connector } });
      await screen.findByRole('application', { name: /^Network/ });
      const words = container.querySelector('.legend .item')!.textContent.replace(/\s+/g, ' ');
      unmount();
      return words;
    };
    const first = await ends(0);
    expect(first).toMatch(/\d (m|µ)S/);
    expect(await ends(90_000)).toBe(first);
  });

  it('acknowledges a frame only after it was drawn', async () => {
    await openBench();
    await nextFrame();
    const before = engine.run.step;
    engine.tick(500);
    engine.tick(500);
    // The second tick ran on in the engine, but its frame waits for the first one's acknowledgement.
    await nextFrame(0);
    await waitFor(() => expect(screen.getByRole('region', { name: 'Run' }).textContent).toContain(String(before + 1000).slice(-3)));
  });

  it('cuts the focused edge with X, offers Undo, and undoes', async () => {
    await openBench();
    edge('e10').focus();
    await fireEvent.keyDown(edge('e10'), { key: 'x' });
    await waitFor(() => expect(sent('damage.apply')).toEqual([{ edges: ['e10'], damage: 'cut' }]));
    await nextFrame();
    const undo = await screen.findByRole('button', { name: 'Undo' });
    expect(screen.getByText('1 cut · 0 stuck · 0 nodes isolated')).toBeTruthy();
    await fireEvent.click(undo);
    await waitFor(() => expect(sent('damage.undo')).toHaveLength(1));
    await nextFrame();
    await waitFor(() => expect(screen.getByText('0 cut · 0 stuck · 0 nodes isolated')).toBeTruthy());
  });

  it('moves between edges by arrows, one tab stop for all', async () => {
    await openBench();
    edge('e5').focus();
    await fireEvent.keyDown(edge('e5'), { key: 'End' });
    expect(document.activeElement).toBe(edge('e31'));
    expect(edge('e31').getAttribute('tabindex')).toBe('0');
    expect(edge('e5').getAttribute('tabindex')).toBe('-1');
    await fireEvent.keyDown(edge('e31'), { key: 's' });
    await waitFor(() => expect(sent('damage.apply')).toEqual([{ edges: ['e31'], damage: 'stuck' }]));
  });

  it('runs and pauses with Space, but not from a text field or a button', async () => {
    await openBench();
    await fireEvent.keyDown(document.body, { key: ' ' });
    await waitFor(() => expect(sent('run.set')).toEqual([{ isRunning: false }]));
    await fireEvent.keyDown(screen.getByLabelText('How many edges to cut at random'), { key: ' ' });
    await fireEvent.keyDown(screen.getByRole('button', { name: 'Cut worst' }), { key: ' ' });
    expect(sent('run.set')).toHaveLength(1);
  });

  it('restarts with R from a button too, but not from a text field', async () => {
    await openBench();
    await fireEvent.keyDown(screen.getByLabelText('How many edges to cut at random'), { key: 'r' });
    expect(sent('run.restart')).toHaveLength(0);
    await fireEvent.keyDown(screen.getByRole('button', { name: 'Cut worst' }), { key: 'r' });
    await waitFor(() => expect(sent('run.restart')).toHaveLength(1));
  });

  it('X does nothing outside of the network', async () => {
    await openBench();
    edge('e3').focus();
    await fireEvent.keyDown(document.body, { key: 'x' });
    expect(sent('damage.apply')).toHaveLength(0);
  });

  it('keeps everything when the connection is lost and comes back', async () => {
    await openBench();
    for (let frame = 0; frame < 4; frame++) await nextFrame();
    engine.drop();
    expect(
      (await screen.findByText(/Connection to the engine lost/, { selector: 'strong' })).closest('[role="alert"]')?.textContent,
    ).toContain('E-BRIDGE-LOST');
    expect(edge('e0')).toBeTruthy();
    engine.run.advance(5000);
    engine.open();
    await waitFor(() => expect(screen.queryByText(/Connection to the engine lost/, { selector: 'strong' })).toBeNull());
    expect(sent('session.get')).toHaveLength(2);
    await nextFrame();
    await waitFor(() => expect(screen.getByRole('region', { name: 'Run' }).textContent).toMatch(/5\u202f\d\d\d/));
  });

  it("shows the engine's problems until they are dismissed", async () => {
    await openBench();
    const problem = {
      code: 'E-DOC-INVALID' as const,
      what: 'Not valid',
      where: '$.edges[3].gate',
      why: 'no number',
      remedy: 'write a number',
    };
    engine.sendEvent('notice', { problem });
    const block = await screen.findByRole('alert');
    for (const text of ['Not valid', 'E-DOC-INVALID', '$.edges[3].gate', 'no number', 'write a number'])
      expect(block.textContent).toContain(text);
    await fireEvent.click(within(block).getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('refuses a file that is no JSON and leaves the experiment as it is', async () => {
    await openBench();
    await fireEvent.click(screen.getByRole('button', { name: /Choose a task/ }));
    const field = screen.getByLabelText<HTMLInputElement>(/Open a document/);
    Object.defineProperty(field, 'files', { value: [new File(['{ broken'], 'mine.json')] });
    await fireEvent.change(field);
    expect((await screen.findByRole('alert')).textContent).toContain('E-DOC-JSON');
    expect(sent('session.load')).toHaveLength(0);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('XOR');
  });

  it('zooms by keys in the network, and shows the whole again', async () => {
    await openBench();
    edge('e5').focus();
    const whole = screen.getByRole<HTMLButtonElement>('button', { name: 'Show all' });
    expect(whole.disabled).toBe(true);
    const place = (): string => edge('e5').querySelector('.hit')!.getAttribute('d')!;
    const before = place();
    await fireEvent.keyDown(edge('e5'), { key: '+' });
    expect(place()).not.toBe(before);
    await fireEvent.keyDown(edge('e5'), { key: 'ArrowLeft', shiftKey: true });
    expect(document.activeElement).toBe(edge('e5'));
    await fireEvent.click(whole);
    expect(place()).toBe(before);
  });

  it('restarts with R, with the same seed', async () => {
    await openBench();
    await fireEvent.keyDown(document.body, { key: 'r' });
    await waitFor(() => expect(sent('run.restart')).toEqual([{}]));
  });

  it.each(['iris', 'divider', 'allostery', 'large'])('changes from XOR to %s and back', async (task) => {
    await openBench();
    const heading = screen.getByRole('heading', { level: 1 });
    for (const name of [task, 'xor']) {
      await fireEvent.click(screen.getByRole('button', { name: /Choose a task/ }));
      const title = { iris: 'Iris flowers', divider: 'Voltage divider', allostery: 'Allostery', large: 'Large lattice', xor: 'XOR' }[name]!;
      await fireEvent.click(screen.getByRole('button', { name: new RegExp(`^${title} *\\d+ edges`) }));
      await waitFor(() => expect(heading.textContent).toBe(title));
      await nextFrame();
    }
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByText(/part of the screen failed/)).toBeNull();
  });

  it('remembers the theme', async () => {
    await openBench();
    const before = document.documentElement.dataset['theme'];
    await fireEvent.click(screen.getByRole('button', { name: /Use the .* theme/ }));
    expect(document.documentElement.dataset['theme']).not.toBe(before);
    expect(localStorage.getItem('twinbench.theme')).toBe(document.documentElement.dataset['theme']);
  });

  it('becomes tabs on a small screen, with nothing lost', async () => {
    Object.assign(window, { innerWidth: 720, innerHeight: 450 });
    await openBench();
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Task', 'Network', 'Plots', 'Meters']);
    await fireEvent.click(screen.getByRole('tab', { name: 'Task' }));
    expect(screen.getByRole('tabpanel', { name: 'Task' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Cut worst' })).toBeTruthy();
  });

  it.each(['xor', 'iris', 'allostery', 'large'])('has no violations that axe can see without layout, on %s', async (task) => {
    await openBench(task);
    await nextFrame();
    const results = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(results.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
});

describe('the workspaces', () => {
  it.each(Object.entries(workspaces))('%s opens by its key and shows what there is to read', async (_, { key, title }) => {
    await openBench();
    await fireEvent.keyDown(document.body, { key, code: `Digit${key}`, ctrlKey: true });
    const tabs = screen.getByRole('navigation', { name: 'Workspaces' });
    await waitFor(() => expect(within(tabs).getByRole('button', { name: title }).getAttribute('aria-current')).toBe('page'));
    engine.sendEvent('notice', { problem: { code: 'E-RUN-INVALID', what: 'Something is wrong', why: 'A test says so.', remedy: 'None.' } });
    expect(await screen.findByText('Something is wrong')).toBeTruthy();
  });

  it('an engine that was given up looks so, and nothing says that it was started again', async () => {
    await openBench();
    const problem = { code: 'E-ENGINE-DIED', why: 'It failed.', remedy: 'Reload.' } as const;
    engine.sendEvent('engine', { state: 'restarted', problem: { ...problem, what: 'The engine was started again' } });
    expect(await screen.findByText('The engine was started again')).toBeTruthy();
    engine.sendEvent('engine', { state: 'failed', problem: { ...problem, what: 'The engine was not started again' } });
    expect(await screen.findByText('Engine stopped')).toBeTruthy();
    expect(screen.queryByText('The engine was started again')).toBeNull();
  });
});
