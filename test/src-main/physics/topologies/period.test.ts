import { describe, expect, it } from 'vitest';
import { documentOf, draftOf } from '../../../../src-main/host/project/draft.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { openSquare } from '../../../../src-main/physics/topologies/openSquare.ts';
import { periodicSquare } from '../../../../src-main/physics/topologies/periodicSquare.ts';
import { periodOf } from '../../../../src-main/physics/topologies/period.ts';

const random = randomStream(1, 'topology');
const lattice = (rows: number, columns: number) => periodicSquare.generate({ kind: 'periodicSquare', rows, columns }, random);

describe('the period of a lattice that was written out', () => {
  it.each([
    [3, 3],
    [4, 4],
    [3, 7],
    [11, 5],
  ])('is found on a torus of %i × %i', (rows, columns) => {
    const { nodes, edges, period } = lattice(rows, columns);
    expect(periodOf({ nodes, edges })).toEqual(period);
  });

  it('is found where edges are missing, as long as one goes around', () => {
    const { nodes, edges, period } = lattice(4, 4);
    const around = edges.findIndex(({ from, to }) => from === 'n3' && to === 'n0');
    expect(periodOf({ nodes, edges: [edges[around]] })).toEqual(period);
    expect(
      periodOf({ nodes, edges: edges.filter(({ from, to }) => Math.abs(Number(from.slice(1)) - Number(to.slice(1))) <= 1) }),
    ).toBeNull();
  });

  it('is none where the lattice is open, or an edge joins what are no neighbours', () => {
    expect(periodOf(openSquare.generate({ kind: 'openSquare', rows: 4, columns: 4 }, random))).toBeNull();
    const { nodes, edges } = lattice(4, 4);
    expect(periodOf({ nodes, edges: [...edges, { id: 'far', from: 'n0', to: 'n5' }] })).toBeNull();
    expect(periodOf({ nodes: nodes.map((node) => ({ ...node, x: (node.x ?? 0) + 0.25 * Number(node.id === 'n5') })), edges })).toBeNull();
    expect(periodOf({ nodes: nodes.map(({ id }) => ({ id })), edges })).toBeNull();
  });

  it('is that of the lattice which an experiment generated, once it is written out edge by edge', () => {
    const document = tasks.xor.build();
    const compiled = compileExperiment(document);
    const written = documentOf({ ...draftOf(document, compiled), generate: null }, 'a test');
    expect(written.generate).toBeUndefined();
    expect(compileExperiment(written).period).toEqual(compiled.period);
  });
});
