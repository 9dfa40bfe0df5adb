import { describe, expect, it } from 'vitest';
import { digipots2022 } from '../../../../src-main/experiments/digipots2022/index.ts';
import { ordersBelow, summarise } from '../../../../src-main/experiments/errorHistory.ts';
import { runDocument } from '../../../../src-main/experiments/runDocument.ts';

const documentOf = (kind: string) => digipots2022[kind].document()!;

describe('the documents are those of the paper', () => {
  it('divider: four targets, a hundred steps each', () => {
    expect(documentOf('divider')).toMatchObject({
      schedule: { kind: 'cyclic', hold: 100 },
      dataset: { labels: [[3.75], [2.25], [1], [2.25]] },
    });
  });

  it('allostery: 5, 1 and 0 V in, 3 V out, nudge 0.5', () => {
    const { roles, clamping, dataset } = documentOf('allostery');
    expect(roles.supplies.map(({ voltage }) => voltage)).toEqual([5, 1, 0]);
    expect(dataset).toMatchObject({ labels: [[3, 3, 3]] });
    expect(clamping).toMatchObject({ nudge: 0.5 });
  });

  it('regression: 420 pairs between 1 and 5 V, 400 trained and 20 tested, nudge 0.2, labels by Eq. 4', () => {
    const { dataset, clamping, measure } = documentOf('regression');
    if (dataset.kind !== 'table') throw new Error('a regression has a table');
    expect([dataset.inputs.length, dataset.test?.inputs.length]).toEqual([400, 20]);
    const flat = dataset.inputs.flat();
    expect(Math.min(...flat)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...flat)).toBeLessThanOrEqual(5);
    dataset.inputs.forEach(([first, second], row) => {
      expect(dataset.labels[row][0]).toBeCloseTo(0.25 * first + 0.1 * second, 12);
      expect(dataset.labels[row][1]).toBeCloseTo(0.15 * first + 0.2 * second, 12);
    });
    expect(clamping).toMatchObject({ nudge: 0.2 });
    expect(measure.of).toBe('test');
  });

  it('iris: the fifth input is 2.5 V (Fig. 6), not ground; 30 flowers are trained', () => {
    const { roles, dataset } = documentOf('iris');
    expect(roles.supplies).toEqual([{ name: '2.5 V', node: '9', voltage: 2.5 }]);
    expect(dataset).toMatchObject({ trainPerClass: 10, remeasureEvery: 30 });
  });

  it('damage: five cuts, a hundred steps apart', () => {
    expect(documentOf('damage').damage.map(({ step }) => step)).toEqual([100, 200, 300, 400, 500]);
  });

  it('resistanceRule: the rule of Eq. 2 on continuous resistances between the rails of the board', () => {
    expect(documentOf('resistanceRule').rule).toMatchObject({ kind: 'resistance', lowest: 781.25, highest: 1e5 });
  });

  it('tenTasks: tasks i to vii of Fig. 6, then ii, iii and ii again, 500 steps each, never reset', () => {
    const { steps, sequence, dataset } = documentOf('tenTasks');
    expect([steps, dataset.kind]).toEqual([5000, 'classes']);
    expect(sequence.map(({ step }) => step)).toEqual([500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500]);
    expect(sequence.map(({ title }) => title.split(' ')[1])).toEqual(['ii', 'iii', 'iv', 'v', 'vi', 'vii', 'ii', 'iii', 'ii']);
    expect(sequence.every(({ reset }) => !reset)).toBe(true);
  });

  it('cutStatistics: five different edges, a hundred steps apart', () => {
    const { damage } = documentOf('cutStatistics');
    expect(damage.map(({ step }) => step)).toEqual([100, 200, 300, 400, 500]);
    expect(new Set(damage.flatMap(({ edges }) => edges)).size).toBe(5);
  });

  it('power opens a task; a comparator alone has no run', () => {
    expect(documentOf('power').steps).toBeGreaterThan(0);
    expect(digipots2022['comparator'].document()).toBeNull();
  });
});

describe('error histories', () => {
  const measurements = [4, 1, 0.01, 0.04].map((error, step) => ({
    step,
    time: step,
    error,
    accuracy: null,
    outputs: new Float64Array(0),
    labels: new Float64Array(0),
  }));

  it('are summed up by their first, lowest and settled error', () => {
    expect(summarise(measurements, 3)).toEqual({ initial: 4, lowest: 0.01, settled: 0.04 });
  });

  it('fall by orders of magnitude', () => {
    expect(ordersBelow(1, 0.001)).toBeCloseTo(3, 12);
    expect(ordersBelow(1, 0)).toBe(32);
  });

  it('begin before the first step and follow the document to its end', () => {
    const { measurements: errors } = runDocument({ ...documentOf('allostery'), steps: 7 }, 1, () => undefined);
    expect(errors.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
