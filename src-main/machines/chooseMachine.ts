import { ProblemError } from '../../shared/problem.ts';
import { conditions } from '../board/emulator/condition.ts';
import { FIRST_BOARD } from '../board/emulator/emulate.ts';
import { parseMisbehaviours } from '../board/emulator/parseMisbehaviours.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { machines } from './kinds/index.ts';
import type { MachineCheckpoint } from '../machine/machine.ts';
import type { MachineKind, MachineSetting, OpenMachine } from './kinds/machineKind.ts';

/** How each machine is chosen: "simulated", "board:PATH". */
export const machineChoices: readonly string[] = Object.values(machines).map(({ spec, placeName }) =>
  placeName === '' ? spec.kind : `${spec.kind}:${placeName}`,
);

/** The machine that was asked for. @throws ProblemError E-USAGE */
export function chooseMachine(choice: string): { readonly kind: MachineKind; readonly place: string } {
  const colon = choice.indexOf(':');
  const name = colon < 0 ? choice : choice.slice(0, colon);
  const place = colon < 0 ? '' : choice.slice(colon + 1);
  const kind: MachineKind | undefined = Object.hasOwn(machines, name) ? machines[name as keyof typeof machines] : undefined;
  if (kind !== undefined && (kind.placeName === '') === (place === '')) return { kind, place };
  throw new ProblemError({
    code: 'E-USAGE',
    what: 'There is no such machine',
    where: choice,
    why: kind === undefined ? `no machine is called "${name}"` : `"${choice}" is not how the ${name} machine is chosen`,
    remedy: `Choose one of ${machineChoices.join(', ')}.`,
  });
}

/** What a person says of the machine that is to run an experiment. */
export interface MachineChoice {
  /** "simulated", "emulated", "board:PATH" or "twin:ID". */
  readonly machine?: string | undefined;
  /** One of `conditions`. */
  readonly condition?: string | undefined;
  /** Number of the emulated board. */
  readonly board?: number | undefined;
  /** What goes wrong with it, as `parseMisbehaviours` reads it. */
  readonly misbehave?: string | undefined;
}

/** What was said of the emulated board, with defaults. @throws ProblemError E-USAGE */
export function emulationOf({ condition, board, misbehave }: MachineChoice): Pick<MachineSetting, 'condition' | 'board' | 'misbehaviours'> {
  const known = conditions.find((name) => name === (condition ?? 'mild'));
  if (known === undefined) {
    throw new ProblemError({
      code: 'E-USAGE',
      what: 'There is no such condition of a board',
      where: String(condition),
      why: `it is none of ${conditions.join(', ')}`,
      remedy: 'Choose one of them.',
    });
  }
  return {
    condition: known,
    board: board ?? FIRST_BOARD,
    misbehaviours: misbehave === undefined ? [] : parseMisbehaviours(misbehave),
  };
}

type World = Pick<MachineSetting, 'clock' | 'platform' | 'recordings' | 'speed' | 'beginsAsSaid' | 'tell' | 'ask'>;

/** Puts an experiment on the machine that was chosen. @throws ProblemError where there is none, it isn't there, or it can't do it */
export function openMachine(experiment: Experiment, choice: MachineChoice, world: World): Promise<OpenMachine> {
  const { kind, place } = chooseMachine(choice.machine ?? 'simulated');
  return kind.open(experiment, { ...world, place, ...emulationOf(choice) });
}

/**
 * Goes on with the run that a program before this one has left on the machine that was chosen; `null` where such machines end with their
 * program.
 *
 * @throws ProblemError where the run is not there any more
 */
export function resumeMachine(
  experiment: Experiment,
  choice: MachineChoice,
  world: World,
  checkpoint: MachineCheckpoint,
): Promise<OpenMachine> | null {
  const { kind, place } = chooseMachine(choice.machine ?? 'simulated');
  return kind.resume?.(experiment, { ...world, place, ...emulationOf(choice) }, checkpoint) ?? null;
}
