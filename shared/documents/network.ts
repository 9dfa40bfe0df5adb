import { z } from 'zod';
import type { DocumentKind } from './parse.ts';

/** `twinbench.network` version 1. Pinned: other programs write it, so this shape never changes; a new one is version 2. */
export const NETWORK_FORMAT = 'twinbench.network';
export const NETWORK_VERSION = 1;

const identifier = z.string().min(1).max(200).describe('An identifier, unique among the nodes or among the edges');
const positive = z.number().gt(0);

export const damageKinds = ['cut', 'short', 'stuck'] as const;
export type DamageKind = (typeof damageKinds)[number];

export const edgeModelSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('resistor') }).describe('Fixed resistors; every edge carries its conductance'),
    z
      .strictObject({
        kind: z.literal('digipot'),
        stepOhms: positive.describe('Resistance of one wiper step, Ω'),
        taps: z.int().min(1).max(65536).describe('Number of wiper positions'),
      })
      .describe('Digital potentiometers; R = tap · stepOhms'),
    z
      .strictObject({
        kind: z.literal('transistor'),
        transconductance: positive.describe('S, A/V²'),
        threshold: z.number().describe('V_th, V'),
      })
      .describe('N-channel transistors; I(a→b) = S/2·[max(g − V_b, 0)² − max(g − V_a, 0)²], g = G − V_th'),
  ])
  .describe('The device on every edge');

export const nodeSchema = z.strictObject({
  id: identifier,
  x: z.number().optional().describe('Position for drawing, in lattice spacings, to the right'),
  y: z.number().optional().describe('Position for drawing, in lattice spacings, downwards'),
});

export const edgeSchema = z.strictObject({
  id: identifier,
  from: z.string().describe('Node id; current is positive from here to `to`'),
  to: z.string().describe('Node id'),
  gate: z.number().optional().describe('Gate voltage G, V (transistor networks)'),
  tap: z.int().min(1).optional().describe('Wiper position, 1..taps (digipot networks)'),
  conductance: z
    .number()
    .gte(0)
    .optional()
    .describe('Conductance, S, not negative (resistor networks; elsewhere it makes the edge a fixed resistor)'),
  transconductance: positive.optional().describe("This edge's own S, A/V²"),
  threshold: z.number().optional().describe("This edge's own V_th, V"),
  damage: z
    .enum(damageKinds)
    .optional()
    .describe('cut: no current; short: a bridge across the edge; stuck: keeps its state while the others learn'),
});

const networkShape = z.strictObject({
  format: z.literal(NETWORK_FORMAT),
  version: z.literal(NETWORK_VERSION),
  edgeModel: edgeModelSchema,
  nodes: z.array(nodeSchema).min(1).describe('At least one node'),
  edges: z.array(edgeSchema),
  hold: z.record(z.string(), z.number()).optional().describe('Imposed voltages by node id, V'),
});

export type NetworkDocument = z.infer<typeof networkShape>;
export type EdgeDocument = z.infer<typeof edgeSchema>;
export type EdgeModelConfig = z.infer<typeof edgeModelSchema>;
export type EdgeModelKind = EdgeModelConfig['kind'];

type Report = (path: (string | number)[], message: string) => void;

/** The network document: its shape, and the rules that tie its parts together (unique ids, ends that exist, states that fit the model). */
export const networkSchema = networkShape.check((context) => {
  checkNetwork(context.value, (path, message) => {
    context.issues.push({ code: 'custom', input: context.value, path, message });
  });
});

function checkNetwork(network: NetworkDocument, report: Report): void {
  const nodes = checkUnique(network.nodes, 'nodes', report);
  checkUnique(network.edges, 'edges', report);
  network.edges.forEach((edge, index) => {
    for (const end of ['from', 'to'] as const) {
      if (!nodes.has(edge[end])) report(['edges', index, end], `there is no node "${edge[end]}"`);
    }
    if (edge.from === edge.to) report(['edges', index], `edge "${edge.id}" is a self-loop: both its ends are node "${edge.from}"`);
    checkEdgeState(edge, network.edgeModel, (path, message) => report(['edges', index, ...path], message));
  });
  for (const id of Object.keys(network.hold ?? {})) {
    if (!nodes.has(id)) report(['hold', id], `there is no node "${id}" to hold`);
  }
}

function checkUnique(items: readonly { id: string }[], name: string, report: Report): Set<string> {
  const seen = new Set<string>();
  items.forEach(({ id }, index) => {
    if (seen.has(id)) report([name, index, 'id'], `the id "${id}" is used twice`);
    seen.add(id);
  });
  return seen;
}

/** Which state an edge must carry and which it may not, by edge model. */
function checkEdgeState(edge: EdgeDocument, model: EdgeModelConfig, report: Report): void {
  const isFixed = edge.conductance !== undefined;
  const wanted = { resistor: 'conductance', digipot: 'tap', transistor: 'gate' }[model.kind] as 'conductance' | 'tap' | 'gate';
  if (!isFixed && edge[wanted] === undefined)
    report([wanted], `an edge of a ${model.kind} network needs "${wanted}" (or a fixed "conductance")`);
  for (const key of ['gate', 'tap', 'transconductance', 'threshold'] as const) {
    if (edge[key] === undefined) continue;
    const belongs = key === wanted || (model.kind === 'transistor' && key !== 'tap');
    if (!belongs) report([key], `"${key}" has no meaning on an edge of a ${model.kind} network`);
    else if (isFixed) report([key], `the edge is a fixed resistor ("conductance"), so it can't have "${key}" too`);
  }
  if (model.kind === 'digipot' && edge.tap !== undefined && edge.tap > model.taps)
    report(['tap'], `the wiper has positions 1 to ${model.taps}`);
}

/** How network documents are read. */
export const networkDocument: DocumentKind<NetworkDocument> = { format: NETWORK_FORMAT, version: NETWORK_VERSION, schema: networkSchema };
