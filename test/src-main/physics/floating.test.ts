import { describe, expect, it } from 'vitest';
import { createElements, type EdgeElements } from '../../../src-main/physics/elements.ts';
import { floatingNodes, undeterminedNodes } from '../../../src-main/physics/floating.ts';
import { buildNetwork, type Network } from '../../../src-main/physics/network.ts';

/** A path a - b - c - d of channels with the given overdrives, or of 1 S where none is given. */
function path(overdrives: readonly (number | null)[]): { network: Network; elements: EdgeElements } {
  const ids = ['a', 'b', 'c', 'd', 'e'].slice(0, overdrives.length + 1);
  const network = buildNetwork(
    ids.map((id) => ({ id })),
    overdrives.map((_, edge) => ({ id: `e${edge}`, from: ids[edge], to: ids[edge + 1] })),
  );
  const elements = createElements(overdrives.length);
  overdrives.forEach((overdrive, edge) => {
    elements.transconductances[edge] = overdrive === null ? 0 : 8e-4;
    elements.overdrives[edge] = overdrive ?? 0;
    elements.conductances[edge] = overdrive === null ? 1 : 0;
  });
  return { network, elements };
}

const held = (...marks: number[]): Uint8Array => Uint8Array.from(marks);

describe('floating nodes', () => {
  it('are those behind an edge that can’t conduct', () => {
    const { network, elements } = path([null, null, null]);
    elements.conductances[1] = 0;
    expect([...floatingNodes(network, elements, held(1, 0, 0, 0), 0)]).toEqual([0, 0, 1, 1]);
    expect([...floatingNodes(network, elements, held(1, 0, 0, 1), 0)]).toEqual([0, 0, 0, 0]);
  });

  it('are all where nothing is held', () => {
    const { network, elements } = path([null, 2]);
    expect([...floatingNodes(network, elements, held(0, 0, 0), Infinity)]).toEqual([1, 1, 1]);
  });

  it('lie behind channels whose gate is at or below threshold at the lowest held voltage', () => {
    const { network, elements } = path([0.5, null]);
    expect([...floatingNodes(network, elements, held(1, 0, 0), 0.5)]).toEqual([0, 1, 1]);
    expect([...floatingNodes(network, elements, held(1, 0, 0), 0.49)]).toEqual([0, 0, 0]);
    expect([...floatingNodes(network, elements, held(1, 0, 0), -Infinity)]).toEqual([0, 0, 0]);
  });

  it('may be reached through parallel edges of which one conducts', () => {
    const network = buildNetwork(
      [{ id: 'a' }, { id: 'b' }],
      [
        { id: 'e0', from: 'a', to: 'b' },
        { id: 'e1', from: 'b', to: 'a' },
      ],
    );
    const elements = createElements(2);
    elements.conductances[1] = 1;
    expect([...floatingNodes(network, elements, held(1, 0), 0)]).toEqual([0, 0]);
  });
});

describe('undetermined nodes', () => {
  it('are those whose own channels are closed at their end', () => {
    const { network, elements } = path([2, 3]);
    expect([...undeterminedNodes(network, elements, held(1, 0, 1), Float64Array.of(5, 4, 5), 1e-3)]).toEqual([0, 1, 0]);
    expect([...undeterminedNodes(network, elements, held(1, 0, 1), Float64Array.of(5, 2.5, 5), 1e-3)]).toEqual([0, 0, 0]);
  });

  it('hang on influence, step by step: an open channel to an undetermined node determines nothing', () => {
    const { network, elements } = path([2, 6, 6]);
    expect([...undeterminedNodes(network, elements, held(1, 0, 0, 0), Float64Array.of(5, 4, 4, 4), 0)]).toEqual([0, 1, 1, 1]);
    expect([...undeterminedNodes(network, elements, held(1, 0, 0, 0), Float64Array.of(5, 1, 1, 1), 0)]).toEqual([0, 0, 0, 0]);
  });

  it('include those within a nanovolt of closing, and those whose channel carries less than 1e-15 of the largest current', () => {
    const { network, elements } = path([2]);
    const at = (open: number, largest: number): number =>
      undeterminedNodes(network, elements, held(1, 0), Float64Array.of(5, 2 - open), largest)[1];
    expect([at(5e-10, 0), at(2e-9, 0)]).toEqual([1, 0]);
    // S/2·(1 µV)² = 4e-16 A.
    expect([at(1e-6, 1), at(1e-6, 0.1)]).toEqual([1, 0]);
  });

  it('never hang on a linear conductor', () => {
    const { network, elements } = path([null]);
    expect([...undeterminedNodes(network, elements, held(1, 0), Float64Array.of(5, 5), 1)]).toEqual([0, 0]);
  });
});
