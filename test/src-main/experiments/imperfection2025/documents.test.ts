import { describe, expect, it } from 'vitest';
import { bowtieCases, bowtieDocument, drawnBias } from '../../../../src-main/experiments/imperfection2025/bowtie.ts';
import { imperfection2025 } from '../../../../src-main/experiments/imperfection2025/index.ts';
import { HIGH, LOW } from '../../../../src-main/experiments/imperfection2025/lattice.ts';
import { ringTask } from '../../../../src-main/experiments/imperfection2025/overclamping.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import { Trainer } from '../../../../src-main/learning/trainer.ts';

function tableOf(document: ExperimentDocument): { inputs: number[][]; labels: number[] } {
  if (document.dataset.kind !== 'table') throw new Error('these tasks have tables');
  return { inputs: document.dataset.inputs, labels: document.dataset.labels.map(([label]) => label) };
}

const documentOf = (kind: string): ExperimentDocument => imperfection2025[kind].document()!;

describe('the documents are those of the paper', () => {
  it.each(['alternatingRegression', 'unbiasedRegression', 'alternatingClassification', 'overclamping', 'biasBudget'])(
    '%s: inverted inputs beside the variable ones, V′ = V₊ + V₋ − V',
    (kind) => {
      const { inputs } = tableOf(documentOf(kind));
      for (const [first, firstInverted, second, secondInverted] of inputs) {
        expect(first + firstInverted).toBeCloseTo(0.453, 12);
        expect(second + secondInverted).toBeCloseTo(0.453, 12);
        for (const input of [first, second]) {
          expect(input).toBeGreaterThanOrEqual(LOW - 1e-12);
          expect(input).toBeLessThanOrEqual(HIGH + 1e-12);
        }
      }
    },
  );

  it('alternatingRegression: 21 mV at V₊, −63 mV at V₋, V2 in the middle, 2 V/s of bias', () => {
    const document = documentOf('alternatingRegression');
    const { inputs, labels } = tableOf(document);
    expect(inputs.map(([first, , second]) => [first, second])).toEqual([
      [0.435, 0.2175],
      [0.018, 0.2175],
    ]);
    expect(labels).toEqual([0.021, -0.063]);
    expect(document.imperfections).toMatchObject([{ kind: 'bias', spread: 2, mean: 0 }]);
    expect(document.schedule).toEqual({ kind: 'alternating', groups: [0, 1], period: 30_000 });
  });

  it('unbiasedRegression: the same without bias', () => {
    expect(documentOf('unbiasedRegression').imperfections).toEqual([]);
    expect(tableOf(documentOf('unbiasedRegression'))).toEqual(tableOf(documentOf('alternatingRegression')));
  });

  it('alternatingClassification: twelve points, six of each class with ± 63 mV, on either side of the diagonal', () => {
    const document = documentOf('alternatingClassification');
    const { inputs, labels } = tableOf(document);
    expect(labels.filter((label) => label === 0.063)).toHaveLength(6);
    expect(labels.filter((label) => label === -0.063)).toHaveLength(6);
    inputs.forEach(([first, , second], point) => expect(Math.sign(first - second)).toBe(Math.sign(labels[point])));
    expect(document.clamping).toMatchObject({ kind: 'hinge', nudge: 1 });
  });

  it('overclamping: eight points on a ring within the range, four of each class in a row, every rotation another', () => {
    const splits = Array.from({ length: 8 }, (_, rotation) => {
      const { inputs, labels } = tableOf(ringTask('standard', 417, rotation));
      for (const [first, , second] of inputs) expect(Math.hypot(first - 0.2265, second - 0.2265)).toBeCloseTo(0.2085, 12);
      expect(labels.filter((label) => label === 0.018)).toHaveLength(4);
      const changes = labels.filter((label, point) => label !== labels[(point + 1) % 8]);
      expect(changes).toHaveLength(2);
      return labels.join();
    });
    expect(new Set(splits).size).toBe(8);
    expect(ringTask('over', 250, 0).clamping).toEqual({ kind: 'overclamping', nudge: 0.25, reach: 0.435, loss: 'hinge' });
    expect(ringTask('standard', 250, 0).clamping).toEqual({ kind: 'hinge', nudge: 1 });
    expect(documentOf('overclamping').stepTime).toBe(1e-4);
  });

  it.each(Object.entries(bowtieCases))('bow-tie, %s: a plain document carries the measured bias to its last digits', (_name, bowtie) => {
    const document = bowtieDocument(bowtie, 0.1);
    const { defects } = new Trainer(compileExperiment(document));
    bowtie.bias.forEach((value, edge) => expect(defects.biases[edge]).toBeCloseTo(value, 12));
    expect(document.schedule).toMatchObject({ period: 1000 });
    expect(new Trainer(compileExperiment(bowtieDocument(bowtie, 0.1, false))).defects.biases.every((value) => value === 0)).toBe(true);
  });

  it('compatibleTasks, incompatibleTasks and biasFromDrift open the bow-tie network, with γ = 2.4 and 3.2 MΩ/s', () => {
    const rateOf = (kind: string): number => (documentOf(kind).rule as { rate: number }).rate;
    expect(['compatibleTasks', 'biasFromDrift', 'incompatibleTasks'].map(rateOf)).toEqual([1920, 1920, 2560]);
  });
});

describe('a bias that a seed draws', () => {
  it.each([
    [2.97, 4.41],
    [4.41, 2.97],
    [0, 0],
    [-3, -3],
  ])('is (%f, %f) V/s', (first, second) => {
    const { spread } = drawnBias([first, second]);
    expect(spread).toBeGreaterThanOrEqual(0);
    expect(spread).toBeLessThanOrEqual(Math.abs(second - first));
  });
});
