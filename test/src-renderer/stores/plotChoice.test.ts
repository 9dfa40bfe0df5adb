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
