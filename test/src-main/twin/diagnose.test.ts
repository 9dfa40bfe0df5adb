import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { diagnose, faultKinds, withFault, type FaultData, type FaultKind } from '../../../src-main/twin/diagnose.ts';
import { deviceModels } from '../../../src-main/twin/devices/index.ts';
import { FaultMonitor, healthyReference, thresholdFor } from '../../../src-main/twin/faultMonitor.ts';
import { BoardNetwork } from '../../../src-main/twin/boardNetwork.ts';
import { fitNetwork } from '../../../src-main/twin/networkFit.ts';
import { randomStream } from '../../../src-main/math/random.ts';
import { campaign, emulatedBoard, randomGates, read, READING, type EmulatedBoard } from './emulatedBoard.ts';

const isFull = process.env.TWINBENCH_FULL === '1';
const faults = isFull ? 100 : 20;

/** A board, and the twin that was calibrated on its own 8-bit readings. */
const board = emulatedBoard(42);
const parameters = fitNetwork(campaign(board, 80, 6, 8), deviceModels.calibrated, []).parameters;

describe(`faults of a 32-edge board with 8-bit converters and noise`, () => {
  test(`the faulty edge is found first in at least 95 of 100 (here ${faults})`, () => {
    const random = randomStream(7, 'faults');
    let [edges, kinds] = [0, 0];
    for (let count = 0; count < faults; count++) {
      const edge = random.below(board.network.edgeCount);
      const kind = faultKinds[random.below(faultKinds.length)];
      const [best] = diagnose(faultyData(edge, kind, random.uniform())).hypotheses;
      if (best.fault?.edge === edge) edges++;
      if (best.fault?.edge === edge && best.fault.kind === kind) kinds++;
    }
    console.info(`edge found first in ${edges} of ${faults}, with its kind in ${kinds}`);
    expect(edges / faults).toBeGreaterThanOrEqual(0.95);
  });

  test('a healthy board is called healthy', () => {
    const healthy = Array.from({ length: 20 }, () => diagnose(faultyData(-1, 'cut', 0)).hypotheses[0]);
    // The evidence against it has to beat a prior of 1 in 128 per fault: seldom by chance.
    expect(healthy.filter(({ fault }) => fault === null).length).toBeGreaterThanOrEqual(19);
  });

  test('probabilities add up to one, and the runner-up comes second', () => {
    const { hypotheses } = diagnose(faultyData(3, 'cut', 0));
    expect(hypotheses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    expect(hypotheses[0].fault).toMatchObject({ edge: 3 });
    expect(hypotheses[0].probability).toBeGreaterThanOrEqual(hypotheses[1].probability);
  });
});

describe('the running monitor', () => {
  test('false alarms are not more frequent than stated', () => {
    const between = 500;
    const measurements = isFull ? 200_000 : 40_000;
    const monitor = new FaultMonitor(between);
    const random = randomStream(5, 'healthy');
    let alarms = 0;
    for (let measurement = 0; measurement < measurements; measurement++) {
      let cost = 0;
      for (let reading = 0; reading < 12; reading++) cost += random.normal() ** 2;
      if (!monitor.add(cost, 12)) continue;
      alarms++;
      monitor.reset();
    }
    console.info(`${alarms} false alarms, ${measurements / between} stated`);
    // Three standard deviations of the count above what is stated.
    expect(alarms).toBeLessThan(measurements / between + 3 * Math.sqrt(measurements / between));
  });

  test('a cut edge behind the back of a calibrated twin raises it soon; the healthy board does not', () => {
    const monitor = new FaultMonitor(1e5);
    const gates = randomGates(board);
    const costAt = (isCut: boolean): number => {
      const truth = isCut ? withFault(board.network, board.truth, 9, 'cut', 0) : board.truth;
      const { voltages } = read(board, gates, 0, 1, truth);
      const solved = voltages.map((voltage, node) => voltage - parameters.zeros[node]);
      const twin = new BoardNetwork(board.network, parameters, board.isHeld);
      expect(twin.solve(gates, solved)).toBe(true);
      return twin.unknowns.reduce((sum, node) => sum + ((voltages[node] - parameters.zeros[node] - solved[node]) / READING) ** 2, 0);
    };
    // The bench watches a healthy board first.
    const { scale, count } = healthyReference(Array.from({ length: 200 }, () => costAt(false)));
    for (let measurement = 0; measurement < 300; measurement++) expect(monitor.add(costAt(false) / scale, count)).toBe(false);
    let delay = 1;
    while (!monitor.add(costAt(true) / scale, count)) delay++;
    expect(delay).toBeLessThanOrEqual(10);
  });

  test('the threshold solves Siegmund’s formula', () => {
    const h = thresholdFor(1000);
    const b = h + 1.166;
    expect((Math.exp(b) - b - 1) / 0.5).toBeCloseTo(1000, 3);
  });
});

/** Readings of the board with one edge at fault (−1: none), under ten inputs at two settings of the gates. */
function faultyData(edge: number, kind: FaultKind, draw: number): FaultData {
  const samples = Array.from({ length: 2 }, (_, moment) => {
    const gates = openGates(board, edge);
    const actual = kind === 'stuck' && edge >= 0 ? gates.map((gate, index) => (index === edge ? stuckAt(gate, draw) : gate)) : gates;
    const drift = draw < 0.5 ? -0.6 + 0.6 * draw : 0.3 + 0.6 * (draw - 0.5);
    const truth = edge < 0 ? board.truth : withFault(board.network, board.truth, edge, kind, kind === 'drift' ? drift : 0);
    return Array.from({ length: 10 }, () => read(board, gates, moment, 4, truth, actual));
  }).flat();
  // A reading is the mean of four; calibration leaves some tenths of a millivolt.
  return { network: board.network, parameters, isHeld: board.isHeld, samples, noise: Math.hypot(READING / 2, 0.3e-3) };
}

/** A cut of an edge that is closed anyway changes nothing: the faulty edge conducts. */
function openGates(from: EmulatedBoard, edge: number): Float64Array {
  const gates = randomGates(from);
  if (edge >= 0) gates[edge] = Math.max(gates[edge], 2);
  return gates;
}

/** At least 0.8 V from where the gate is told to be. */
function stuckAt(gate: number, draw: number): number {
  return gate > 3 ? gate - 0.8 - 1.2 * draw : gate + 0.8 + 1.2 * draw;
}
