import type { DamageKind, EdgeDocument } from '../../shared/documents/network.ts';
import { ProblemError } from '../../shared/problem.ts';
import { profiles } from '../board/emulator/profiles.ts';
import { rowOrderOf } from '../board/machine/rowOrder.ts';
import { compileExperiment } from '../learning/experiment/compile.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Experiment } from '../learning/experiment/experiment.ts';
import { schedules } from '../learning/schedules/index.ts';
import type { Schedule } from '../learning/schedules/schedule.ts';
import type { MachineIdentity } from '../machine/machine.ts';
import { randomStream } from '../math/random.ts';
import { edgeModels } from '../physics/edges/index.ts';
import type { ComparedRun } from '../twin/comparison/comparedRun.ts';
import type { LockstepEvent } from '../twin/comparison/lockstep.ts';

/** Longest order that is written out, steps. */
const LONGEST = 5_000_000;
/** Rows that the table of a board has room for: 1024 bytes of four channels. */
const TABLE_ROWS = 255;

/**
 * An experiment whose random order is written out as a machine of this kind draws it: boards draw by the generator of the protocol,
 * the simulation by its own, and only machines that show the same datapoints at the same steps can be held against each other. It
 * begins at a step of the run that is followed.
 *
 * @param steps  how many follow
 */
export function withOrderOf(experiment: Experiment, kind: MachineIdentity['kind'], from: number, steps: number): Experiment {
  const { document, training } = experiment;
  const { schedule, seed } = document;
  if ((schedule.kind !== 'random' && from === 0) || from + steps > LONGEST) return experiment;
  const order = kind === 'board' ? boardOrder() : ownOrder();
  const all = Array.from({ length: from + steps }, (_, step) => order(step));
  return { ...experiment, document: { ...document, schedule: { kind: 'list', order: all.slice(from) } } };

  function ownOrder(): (step: number) => number {
    return (schedules[schedule.kind] as Schedule).create(schedule, training.count, randomStream(seed, 'schedule'));
  }

  function boardOrder(): (step: number) => number {
    const rows = rowOrderOf(schedule, training.count, seed, TABLE_ROWS);
    // What does not fit into the table is written into it piece by piece, in the order of the simulation.
    if (rows.segment !== Infinity) return ownOrder();
    return (step) => rows.datapoints[rows.rowOf(step)];
  }
}

/** What a machine begins with. */
export interface MeasuredStart {
  readonly states: ArrayLike<number>;
  readonly damage: readonly (DamageKind | null)[];
}

/** A recording, read for a comparison, with what a machine needs to do the same. */
export interface ReadRun {
  readonly run: ComparedRun;
  readonly document: ExperimentDocument;
  /** The first state: where a machine that follows begins. */
  readonly first: MeasuredStart & { readonly step: number; readonly time: number };
  readonly events: readonly LockstepEvent[];
}

/** The same experiment, its edges charged and damaged as they were measured. A wiper stands at whole positions only. */
export function startingAt(experiment: Experiment, { states, damage }: MeasuredStart): Experiment {
  const { kind } = experiment.edgeModel;
  const { stateKey } = edgeModels[kind];
  const edges = experiment.edges.map((edge, index): EdgeDocument => {
    const { damage: _, ...whole } = edge;
    const isFixed = edge.conductance !== undefined && kind !== 'resistor';
    const state = stateKey === 'tap' ? Math.round(states[index]) : states[index];
    const charged = isFixed || !Number.isFinite(state) ? whole : { ...whole, [stateKey]: state };
    const found = damage[index] ?? null;
    return found === null ? charged : { ...charged, damage: found };
  });
  return { ...experiment, edges };
}

/** What the machines of a comparison run. */
export interface Program {
  /** With the order of the datapoints written out, from the first step of the recording that is followed. */
  readonly simulated: Experiment;
  /** Boards have their own order. */
  readonly board: Experiment;
  /** As `simulated`, from step 0: what the measurements are of. */
  readonly recorded: Experiment;
  readonly at: readonly number[];
  readonly from: { readonly step: number; readonly time: number };
  readonly events: readonly LockstepEvent[];
}

/** Most measurements of a side: beyond, they are spread evenly. */
const MOST_MOMENTS = 2000;

/**
 * The program of an experiment for two machines.
 *
 * @param steps    `null`: as many as the experiment plans
 * @param isBoard  one of them is a board, which draws the order
 * @throws ProblemError where there is no experiment, or several in a row
 */
export function programOf(document: ExperimentDocument | null, steps: number | null, isBoard: boolean): Program {
  if (document === null) throw noDocument();
  const experiment = compileExperiment(document);
  if (experiment.sequence.length > 0) throw noDocument();
  const count = Math.min(steps ?? document.steps, document.steps);
  const { every } = document.measure;
  const apart = every * Math.max(1, Math.ceil(count / every / MOST_MOMENTS));
  const at = Array.from({ length: Math.max(1, Math.floor(count / apart)) }, (_, index) => Math.min((index + 1) * apart, count));
  const ordered = withOrderOf(experiment, isBoard ? 'board' : 'simulated', 0, count);
  const simulated = isBoard ? imposedAsByBoard(ordered) : ordered;
  return { simulated, board: experiment, recorded: ordered, at, from: { step: 0, time: 0 }, events: [] };
}

/** The program of a recording, from the state in which it was found. @throws ProblemError where it is of several tasks in a row */
export function followed({ run, document, first, events }: ReadRun): Program {
  const experiment = compileExperiment(document);
  if (experiment.sequence.length > 0) throw noDocument();
  const at = run.moments.map(({ step }) => step).filter((step, index, all) => index === 0 || step > all[index - 1]);
  const last = at.at(-1) ?? 0;
  const { kind } = run.machine;
  const begun = startingAt(experiment, first);
  const ordered = withOrderOf(begun, kind, first.step, last - first.step);
  return {
    simulated: kind === 'board' ? imposedAsByBoard(ordered) : ordered,
    board: begun,
    recorded: withOrderOf(experiment, kind, 0, last),
    at,
    from: { step: first.step, time: first.time },
    events,
  };
}

/** The same program from a state that was measured before it began. @throws ProblemError where it could not be read */
export function startedAs(program: Program, start: MeasuredStart): Program {
  if (!Array.from(start.states).every(Number.isFinite)) {
    throw new ProblemError({
      code: 'E-RUN-INVALID',
      what: 'The comparison can’t begin from the measured state',
      why: 'the states of some edges can’t be read on that machine',
      remedy: 'Begin as the experiment says.',
    });
  }
  return { ...program, simulated: startingAt(program.simulated, start), board: startingAt(program.board, start) };
}

function noDocument(): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'There is no program that a machine could run',
    why: 'What is on the bench is a recording or a series of tasks in a row, and neither side is a recording of one task.',
    remedy: 'Put an experiment on the bench, or compare with a recording.',
  });
}

/**
 * The same experiment with what it imposes in the steps of a board's converters. They are the chips' own and known, so that the twin of
 * any board has them; what is measured is not rounded, because boards take means.
 */
function imposedAsByBoard(experiment: Experiment): Experiment {
  const { document, edgeModel } = experiment;
  const profile = Object.values(profiles).find(({ edge }) => edge === edgeModel.kind);
  if (profile === undefined || document.imperfections.some(({ kind }) => kind === 'converters')) return experiment;
  const converters = { kind: 'converters' as const, imposed: profile.fullScale / 256, measured: 0 };
  return { ...experiment, document: { ...document, imperfections: [...document.imperfections, converters] } };
}
