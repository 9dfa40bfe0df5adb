import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src-main/math/random.ts';
import { BoardNetwork } from '../../../src-main/twin/boardNetwork.ts';
import { xor } from './nominalCalibration.ts';

const { network } = xor();
/** One of the supplies and inputs each, V, as XOR imposes them. */
const HELD = new Map([0, 1, 5, 8].map((node, index) => [node, [0.11, 0.33, 0, 0.45][index]]));
const isHeld = Uint8Array.from({ length: network.nodeCount }, (_, node) => Number(HELD.has(node)));

function board(softness: number): BoardNetwork {
  return new BoardNetwork(
    network,
    {
      shape: { softness, body: 0.013, degradation: 0 },
      transconductances: new Float64Array(network.edgeCount).fill(8e-4),
      thresholds: new Float64Array(network.edgeCount).fill(0.7),
      zeros: new Float64Array(network.nodeCount),
      strays: [],
    },
    isHeld,
  );
}

describe('a network of calibrated channels', () => {
  it.each([0, 1e-3, 0.07])('has voltages that obey Kirchhoff’s law, whichever channels are about to close; softness %s V', (softness) => {
    const random = randomStream(1, `gates ${softness}`);
    const circuit = board(softness);
    for (let draw = 0; draw < 500; draw++) {
      // From closed for every voltage of the network to open for all of them.
      const gates = Float64Array.from({ length: network.edgeCount }, () => 0.7 + 0.6 * random.uniform());
      const voltages = Float64Array.from({ length: network.nodeCount }, (_, node) => HELD.get(node) ?? 0.2);
      expect(circuit.solve(gates, voltages), `draw ${draw}`).toBe(true);
      circuit.assemble(gates, voltages);
      const largest = Math.max(...circuit.points.map(({ current }) => Math.abs(current)));
      for (const node of circuit.unknowns) {
        // Newton ends when its last step is below 1e-9 V: at 1 mS that is 1e-12 A, of currents of some µA.
        expect(Math.abs(circuit.currentOut(node, voltages)), `draw ${draw}, node ${node}`).toBeLessThan(1e-6 * largest + 1e-12);
      }
    }
  });
});
