import type { DamageKind } from '../../../../shared/documents/network.ts';
import { AnalogBoard } from '../../../../src-main/board/analog/analogBoard.ts';
import { drawBoard, type BoardDefects, type Condition } from '../../../../src-main/board/emulator/condition.ts';
import { Converter0820 } from '../../../../src-main/board/emulator/chips/converter0820.ts';
import { profiles } from '../../../../src-main/board/emulator/profiles.ts';
import { wiringOf } from '../../../../src-main/board/wiring.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { randomStream } from '../../../../src-main/math/random.ts';
import { MeasuredRunBuilder, type MeasuredRun } from '../../../../src-main/twin/measured.ts';
import { orderAt } from '../../../../src-main/twin/orderAt.ts';
import { DIGIPOT_PROGRAMS, digipotProgram } from '../../../../src-main/twin/digipots/digipotProgram.ts';

const profile = profiles.digipots2022;
const STEP = profile.fullScale / 256;
const REPEATS = 4;

/** What is done to the board on the way. */
export interface Harm {
  readonly step: number;
  readonly edge: number;
  readonly kind: DamageKind;
}

/** The hidden imperfections of one emulated board: what a calibration has to find out. */
export function hiddenDefects(condition: Condition, seed: number): BoardDefects {
  return drawBoard(condition, 'digipot', 16, profile.channels, STEP, seed);
}

/**
 * The emulated board of 2022 without its firmware and serial line, which take most of the time: the analog half with its comparators and
 * the converters of the emulator, and Eq. 1 in whole codes as firmware/core/training.c does it. One test runs the firmware itself.
 */
export function recordDigipots(document: ExperimentDocument, condition: Condition, seed: number, harm?: Harm): MeasuredRun {
  const experiment = compileExperiment(document);
  const { network, training, inputNodes, supplyVoltages } = experiment;
  const defects = hiddenDefects(condition, seed);
  const wiring = wiringOf(experiment, profile.channels);
  const board = new AnalogBoard(experiment, wiring, profile, defects.edges, seed * 1000 + document.seed);
  const nodes = new Converter0820(randomStream(seed, `nodes ${document.seed}`), defects.converterNoise);
  const states = new Converter0820(randomStream(seed, `states ${document.seed}`), defects.converterNoise);
  const impose = (channel: number, code: number): void => board.setChannel(channel, code * STEP + defects.channelOffsets[channel]);
  const codeOf = (voltage: number): number => Math.min(Math.round(voltage / STEP), 255);
  const read = (voltage: number): number => {
    nodes.convert((voltage + defects.converterOffset) / profile.fullScale);
    return nodes.code;
  };
  const mean = (one: () => number): number => Array.from({ length: REPEATS }, one).reduce((sum, code) => sum + code, 0) / REPEATS;
  const nudge = (document.clamping as { nudge: number }).nudge;
  const order = orderAt(experiment);
  const builder = new MeasuredRunBuilder(nudge);
  supplyVoltages.forEach((voltage, index) => impose(inputNodes.length + index, codeOf(voltage)));
  for (let step = 0; step < document.steps; step++) {
    if (step === harm?.step) board.damage([harm.edge], harm.kind);
    const datapoint = order(step);
    inputNodes.forEach((_, input) => impose(input, codeOf(training.inputs[datapoint * inputNodes.length + input])));
    wiring.outputs.forEach(({ plus, labelHigh }, output) => {
      const value = read(board.freeVoltage(plus));
      const error = codeOf(training.labels[datapoint * wiring.outputs.length + output]) - value;
      const move = (Math.abs(error) * Math.round(nudge * 65536) + 32768) >> 16;
      impose(labelHigh, error < 0 ? value - move : value + move);
    });
    board.clockEdge();
    const voltages = (of: (node: number) => number): Float64Array =>
      Float64Array.from({ length: network.nodeCount }, (_, node) => STEP * mean(() => read(of(node))));
    const freeVoltages = voltages((node) => board.freeVoltage(node));
    const clampedVoltages = voltages((node) => board.clampedVoltage(node));
    const wipers = Float64Array.from(board.states, (wiper) => {
      const code = mean(() => {
        states.convert(profile.stateFraction(wiper));
        return states.code;
      });
      return Math.floor((code + 1) / 2);
    });
    const time = (step + 1) * document.stepTime;
    builder.add({ kind: 'state', set: 'training', step: step + 1, time, datapoint, freeVoltages, clampedVoltages, states: wipers });
  }
  return builder.build(`${document.title}, board ${seed}`, null, experiment);
}

/** The recordings of a campaign; the last one judges. */
export function digipotCampaign(condition: Condition, seed: number, document: ExperimentDocument = tasks.allostery.build()): MeasuredRun[] {
  return Array.from({ length: DIGIPOT_PROGRAMS }, (_, part) => recordDigipots(digipotProgram(document, part), condition, seed));
}
