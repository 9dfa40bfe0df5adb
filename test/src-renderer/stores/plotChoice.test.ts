import { beforeEach, describe, expect, it } from 'vitest';
import type { PlotKind } from '../../../shared/plots.ts';
import { PlotChoiceStore } from '../../../src-renderer/stores/plotChoice.svelte.ts';

const plots: PlotKind[] = ['error', 'modes', 'outputMap', 'outputs', 'edgeStates'];
const session = { task: 'xor', experiment: '', plots };

beforeEach(() => localStorage.clear());

describe('the choice of plots', () => {
  it('begins with the three most telling ones', () => {
    expect(new PlotChoiceStore().shown(session, 4)).toEqual(['error', 'modes', 'outputMap']);
  });

  it('shows all of a run, a part of it, or the newest part that goes along with it', () => {
    const store = new PlotChoiceStore();
    expect(store.spanAt(7)).toBeNull();
    store.window = 2;
    // The plot keeps its length from the first moment on, when there is less to show.
    expect([0.5, 2, 7].map((end) => store.spanAt(end))).toEqual([[0, 2], [0, 2], [5, 7]]); // prettier-ignore
    store.span = [1, 3];
    expect(store.spanAt(7)).toEqual([1, 3]);
    store.showAll();
    expect(store.spanAt(7)).toBeNull();
  });

  it('is remembered for each experiment', () => {
    const store = new PlotChoiceStore();
    store.toggle(session, 'modes', 3);
    store.toggle(session, 'edgeStates', 3);
    expect(new PlotChoiceStore().shown(session, 3)).toEqual(['error', 'outputMap', 'edgeStates']);
    expect(new PlotChoiceStore().shown({ ...session, task: 'other' }, 3)).toEqual(['error', 'modes', 'outputMap']);
  });

  it('takes no more than there is room for, and keeps the last one', () => {
    const store = new PlotChoiceStore();
    store.toggle(session, 'outputs', 3);
    expect(store.shown(session, 3)).toEqual(['error', 'modes', 'outputMap']);
    for (const kind of ['error', 'modes', 'outputMap'] as const) store.toggle(session, kind, 3);
    expect(store.shown(session, 3)).toEqual(['outputMap']);
  });

  it('passes over what an experiment does not have', () => {
    const store = new PlotChoiceStore();
    store.toggle(session, 'error', 3);
    store.toggle(session, 'modes', 3);
    expect(store.shown({ ...session, plots: ['error', 'outputs'] }, 3)).toEqual(['error', 'outputs']);
  });

  it.each(['{', '[]', '7', '{"xor": "error"}', '{"xor": ["nothing"]}', 'null'])('survives %s in its storage', (stored) => {
    localStorage.setItem('twinbench.plots', stored);
    expect(new PlotChoiceStore().shown(session, 3)).toEqual(['error', 'modes', 'outputMap']);
  });
});
