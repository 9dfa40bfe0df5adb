import { z } from 'zod';
import { compareRequests } from '../compare.ts';
import { consoleAnswerSchema, consoleReadingSchema } from '../console.ts';
import { calibrateRequests } from './calibrateRequests.ts';
import { projectRequests } from './projectRequests.ts';
import { damageScheduleSchema, edgeImportanceSchema } from '../damage.ts';
import { manualSchema } from '../manual.ts';
import { edgeBiasesSchema, machineChoiceSchema, machineListSchema } from '../machines.ts';
import { outputMapSchema } from '../outputMap.ts';
import { pictureSchema } from '../picture.ts';
import { runEntrySchema, runListSchema, runSpanSchema } from '../runs.ts';
import { sweepListSchema, sweepOfferSchema, sweepSchema } from '../sweep.ts';
import { catalogueSchema, damageReportSchema, sessionSchema } from '../session.ts';
import { stopConditionSchema } from '../stop.ts';

const nothing = z.strictObject({});
const begun = z.strictObject({ job: z.int() });
const oneRun = z.strictObject({ run: z.string() });

/**
 * Every call from the screen to the engine: name → parameters and result. This map is the bridge: the compiler checks both
 * ends against it, and both ends validate every message by it at run time.
 */
export const requests = {
  /** The tasks and published experiments on offer, and the version of the engine. */
  'catalogue.get': { parameters: nothing, result: catalogueSchema },
  /** What the card of a task or a published experiment shows. @cost the first time tenths of a second of training, beside the run */
  'catalogue.picture': {
    parameters: z.strictObject({ task: z.string().optional(), experiment: z.string().optional() }),
    result: pictureSchema,
  },
  /** Everything that a document can name, with parameters, units, ranges and sources. */
  'manual.get': { parameters: nothing, result: manualSchema },
  /** The loaded experiment with its whole history; what a new or reconnected screen asks first. */
  'session.get': { parameters: nothing, result: sessionSchema },
  /** The experiment on the bench as a document, with the seed and the parameters in force: what `session.load` takes. */
  'session.document': { parameters: nothing, result: z.strictObject({ document: z.unknown() }) },
  /** The same, with every edge in the state in which the machine has it now: what a twin begins with. */
  'session.measured': { parameters: nothing, result: z.strictObject({ document: z.unknown(), step: z.int() }) },
  /** Loads a task or a published experiment by name, or a document, and starts it. */
  'session.load': {
    parameters: z.strictObject({
      task: z.string().optional(),
      experiment: z.string().optional(),
      document: z.unknown().optional(),
      seed: z.int().min(0).optional(),
      machine: machineChoiceSchema.optional(),
    }),
    result: sessionSchema,
  },
  /** The machines that an experiment can be put on: the simulation, the emulated board, and the boards that are plugged in. */
  'machines.list': { parameters: nothing, result: machineListSchema },
  /** An opening may reset the board with this serial number: nobody is asked again. */
  'machines.allowReset': { parameters: z.strictObject({ serialNumber: z.string().min(1).max(200) }), result: nothing },
  /** The bias of every edge of the board on the bench, or of the twin of one; `null` where no calibration that is applied tells it. */
  'machines.biases': { parameters: nothing, result: z.strictObject({ biases: edgeBiasesSchema.nullable() }) },
  /** What went over the line of the board on the bench, from this number on: a few hundred lines at a time. */
  'console.read': { parameters: z.strictObject({ from: z.int().min(0) }), result: consoleReadingSchema },
  /** Says a line of commands to that board, in its turn among those of the driver. What would change the run behind its back is refused. */
  'console.say': { parameters: z.strictObject({ line: z.string().max(1000) }), result: consoleAnswerSchema },
  /** From the first step again; the same seed unless another is given. Damage of the user is undone, and what was edited is trained from now on. */
  'run.restart': { parameters: z.strictObject({ seed: z.int().min(0).optional() }), result: sessionSchema },
  'run.set': { parameters: z.strictObject({ isRunning: z.boolean() }), result: nothing },
  /** Exactly so many steps, then pause. */
  'run.step': { parameters: z.strictObject({ steps: z.int().min(1).max(1_000_000) }), result: nothing },
  /** Steps per second of wall time; `null`: as fast as it goes. */
  'run.speed': { parameters: z.strictObject({ stepsPerSecond: z.number().gt(0).nullable() }), result: nothing },
  /** The global switch: learning on, or frozen (voltages still follow the inputs). */
  'run.learning': { parameters: z.strictObject({ isLearning: z.boolean() }), result: nothing },
  /** Parameters that may change during a run. */
  'run.parameters': {
    parameters: z.strictObject({
      nudge: z.number().gt(0).lte(1).optional(),
      stepTime: z.number().gt(0).lte(1).optional(),
      /** All conditions on which the run stops from now on, one of each kind at most. */
      stop: z.array(stopConditionSchema).max(20).optional(),
    }),
    result: nothing,
  },
  /** Puts the state of an edge (gate voltage, V; wiper position; conductance, S) to a value, also while it runs. */
  'run.state': { parameters: z.strictObject({ edge: z.string(), state: z.number() }), result: nothing },
  /** Damages edges, or repairs them (`null`). */
  'damage.apply': {
    parameters: z.strictObject({ edges: z.array(z.string()).min(1), damage: z.enum(['cut', 'short', 'stuck']).nullable() }),
    result: damageReportSchema,
  },
  /** Cuts so many intact edges, drawn at random (seeded). */
  'damage.random': { parameters: z.strictObject({ count: z.int().min(1).max(1000) }), result: damageReportSchema },
  /** Cuts the intact edge whose loss raises the error most. */
  'damage.worst': { parameters: nothing, result: damageReportSchema },
  /** Cuts the intact edge whose loss raises the error least. */
  'damage.least': { parameters: nothing, result: damageReportSchema },
  /** Cuts one edge after every so many steps, or no longer (`null`). */
  'damage.schedule': { parameters: z.strictObject({ schedule: damageScheduleSchema.nullable() }), result: nothing },
  /** What the loss of each single edge would do now; the run goes on. @cost one measurement per edge */
  'damage.importance': { parameters: nothing, result: edgeImportanceSchema },
  /** Ends what measures the loss of every edge now: an importance is answered as far as it is, a cut is not made. */
  'damage.rankCancel': { parameters: nothing, result: nothing },
  /** Begins to measure how the error grows with the edges lost, on a copy; the event `damageCurve` tells of it. */
  'damage.curve': {
    parameters: z.strictObject({ draws: z.int().min(1).max(200), relearnSteps: z.int().min(0).max(1_000_000) }),
    result: nothing,
  },
  'damage.curveCancel': { parameters: nothing, result: nothing },
  'damage.undo': { parameters: nothing, result: damageReportSchema },
  'damage.redo': { parameters: nothing, result: damageReportSchema },
  /** The output over its variable inputs, now or at most half a second ago; the run goes on. */
  'analysis.outputMap': { parameters: nothing, result: outputMapSchema },
  /** A line on every plot; with a text a note. Recorded where the run is recorded. */
  'run.mark': { parameters: z.strictObject({ text: z.string().max(10_000) }), result: nothing },
  /** Records the run from now on. */
  'record.start': { parameters: z.strictObject({ name: z.string().max(200) }), result: nothing },
  'record.stop': { parameters: nothing, result: nothing },
  /** Goes to a step of the recording on the bench. */
  'replay.seek': { parameters: z.strictObject({ step: z.number() }), result: nothing },
  /** So many measurements forwards or backwards. */
  'replay.skip': { parameters: z.strictObject({ measurements: z.int() }), result: nothing },
  'runs.list': { parameters: nothing, result: runListSchema },
  'runs.rename': { parameters: oneRun.extend({ name: z.string().max(200) }), result: runEntrySchema },
  'runs.note': { parameters: oneRun.extend({ text: z.string().min(1).max(10_000) }), result: runEntrySchema },
  /** Adds a tag, or takes it away where the run has it. */
  'runs.tag': { parameters: oneRun.extend({ tag: z.string().min(1).max(60) }), result: runEntrySchema },
  /** Moves a run to the trash of the system. `undo` brings it back; "" where only the system itself can. */
  'runs.delete': { parameters: oneRun, result: z.strictObject({ where: z.string(), undo: z.string() }) },
  'runs.restore': { parameters: z.strictObject({ undo: z.string() }), result: nothing },
  /** Shows the file in the file manager; where there is none, the path says where it is. */
  'runs.reveal': { parameters: oneRun, result: z.strictObject({ path: z.string(), isShown: z.boolean() }) },
  /** Puts a recording on the bench: a job, after which the session is another one. */
  'runs.open': { parameters: oneRun, result: begun },
  /** Bytes of each format, about. @cost the first time one pass over the recording */
  'export.estimate': {
    parameters: oneRun.extend({ span: runSpanSchema, hasComma: z.boolean() }),
    result: z.strictObject({ bytes: z.record(z.string(), z.number()) }),
  },
  /** Writes a run for other programs. `job` is `null` where the user did not want a file after all. */
  'export.start': {
    parameters: oneRun.extend({ format: z.string(), span: runSpanSchema, hasComma: z.boolean() }),
    result: z.strictObject({ job: z.int().nullable() }),
  },
  /** A file on its way to the engine, in pieces. */
  'upload.begin': { parameters: z.strictObject({ name: z.string().max(300) }), result: z.strictObject({ upload: z.int() }) },
  'upload.piece': { parameters: z.strictObject({ upload: z.int(), base64: z.base64() }), result: nothing },
  /** Takes an uploaded file in: a recording, measurements, or a dataset for the experiment on the bench. `meta`: its side file. */
  'import.start': { parameters: z.strictObject({ upload: z.int(), meta: z.int().nullable() }), result: begun },
  'job.cancel': { parameters: z.strictObject({ job: z.int() }), result: nothing },
  ...projectRequests,
  ...compareRequests,
  /** The sweeps of this computer, and templates to begin with. */
  'sweeps.list': { parameters: nothing, result: sweepListSchema },
  /** Checks a sweep and says what it will take, from a few steps of it. Nothing is begun. */
  'sweep.plan': {
    parameters: z.strictObject({
      template: z.string().optional(),
      document: z.unknown().optional(),
      repeats: z.int().min(1).max(100_000).optional(),
    }),
    result: sweepOfferSchema,
  },
  /** Starts a sweep that was planned, or goes on with one that was begun. */
  'sweep.start': { parameters: z.strictObject({ id: z.string(), workers: z.int().min(1).max(1024) }), result: sweepSchema },
  'sweep.change': { parameters: z.strictObject({ id: z.string(), action: z.enum(['pause', 'resume', 'cancel']) }), result: nothing },
  'sweep.get': { parameters: z.strictObject({ id: z.string() }), result: sweepSchema },
  /** The table of what there is, for the page to save. */
  'sweep.export': {
    parameters: z.strictObject({ id: z.string(), format: z.enum(['csv', 'parquet']) }),
    result: z.strictObject({ name: z.string(), base64: z.base64() }),
  },
  ...calibrateRequests,
  /** The screen has drawn this frame and is ready for the next. */
  'frame.acknowledge': { parameters: z.strictObject({ sequence: z.int() }), result: nothing },
} as const;

export type RequestName = keyof typeof requests;
export type RequestParameters<N extends RequestName> = z.infer<(typeof requests)[N]['parameters']>;
export type RequestResult<N extends RequestName> = z.infer<(typeof requests)[N]['result']>;
export const requestNames = Object.keys(requests) as RequestName[];

/** One handler per request; a missing or misspelt one does not compile. */
export type RequestHandlers = { [N in RequestName]: (parameters: RequestParameters<N>) => Promise<RequestResult<N>> | RequestResult<N> };
