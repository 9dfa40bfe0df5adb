import { describe, expect, it } from 'vitest';
import { transistors2024 } from '../../../../src-main/experiments/transistors2024/index.ts';

const documentOf = (kind: string) => transistors2024[kind].document()!;

describe('the documents are those of the paper', () => {
  it.each(['singleDatapoint', 'xor', 'xorModes', 'xorBias', 'regression', 'manyTasks'])(
    '%s: 32 transistors, the measured rate, steps of 100 µs',
    (kind) => {
      expect(documentOf(kind)).toMatchObject({
        generate: {
          topology: { kind: 'periodicSquare', rows: 4, columns: 4 },
          edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
        },
        rule: { kind: 'continuous', rate: 1377.4, gateCeiling: 5.7 },
        stepTime: 1e-4,
      });
    },
  );

  it('XOR: its truth table, on the placements A (xor, xorBias) and B (xorModes), with bias where the name says so', () => {
    for (const kind of ['xor', 'xorModes', 'xorBias']) {
      expect(documentOf(kind).dataset).toMatchObject({ labels: [[0], [-0.087], [-0.087], [0]] });
    }
    const lowSupply = (kind: string) => documentOf(kind).roles.supplies[0].node;
    expect(['xor', 'xorBias', 'xorModes'].map(lowSupply)).toEqual(['n1', 'n1', 'n2']);
    expect(['xor', 'xorModes', 'xorBias'].map((kind) => documentOf(kind).imperfections.length)).toEqual([0, 0, 1]);
  });

  it('regression: eight inputs from 0 to 0.45 V, single-ended, gate floor of 1 V', () => {
    const { dataset, rule, clamping } = documentOf('regression');
    expect([dataset.inputs.length, dataset.inputs[0][0], dataset.inputs[7][0]]).toEqual([8, 0, 0.45]);
    expect(rule).toMatchObject({ gateFloor: 1 });
    expect(clamping.kind).toBe('standard');
  });

  it('channelCurves, orthonormalModes and learningPower are analyses without a run', () => {
    for (const kind of ['channelCurves', 'orthonormalModes', 'learningPower']) expect(transistors2024[kind].document()).toBeNull();
  });
});
