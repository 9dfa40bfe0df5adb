import { ProblemError } from '../../../shared/problem.ts';
import { randomStream } from '../../math/random.ts';
import type { DamageKind } from '../../../shared/documents/network.ts';
import type { ConfigOf } from '../../../shared/spec.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { Hands } from '../machine/hands.ts';
import { misbehaviours } from '../misbehaviours/index.ts';
import type { Misbehaviour } from '../misbehaviours/misbehaviour.ts';
import { EmulatedPort, type WallClock } from '../transports/emulatedPort.ts';
import { wiringOf } from '../wiring.ts';
import { Bench } from './bench.ts';
import type { Condition } from './condition.ts';
import { EmulatedBoard } from './emulatedBoard.ts';
import { firmwareOf } from './firmware.ts';
import { profiles, type Profile } from './profiles.ts';

/** Something that goes wrong, with its parameters. */
export type MisbehaviourConfig = {
  [K in keyof typeof misbehaviours]: ConfigOf<(typeof misbehaviours)[K]['spec']>;
}[keyof typeof misbehaviours];

export interface EmulationOptions {
  readonly condition: Condition;
  /** Serial number of the board, from which its hidden defects follow; 1 to 4294967295. */
  readonly seed: number;
  readonly misbehaviours: readonly MisbehaviourConfig[];
  readonly clock: WallClock;
  /** Emulated over wall time at most; `null`: as fast as it goes. */
  readonly speed: number | null;
}

/** Sets things going wrong from now on. */
export function startMisbehaviours(bench: Bench, configs: readonly MisbehaviourConfig[], seed: number): void {
  configs.forEach((config, index) => {
    (misbehaviours[config.kind] as Misbehaviour).start(config, bench, randomStream(seed, `misbehaviour ${config.kind} ${index}`));
  });
}

/** The number of the emulated board that a first launch meets. */
export const FIRST_BOARD = 2024;

/**
 * Builds an emulated board for an experiment, as hands do in the laboratory: the wires are put in, and every edge is charged to the
 * state that the experiment begins with. The network and the constants of its learning circuit are those of the experiment; its
 * imperfections are the board's own, and not those that the document lists for a simulation.
 *
 * @throws ProblemError E-BOARD-MISMATCH where no board has such edges, or the board has too few channels
 */
export function emulateBoard(experiment: Experiment, options: EmulationOptions): EmulatedPort {
  const entry = Object.entries(profiles).find(([, { edge }]) => edge === experiment.edgeModel.kind);
  if (entry === undefined) {
    throw new ProblemError({
      code: 'E-BOARD-MISMATCH',
      what: 'There is no board for this experiment',
      why: `its edges are of the kind ${experiment.edgeModel.kind}; boards have transistors or digital potentiometers`,
      remedy: 'Run it on the simulation.',
    });
  }
  const name = entry[0] as keyof typeof profiles;
  const profile: Profile = profiles[name];
  const { condition, seed, clock, speed } = options;
  const wiring = wiringOf(experiment, profile.channels);
  const bench = new Bench(new EmulatedBoard({ profile, firmware: firmwareOf(name), experiment, wiring, condition, seed }));
  startMisbehaviours(bench, options.misbehaviours, seed);
  return new EmulatedPort(bench, { seed, channels: profile.channels, clock, speed });
}

/** Hands at an emulated board: pliers, soldering iron, wires, and a charger for the gates. */
export function handsAt({ bench: { board }, channels }: EmulatedPort): Hands {
  // What happens to a board by itself, hands do not know of.
  const done = board.analog.damages.map((): DamageKind | null => null);
  return {
    damages: done,
    damage: (edges, kind) => {
      board.analog.damage(edges, kind);
      for (const edge of edges) done[edge] = kind;
    },
    wire: (experiment) => board.analog.wire(experiment, wiringOf(experiment, channels)),
    reset: () => board.recharge(),
  };
}
