import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument, type ExperimentInput } from '../../learning/experiment/document.ts';
import { randomStream, shuffled } from '../../math/random.ts';

/** Networks of Stern 2022: 64 nodes, 143 edges, three targets. */
const NODES = 64;
const EDGES = 143;
const TARGETS = 3;
/** Standard deviation of the desired voltages, V; the applied ones have 1 V. */
const TARGET_DEVIATION = 0.2;
/** η of its Methods. */
export const NUDGE = 1e-3;
/** Lowest conductance, S; all start at 1 S. The paper has none, and its equations then blow up. */
export const FLOOR = 0.01;

/**
 * A random allosteric task on a random network: V_S ~ N(0, 1 V), V_T ~ N(0, (0.2 V)²) at nodes drawn without repetition (Stern 2022,
 * Simulation results). The paper does not say which networks it used: these are connected random graphs. Time is learning time, with
 * γ_l = 1 S/(V²s).
 *
 * @param rate  the scaled learning rate R = γ_l/γ_p; 0 in the quasistatic limit
 */
export function allosteryDraw(seed: number, sources: number, rate = 0): ExperimentDocument {
  const places = shuffled(
    Array.from({ length: NODES }, (_, node) => node),
    randomStream(seed, 'roles'),
  );
  const random = randomStream(seed, 'voltages');
  const supplies = places.slice(0, sources).map((node, index) => ({ name: `S${index + 1}`, node: `n${node}`, voltage: random.normal() }));
  const outputs = places.slice(sources, sources + TARGETS).map((node, index) => ({ name: `T${index + 1}`, node: `n${node}` }));
  const document: ExperimentInput = {
    format: 'twinbench.experiment',
    version: 1,
    title: `Allostery on ${NODES} nodes, draw ${seed}`,
    description: `${sources} sources and ${TARGETS} targets drawn at random on a random network of resistors that learn${rate === 0 ? '' : ` while voltages relax, at R = ${rate}`}.`,
    generate: { topology: { kind: 'random', nodes: NODES, edges: EDGES }, edgeModel: { kind: 'resistor' }, state: 1 },
    roles: { supplies, outputs },
    dataset: { kind: 'table', inputs: [[]], labels: [outputs.map(() => TARGET_DEVIATION * random.normal())] },
    rule: { kind: 'conductance', rate: 1 / NUDGE, floor: FLOOR },
    clamping: { kind: 'standard', nudge: NUDGE },
    schedule: { kind: 'cyclic' },
    dynamics: rate === 0 ? { kind: 'settled' } : { kind: 'overdamped', capacitance: rate },
    // The period of the ringing grows as √R, from 2 s at R = 1: a step is a twentieth of it.
    stepTime: rate === 0 ? 0.5 : 0.1 * Math.sqrt(Math.max(rate, 1)),
    steps: 4000,
    measure: { every: rate === 0 ? 10 : 1, of: 'training' },
    seed,
  };
  return parseDocument(experimentDocument, document, `the draw ${seed}`);
}
