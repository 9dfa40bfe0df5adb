import { describe, expect, it } from 'vitest';
import { figuresOf, type Figures } from '../../../src-main/host/figures.ts';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';

const figures = (task: string, change: Partial<ExperimentDocument> = {}): Figures =>
  figuresOf(compileExperiment({ ...tasks[task].build(), ...change }));

const measured = (outputs: number[], labels: number[]) => ({
  step: 1,
  time: 1,
  error: 0,
  accuracy: null,
  outputs: Float64Array.from(outputs),
  labels: Float64Array.from(labels),
});

describe('the plots of an experiment', () => {
  it('are those of its published figure first', () => {
    expect(figures('xor').plots.slice(0, 3)).toEqual(['error', 'modes', 'outputMap']);
    expect(figures('allostery').plots.slice(0, 3)).toEqual(['error', 'outputErrors', 'outputs']);
    expect(figures('divider').plots.slice(0, 3)).toEqual(['error', 'outputs', 'phasePlane']);
    expect(figures('iris').plots.slice(0, 2)).toEqual(['error', 'accuracy']);
  });

  it('leave out what there is nothing to show of', () => {
    expect(figures('iris').plots).not.toContain('outputs');
    expect(figures('iris').plots).not.toContain('outputMap');
    expect(figures('xor').plots).not.toContain('phasePlane');
    expect(figures('allostery').plots).not.toContain('modes');
    expect(figures('divider').plots).not.toContain('outputMap');
  });

  it('have tasks in turn where the schedule alternates between two groups', () => {
    const { plots, taskGroups, turn } = figures('xor', { schedule: { kind: 'alternating', groups: [0, 0, 1, 1], period: 600 } });
    expect(plots.slice(0, 3)).toEqual(['taskErrors', 'periods', 'outputMap']);
    expect(taskGroups).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(turn).toBe(300);
  });

  it('know no turn of three tasks: D is told of two', () => {
    const { plots, taskGroups, turn } = figures('xor', { schedule: { kind: 'alternating', groups: [0, 1, 2, 2], period: 600 } });
    expect(taskGroups).toHaveLength(3);
    expect(turn).toBe(0);
    expect(plots).toContain('taskErrors');
    expect(plots).not.toContain('periods');
  });
});

describe('what a history point carries', () => {
  it('has modes whose squares add up to the whole error of a truth table', () => {
    const { derive, modeNames } = figures('xor');
    expect(modeNames).toEqual(['00', '10', '01', '11']);
    const errors = [0.01, -0.02, 0.05, 0.03];
    const { modes, outputErrors, taskErrors } = derive(measured(errors, [0, 0, 0, 0]));
    const total = errors.reduce((sum, error) => sum + error ** 2, 0);
    expect(modes.reduce<number>((sum, mode) => sum + mode! ** 2, 0)).toBeCloseTo(total, 15);
    // The mean mode has the direction (1, 1, 1, 1)/2.
    expect(modes[0]).toBeCloseTo(0.07 / 2, 15);
    expect(outputErrors).toEqual([]);
    expect(taskErrors).toEqual([]);
  });

  it('has the mean square of each output', () => {
    const { derive } = figures('allostery');
    const { outputErrors } = derive(measured([3.1, 2.8, 3], [3, 3, 3]));
    expect(outputErrors).toHaveLength(3);
    [0.01, 0.04, 0].forEach((error, output) => expect(outputErrors[output]).toBeCloseTo(error, 12));
  });

  it('has the mean square of each task, and under a hinge the shortfalls alone', () => {
    const schedule = { kind: 'alternating', groups: [0, 0, 1, 1], period: 10 } as const;
    const change = { schedule: { ...schedule, groups: [...schedule.groups] } };
    const measurement = measured([0.3, -0.3, 0.1, -0.4], [0.2, -0.2, 0.2, -0.2]);
    const square = figures('xor', change).derive(measurement).taskErrors;
    expect(square[0]).toBeCloseTo(0.01, 12);
    expect(square[1]).toBeCloseTo((0.01 + 0.04) / 2, 12);
    const hinge = figures('xor', { ...change, clamping: { kind: 'hinge', nudge: 0.5 } }).derive(measurement).taskErrors;
    expect(hinge[0]).toBe(0);
    expect(hinge[1]).toBeCloseTo(0.01 / 2, 12);
  });

  it('says null where an output floats', () => {
    const { derive } = figures('xor');
    expect(derive(measured([Number.NaN, 0, 0, 0], [0, 0, 0, 0])).modes).toEqual([null, null, null, null]);
  });
});
