import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileKernel } from '../../../../scripts/wasm.mjs';
import { flowLayout, plainFlow } from '../../../../src-main/learning/transient/coupledFlow.ts';
import { flowKernel } from '../../../../src-main/learning/transient/flowKernel.ts';
import type { HeldTask } from '../../../../src-main/learning/transient/heldTask.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { buildNetwork } from '../../../../src-main/physics/network.ts';
import { random as randomTopology } from '../../../../src-main/physics/topologies/random.ts';

describe('the flow of relaxing voltages in WebAssembly', () => {
  it('is what its source compiles to', async () => {
    const kernel = 'src-main/learning/transient/flowKernel';
    expect(readFileSync(`${kernel}Wasm.ts`, 'utf8')).toBe(await compileKernel(kernel));
  }, 60_000);

  it.each([undefined, 1.5])('gives the same bytes as in TypeScript (ceiling %s)', (ceiling) => {
    const random = randomStream(2, 'flow');
    const { nodes, edges } = randomTopology.generate({ kind: 'random', nodes: 64, edges: 143 }, random);
    const targetVoltages = Float64Array.from({ length: 3 }, () => 0.2 * random.normal());
    const task: HeldTask = {
      network: buildNetwork(nodes, edges),
      sources: Int32Array.from([0, 11, 23, 37, 51]),
      sourceVoltages: new Float64Array(5),
      targets: Int32Array.from([7, 29, 60]),
      targetVoltages,
      conductances: new Float64Array(143).fill(1),
      learns: Uint8Array.from({ length: 143 }, (_, edge) => (edge % 9 === 4 ? 0 : 1)),
    };
    const rates = { relaxation: 1.7, learning: 0.6, nudge: 0.01, floor: 0.3, ...(ceiling === undefined ? {} : { ceiling }) };
    const plain = plainFlow(task, rates);
    const kernel = flowKernel(task, rates);
    if (kernel === null) throw new Error('there is no kernel');
    const { size, conductances } = flowLayout(task);
    const state = new Float64Array(size);
    const [expected, given] = [new Float64Array(size), new Float64Array(size)];
    for (let trial = 0; trial < 50; trial++) {
      // Conductances below the floor, on it, between and above the ceiling.
      state.forEach((_, place) => (state[place] = place < conductances ? random.normal() : Math.round(20 * random.uniform()) / 10));
      targetVoltages[0] = random.normal();
      plain(0, state, expected);
      kernel(0, state, given);
      expect(given).toEqual(expected);
    }
  });
});
