import fc, { type Arbitrary } from 'fast-check';
import type { EdgeDocument, EdgeModelConfig, NetworkDocument } from '../../../shared/documents/network.ts';
import { transistorModel } from './documents.ts';

/**
 * Arbitrary networks: any multigraph, connected or not, with any set of held nodes. Voltages and gates are whole millivolts, so that a
 * counterexample can be read, but for the gates that are meant to lie a hair's breadth from a threshold.
 */
export interface Taste {
  readonly nodes?: number;
  readonly edges?: number;
  /** Cut, shorted and stuck edges, and conductances of zero. */
  readonly damage?: boolean;
  /** Channels within nanovolts to millivolts of closing at one of the held voltages. */
  readonly nearThreshold?: boolean;
}

const millivolts = (lowest: number, highest: number): Arbitrary<number> =>
  fc.integer({ min: lowest, max: highest }).map((value) => value / 1000);

/** 0.1 µS to 0.1 S, even in the logarithm. */
const conductance = fc.integer({ min: -700, max: -100 }).map((exponent) => Number((10 ** (exponent / 100)).toPrecision(4)));

/** The supplies of the bench and of the limits, or anything between. */
const heldVoltage = fc.oneof(fc.constantFrom(0, 0.45, 5, 12), millivolts(0, 12_000));

const damageField = (isOn: boolean): Arbitrary<Pick<EdgeDocument, 'damage'>> =>
  isOn
    ? fc.oneof(
        { weight: 8, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.constantFrom('cut', 'short', 'stuck').map((damage) => ({ damage }) as const) },
      )
    : fc.constant({});

function linearState({ damage = true }: Taste): Arbitrary<Partial<EdgeDocument>> {
  return damage
    ? fc.oneof({ weight: 9, arbitrary: conductance }, { weight: 1, arbitrary: fc.constant(0) }).map((value) => ({ conductance: value }))
    : conductance.map((value) => ({ conductance: value }));
}

function transistorState(taste: Taste): Arbitrary<Partial<EdgeDocument>> {
  const ordinary = millivolts(-500, 6000);
  const high = millivolts(6000, 13_000);
  const nearly = fc
    .record({ at: fc.constantFrom(0, 0.45, 5, 12), exponent: fc.integer({ min: -9, max: -2 }), side: fc.constantFrom(-1, 0, 1) })
    .map(({ at, exponent, side }) => at + side * 10 ** exponent);
  const overdrive = fc.oneof(
    { weight: 5, arbitrary: ordinary },
    { weight: 2, arbitrary: high },
    ...(taste.nearThreshold === false ? [] : [{ weight: 2, arbitrary: nearly }]),
  );
  const plain = overdrive.map((value) => ({ gate: value + 0.7 }));
  const own = fc
    .record({ overdrive, threshold: millivolts(400, 1000), transconductance: fc.integer({ min: 1, max: 40 }).map((value) => value * 1e-4) })
    .map(({ overdrive: value, threshold, transconductance }) => ({ gate: value + threshold, threshold, transconductance }));
  return fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: own }, { weight: 1, arbitrary: linearState(taste) });
}

function networks(
  edgeModel: EdgeModelConfig,
  state: Arbitrary<Partial<EdgeDocument>>,
  { nodes = 9, edges = 20, damage = true }: Taste,
): Arbitrary<NetworkDocument> {
  return fc.integer({ min: 2, max: nodes }).chain((nodeCount) => {
    const node = fc.nat({ max: nodeCount - 1 });
    const edge = fc.record({ from: node, apart: fc.integer({ min: 1, max: nodeCount - 1 }), state, damage: damageField(damage) });
    return fc
      .record({
        edges: fc.array(edge, { minLength: 1, maxLength: edges, size: 'max' }),
        held: fc.uniqueArray(fc.record({ node, voltage: heldVoltage }), { minLength: 1, maxLength: 5, selector: (item) => item.node }),
      })
      .map(({ edges: drawn, held }) => ({
        format: 'twinbench.network' as const,
        version: 1 as const,
        edgeModel,
        nodes: Array.from({ length: nodeCount }, (_, index) => ({ id: `n${index}` })),
        edges: drawn.map((item, index) => ({
          id: `e${index}`,
          from: `n${item.from}`,
          to: `n${(item.from + item.apart) % nodeCount}`,
          ...item.state,
          ...item.damage,
        })),
        hold: Object.fromEntries(held.map((item) => [`n${item.node}`, item.voltage])),
      }));
  });
}

export const linearNetworks = (taste: Taste = {}): Arbitrary<NetworkDocument> => networks({ kind: 'resistor' }, linearState(taste), taste);

export const transistorNetworks = (taste: Taste = {}): Arbitrary<NetworkDocument> =>
  networks(transistorModel, transistorState(taste), taste);
