import type { Spec } from '../../../shared/spec.ts';
import type { Condition } from '../../board/emulator/condition.ts';
import type { MisbehaviourConfig } from '../../board/emulator/emulate.ts';
import type { Ask } from '../../board/machine/hands.ts';
import type { WallClock } from '../../board/transports/emulatedPort.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import type { Machine, MachineCheckpoint } from '../../machine/machine.ts';
import type { CalibrationPlace } from '../savedCalibrations.ts';

/** A machine under an experiment, ready for its first step. */
export interface OpenMachine extends Machine {
  readonly experiment: Experiment;
}

/** What the world around a machine gives it. */
export interface MachineSetting {
  readonly clock: WallClock;
  /** As Node names it. */
  readonly platform: string;
  /** Files, clock and folder of the runs, where calibrations are. */
  readonly recordings: CalibrationPlace;
  /** What lies behind the colon of a choice: the port of a board, the identity of a calibration; "" where nothing does. */
  readonly place: string;
  readonly condition: Condition;
  /** Number of the emulated board. */
  readonly board: number;
  readonly misbehaviours: readonly MisbehaviourConfig[];
  /** Emulated over wall time at most; `null`: as fast as it goes. */
  readonly speed: number | null;
  /** The twin begins as the experiment says, and not where its board was measured last. */
  readonly beginsAsSaid?: boolean;
  /** Tells the person at the bench what to do or to know. */
  readonly tell: (text: string) => void;
  /** Asks that person to do something to a real board, and waits; absent where nobody can be asked. */
  readonly ask?: Ask;
}

/** A body that a machine may have. */
export interface MachineKind {
  readonly spec: Spec;
  /** What has to follow the name and a colon, in capitals; "" for nothing. */
  readonly placeName: string;
  /** @throws ProblemError where it can't run the experiment, or isn't there */
  open(experiment: Experiment, setting: MachineSetting): Promise<OpenMachine>;
  /**
   * Goes on with a run that outlived the program which began it; absent where none does.
   *
   * @throws ProblemError where it is not there any more
   */
  resume?(experiment: Experiment, setting: MachineSetting, checkpoint: MachineCheckpoint): Promise<OpenMachine>;
}
