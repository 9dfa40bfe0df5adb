import { expect, it } from 'vitest';
import { modesSpec } from '../../../../src-renderer/panels/Modes/view.ts';
import { taskNames } from '../../../../src-renderer/panels/TaskErrors/view.ts';
import { measuredSet } from '../../../../src-renderer/panels/Accuracy/view.ts';
import { abscissaOf } from '../../../../src-renderer/view/abscissa.ts';

it('modes of one input have names, those of two their powers', () => {
  const labels = (names: string[]) =>
    modesSpec(names, abscissaOf({ edgeKind: 'transistor' }), 'light', true).series.map(({ label }) => label);
  expect(labels(['0', '1', '2'])).toEqual(['0 mean', '1 slope', '2 curvature']);
  expect(labels(['00', '10', '01', '11'])).toEqual(['00', '10', '01', '11']);
});

it('tasks in turn have Greek letters', () => {
  expect(taskNames(2)).toEqual(['E(α)', 'E(β)']);
  expect(taskNames(9).at(-1)).toBe('E(9)');
});

it('accuracy says what it was measured over', () => {
  const sizes = { training: 30, test: 120 };
  expect(measuredSet({ of: 'test', ...sizes })).toBe('120 test datapoints');
  expect(measuredSet({ of: 'training', ...sizes })).toBe('30 training datapoints');
});
