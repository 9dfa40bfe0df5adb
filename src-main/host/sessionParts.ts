import type { Problem } from '../../shared/problem.ts';
import type { Stopped } from '../learning/stopping/stopping.ts';
import type { Machine } from '../machine/machine.ts';
import { recordMachine } from '../recording/recordMachine.ts';
import type { Clock } from './clock.ts';
import { DamageDesk } from './damageDesk.ts';
import { Interventions } from './interventions.ts';
import type { LoadedExperiment } from './library.ts';
import { LinkLog } from './machineNews.ts';
import { Observer } from './observer.ts';
import { OutputMapper } from './outputMapper.ts';
import { Pacer } from './pacer.ts';
import { Player } from './player.ts';
import { Queue } from './queue.ts';
import { RateMeter } from './rateMeter.ts';
import { Recorder, type RecorderParts } from './recorder.ts';
import { RunWatches } from './runWatches.ts';
import type { SessionOptions } from './sessionOptions.ts';
import { UndoStack } from './undoStack.ts';

/** What a session is made of. */
export interface SessionParts {
  readonly experiment: LoadedExperiment;
  readonly run: number;
  /** The machine as the session drives it, which writes down what happens where it is recorded. */
  readonly machine: Machine;
  /** The machine itself, which holds a port where it is a board. */
  readonly inner: Machine;
  readonly clock: Clock;
  readonly player: Player;
  readonly pacer: Pacer;
  readonly meter: RateMeter;
  readonly link: LinkLog;
  readonly undo: UndoStack;
  readonly observer: Observer;
  readonly desk: DamageDesk;
  readonly watches: RunWatches;
  /** `null` where nothing can be recorded. */
  readonly recorder: Recorder | null;
  readonly interventions: Interventions;
  readonly mapper: OutputMapper;
  /** Everything that is done to the machine, one after the other. */
  readonly queue: Queue;
  readonly isRunning: () => boolean;
}

/** What the parts ask of the session that they belong to. */
export interface SessionHooks {
  /** Steps done. */
  readonly step: () => number;
  readonly isRunning: () => boolean;
  /** A stop condition holds: the machine stands at that measurement. */
  readonly stopped: (at: Stopped) => Promise<void>;
  /** Looks at the machine and sends what is new; called within the queue. */
  readonly show: () => Promise<void>;
  /** The same, in its turn of the queue. */
  readonly refresh: () => Promise<void>;
}

/** Makes the parts of a session and joins them. Nothing is done to the machine yet. */
export function assemble(experiment: LoadedExperiment, inner: Machine, options: SessionOptions, hooks: SessionHooks): SessionParts {
  const { clock, listener, parameters, run } = options;
  const { recorder, machine } = createRecorder(experiment, inner, options.recorder, (problem) => {
    listener.noticed(problem);
    void hooks.refresh();
  });
  const queue = new Queue();
  const undo = options.undo ?? new UndoStack();
  const observer = new Observer(machine, experiment, clock, options.sequence);
  const drawCount = options.checkpoint?.drawCount ?? 0;
  const desk = new DamageDesk({ machine, trial: inner, experiment, observer, undo, drawCount });
  const mapper = createMapper(experiment, machine, clock, queue);
  const { step, stopped, show, isRunning } = hooks;
  const watches = new RunWatches({ machine, experiment, stop: parameters.stop, step, cut: (choice) => desk.cutOne(choice), stopped });
  const damaged = (): void => {
    mapper.forget();
    watches.stop.disturb();
    listener.changed();
  };
  return {
    experiment,
    run,
    machine,
    inner,
    clock,
    player: new Player(experiment.replay),
    pacer: new Pacer(options.speed, clock.now()),
    meter: new RateMeter(),
    link: new LinkLog(),
    undo,
    observer,
    desk,
    watches,
    recorder,
    interventions: new Interventions({ machine, queue, observer, undo, desk, watches, parameters, show, damaged }),
    mapper,
    queue,
    isRunning,
  };
}

/** Whether it holds a board, and perhaps a port. */
export function isOnBoard({ inner }: Pick<SessionParts, 'inner'>): boolean {
  return inner.identity.kind === 'board';
}

/** A recorder of the machine and the machine that it listens to; without `parts`, or for what can't be recorded, the machine as it is. */
function createRecorder(
  { compiled }: LoadedExperiment,
  inner: Machine,
  parts: RecorderParts | undefined,
  onProblem: (problem: Problem) => void,
): { readonly recorder: Recorder | null; readonly machine: Machine } {
  if (compiled === null || parts === undefined) return { recorder: null, machine: inner };
  const machine = recordMachine(inner, compiled);
  return { recorder: new Recorder(machine, compiled, parts, onProblem), machine };
}

/** Answers requests for a map of an experiment's outputs, in turns with its run. */
function createMapper(experiment: LoadedExperiment, machine: Machine, clock: Clock, queue: Queue): OutputMapper {
  const { figures, description } = experiment;
  const { variables } = figures;
  return new OutputMapper({
    machine,
    clock,
    queue,
    variables,
    names: description.inputNames,
    createMachine: () => experiment.createMachine(),
  });
}

/** As many of these steps as lead to the next measurement of the program: there, a board has just told all there is to see. */
export function untilMeasured({ measuresEvery }: LoadedExperiment, step: number, steps: number): number {
  return Math.min(steps, measuresEvery - (step % measuresEvery));
}
