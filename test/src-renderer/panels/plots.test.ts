import '../../../src-renderer/engine/validation.ts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import App from '../../../src-renderer/App.svelte';
import { FakeEngine } from '../fake/fakeEngine.ts';

let engine: FakeEngine;

async function openBench(task: string): Promise<void> {
  engine = new FakeEngine(task);
  render(App, { props: { connector: engine.connector } });
  await screen.findByRole('application', { name: /^Network/ });
}

async function nextFrames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) {
    engine.tick(100);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const plots = () => screen.getAllByRole('slider').map((plot) => plot.getAttribute('aria-label'));

beforeEach(() => {
  localStorage.clear();
  Object.assign(window, { innerWidth: 1280, innerHeight: 720 });
});
afterEach(cleanup);

describe('the column of plots', () => {
  it('shows error, modes and the output map of XOR', async () => {
    await openBench('xor');
    await nextFrames(2);
    await waitFor(() =>
      expect(plots()).toEqual(
        expect.arrayContaining(['Error over the run', 'Size of the modes of error over the run', 'Output over V1 and V2, V']),
      ),
    );
    expect(await screen.findByText(/of 4 right/)).toBeTruthy();
    expect(screen.getByRole('table', { name: 'Output over V1 and V2' })).toBeTruthy();
  });

  it('reads the output map by arrow keys', async () => {
    await openBench('xor');
    const map = await screen.findByRole('slider', { name: 'Output over V1 and V2, V' });
    await fireEvent.keyDown(map, { key: 'Home' });
    await fireEvent.keyDown(map, { key: 'ArrowUp' });
    expect(map.getAttribute('aria-valuetext')).toMatch(/^V1 0\.000.V, V2 0\.056.V: O 0\.021.V$/);
  });

  it('shows task errors, the plane and the periods of tasks in turn', async () => {
    await openBench('cycles');
    await nextFrames(3);
    await waitFor(() =>
      expect(plots()).toEqual(
        expect.arrayContaining([
          'Error of every task over the run',
          'Path in the plane of k of e0 and k of e1',
          'Mean error and span of every period looked at',
        ]),
      ),
    );
    const plane = screen.getByRole('slider', { name: /^Path in the plane/ });
    await fireEvent.keyDown(plane, { key: 'Home' });
    expect(plane.getAttribute('aria-valuenow')).toBe('0');
  });

  it('is chosen in a menu that has room for three on a low screen, and remembers', async () => {
    await openBench('xor');
    await fireEvent.click(screen.getByRole('button', { name: /^Plots/ }));
    const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
    expect(box('Error modes').checked).toBe(true);
    expect(box('States of edges').disabled).toBe(true);
    await fireEvent.click(box('Error modes'));
    expect(plots()).not.toContain('Size of the modes of error over the run');
    await fireEvent.click(box('States of edges'));
    expect(plots()).toContain('gate voltage of edge e0 over the run');
    cleanup();
    await openBench('xor');
    expect(plots()).toContain('gate voltage of edge e0 over the run');
  });

  it('keeps pinned edges, five at most, beside the selected one', async () => {
    localStorage.setItem('twinbench.plots', '{"xor": ["edgeStates"]}');
    await openBench('xor');
    const network = screen.getByRole('application', { name: /^Network/ });
    const edges = network.querySelectorAll<SVGGElement>('[data-edge]');
    for (const edge of [3, 5, 7, 9, 11, 13]) {
      edges[edge].focus();
      await fireEvent.keyDown(edges[edge], { key: 'p' });
    }
    expect(plots()).toContain('gate voltage of edge e5, e7, e9, e11, e13 over the run');
    await fireEvent.click(screen.getByRole('button', { name: 'Pin e13' }));
    await fireEvent.click(screen.getByRole('button', { name: 'R' }));
    expect(plots()).toContain('Resistance of edge e5, e7, e9, e11, e13 over the run');
    edges[0].focus();
    await waitFor(() => expect(plots()).toContain('Resistance of edge e5, e7, e9, e11, e0 over the run'));
  });

  it.each(['xor', 'allostery', 'cycles', 'divider'])('has no violations that axe can see without layout, on %s', async (task) => {
    await openBench(task);
    await nextFrames(2);
    await fireEvent.click(screen.getByRole('button', { name: /^Plots/ }));
    const results = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(results.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
});
