import { driveTermNames } from './boardParameters.ts';
import type { CalibrationDocument, LearningCalibration, NetworkCalibration } from './calibrationSchema.ts';
import { spreadPlaces } from './networkSpread.ts';

/** Takes what is wrong, with its path in the document. */
export type Report = (path: (string | number)[], message: string) => void;

/** Says where an array has another length than what it belongs to. */
export function checkLength(report: Report, path: (string | number)[], { length }: ArrayLike<unknown>, wanted: number, what: string): void {
  if (length !== wanted) report(path, `it has ${length} entries, but there are ${wanted} ${what}`);
}

/** Says where a node is none of the board. */
export function checkNodes(report: Report, path: (string | number)[], nodes: readonly number[], count: number): void {
  const wrong = nodes.findIndex((node) => node >= count);
  if (wrong >= 0) report([...path, wrong], `there is no node ${nodes[wrong]}: the board has the nodes 0 to ${count - 1}`);
}

/** Whether the arrays of a calibration are as long as its board has edges and nodes, and name no others. */
export function checkCalibration({ board, wirings }: CalibrationDocument, report: Report): void {
  if (wirings.length === 0) report(['wirings'], 'there is none: nothing was calibrated');
  wirings.forEach(({ sources, targets, free, clamped, freeSources, clampedSources, sessions, converters, noise }, index) => {
    const path = ['wirings', index];
    const each = (name: (string | number)[], entries: readonly { node: number }[], nodes: readonly number[], what: string): void => {
      checkLength(report, [...path, ...name], entries, nodes.length, what);
      if (entries.some(({ node }, at) => node !== nodes[at])) report([...path, ...name], `they are not those of the ${what}, in order`);
    };
    checkNodes(report, [...path, 'sources'], sources, board.nodes);
    checkNodes(report, [...path, 'targets'], targets, board.nodes);
    each(['freeSources'], freeSources, sources, 'sources');
    each(['clampedSources'], clampedSources, sources, 'sources');
    checkNetwork(free, board, [...path, 'free'], report);
    checkNetwork(clamped, board, [...path, 'clamped'], report);
    sessions.forEach(({ nudges, learning }, session) => {
      each(['sessions', session, 'nudges'], nudges, targets, 'targets');
      if (learning !== null) checkLearning(learning, board.edges, [...path, 'sessions', session, 'learning'], report);
    });
    if (converters !== null) {
      each(['converters', 'free'], converters.free, sources, 'sources');
      each(['converters', 'clamped'], converters.clamped, sources, 'sources');
    }
    if (noise === null) return;
    checkLength(report, [...path, 'noise', 'free'], noise.free, board.nodes, 'nodes');
    checkLength(report, [...path, 'noise', 'clamped'], noise.clamped, board.nodes, 'nodes');
    checkLength(report, [...path, 'noise', 'gates'], noise.gates, board.edges, 'edges');
  });
}

type Board = CalibrationDocument['board'];

function checkNetwork(network: NetworkCalibration, { edges, nodes }: Board, path: (string | number)[], report: Report): void {
  const { transconductances, thresholds, zeros, strays, deviations, spread } = network;
  for (const [name, values] of Object.entries({ transconductances, thresholds }))
    checkLength(report, [...path, name], values, edges, 'edges');
  for (const name of ['gains', 'thresholds'] as const) checkLength(report, [...path, 'deviations', name], deviations[name], edges, 'edges');
  checkLength(report, [...path, 'zeros'], zeros, nodes, 'nodes');
  checkLength(report, [...path, 'deviations', 'zeros'], deviations.zeros, nodes, 'nodes');
  checkLength(report, [...path, 'deviations', 'shape'], deviations.shape, 3, 'parameters of the shape');
  strays.forEach(({ from, to }, index) => checkNodes(report, [...path, 'strays', index], [from, to], nodes));
  if (spread === undefined) return;
  const { count } = spreadPlaces(edges, nodes, strays.length);
  checkLength(report, [...path, 'spread', 'factor'], spread.factor, count, 'numbers of a network');
  spread.factor.forEach((row, index) =>
    checkLength(report, [...path, 'spread', 'factor', index], row, index + 1, 'columns up to the diagonal'),
  );
}

function checkLearning(learning: LearningCalibration, edges: number, path: (string | number)[], report: Report): void {
  const { factors, deviations, diodes, ceilings, covariances } = learning;
  for (const [name, values] of Object.entries({ diodes, ceilings })) checkLength(report, [...path, name], values, edges, 'edges');
  for (const term of driveTermNames) {
    checkLength(report, [...path, 'factors', term], factors[term], edges, 'edges');
    checkLength(report, [...path, 'deviations', term], deviations[term], edges, 'edges');
  }
  if (covariances === undefined) return;
  checkLength(report, [...path, 'covariances'], covariances, edges, 'edges');
  const pairs = (driveTermNames.length * (driveTermNames.length + 1)) / 2;
  covariances.forEach((values, edge) => checkLength(report, [...path, 'covariances', edge], values, pairs, 'pairs of factors'));
}
