import { describe, expect, it } from 'vitest';
import { stopKinds } from '../../../../src-main/host/stopWatch.ts';
import { changed, fieldName, fieldText, rangeText, readNumber, stepsText, valuesOf } from '../../../../src-renderer/panels/Stop/view.ts';
import { outcomeText, stopSentence } from '../../../../src-renderer/view/stop.ts';

const kinds = stopKinds();
const kindOf = (kind: string) => kinds.find((known) => known.kind === kind)!;
const [below] = kindOf('error').parameters;
const [after] = kindOf('steps').parameters;
const [fall] = kindOf('plateau').parameters;

describe('the form of the stop conditions', () => {
  it('shows what is in force, else what was typed, else what is usual', () => {
    expect(valuesOf(kindOf('plateau'), [], undefined)).toEqual({ fall: 1, over: 1 });
    expect(valuesOf(kindOf('plateau'), [], { fall: 5, over: 2 })).toEqual({ fall: 5, over: 2 });
    expect(valuesOf(kindOf('plateau'), [{ kind: 'plateau', fall: 3, over: 4 }], { fall: 5, over: 2 })).toEqual({ fall: 3, over: 4 });
  });

  it('puts one on or off beside the others, in a fixed order', () => {
    const time = { kind: 'time', after: 10 };
    const both = changed(kinds, [time], 'error', { below: 1e-4 });
    expect(both).toEqual([{ kind: 'error', below: 1e-4 }, time]);
    expect(changed(kinds, both, 'error', { below: 2 })).toEqual([{ kind: 'error', below: 2 }, time]);
    expect(changed(kinds, both, 'time', null)).toEqual([{ kind: 'error', below: 1e-4 }]);
  });

  it('takes numbers with a point, a comma or a power of ten, and nothing out of range', () => {
    expect(['1e-5', '0,5', ' 2 '].map((text) => readNumber(text, below))).toEqual([1e-5, 0.5, 2]);
    expect(['', 'few', '0', '-1', '1e7', 'Infinity'].map((text) => readNumber(text, below))).toEqual(Array(6).fill(null));
    expect(['1', '1.5', '0'].map((text) => readNumber(text, after))).toEqual([1, null, null]);
    expect(['0', '100', '100.1'].map((text) => readNumber(text, fall))).toEqual([0, 100, null]);
  });

  it('writes numbers as people type them', () => {
    expect([1e-5, 0.0025, 10, 0, 2e9].map(fieldText)).toEqual(['1e-5', '0.0025', '10', '0', '2e+9']);
    for (const value of [1e-5, 0.0025, 10, 2e9]) expect(Number(fieldText(value))).toBe(value);
  });

  it('names its fields with what they belong to', () => {
    const names = kinds.flatMap((kind) => kind.parameters.map((parameter) => fieldName(kind, parameter)));
    expect(names).toEqual(['Error below, V²', 'Learning time, s', 'Steps', 'Plateau: fall below, %', 'Plateau: in, s']);
  });

  it('tells ranges with units, and times in steps', () => {
    expect(rangeText(below)).toBe('above 0 to 1.00×10⁶ V²');
    expect(rangeText(after)).toMatch(/^1 to 1\.00×10¹², whole$/);
    expect([stepsText(1, 1e-4), stepsText(0.3, 0.3)]).toEqual(['10\u202f000 steps', '1 step']);
  });
});

describe('a run that stopped', () => {
  const stopped = { step: 12_340, time: 1.234, error: 9.5e-6, words: 'error below 1×10⁻⁵\u00a0V²', isLearned: true };

  it('says on what, where, and what it has come to', () => {
    expect(stopSentence(stopped, 'transistor')).toBe('Stopped: error below 1×10⁻⁵\u00a0V² at step 12\u202f340, 1.23\u00a0s');
    expect(stopSentence(stopped, 'digipot')).toBe('Stopped: error below 1×10⁻⁵\u00a0V² at step 12\u202f340');
    expect(outcomeText(stopped)).toBe('Learned: error 9.50×10⁻⁶\u00a0V²');
    expect(outcomeText({ ...stopped, isLearned: false })).toMatch(/^Goal not reached: error/);
    expect(outcomeText({ ...stopped, error: null, isLearned: null })).toBe('Error –');
  });
});
