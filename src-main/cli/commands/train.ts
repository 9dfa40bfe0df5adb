import { parseConfigs } from '../../../shared/configText.ts';
import type { StopConfig } from '../../learning/experiment/document.ts';
import { stopConditions } from '../../learning/stopping/index.ts';
import { machineOptions, openMachine } from '../boards/machineChoice.ts';
import { compileAt, placeOf, readExperiment } from '../documents.ts';
import { count } from '../quantity.ts';
import { jsonReport } from '../training/jsonReport.ts';
import { duration } from '../training/progress.ts';
import { textReport } from '../training/textReport.ts';
import { train as runTraining } from '../training/train.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand } from './command.ts';

/** Trains a network and reports what became of it. */
export const train = defineCommand({
  spec: {
    kind: 'train',
    title: 'Train a network',
    doc:
      'Trains the network of an experiment and reports the error history, the outputs of every datapoint against their labels, the state of ' +
      'every edge, learning time and wall time, and whether the goal was reached. A stop condition that holds ends the run before its planned steps. Ctrl-C stops with what there is, which is reported all the ' +
      'same (exit code 1); a second Ctrl-C ends at once.',
    parameters: {},
    arguments: [
      {
        name: 'FILE|NAME',
        doc: 'A twinbench.experiment document, a project (NAME.twinbench), - for standard input, or the name of a task (`twinbench task list`). A file that is called like a task is given as ./NAME.',
      },
    ],
    options: {
      seed: {
        type: 'integer',
        value: 'N',
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        doc: 'Seed of everything that is drawn at random, instead of the one of the document.',
      },
      steps: {
        type: 'integer',
        value: 'N',
        minimum: 1,
        maximum: 1e12,
        doc: 'Training steps of the run, instead of those of the document.',
      },
      stop: {
        type: 'text',
        value: 'KIND:NAME=VALUE,…',
        doc: 'Conditions checked at every measurement, the first to hold stops the run, instead of those of the document; none: to the end. `twinbench describe stop` lists them.',
      },
      at: {
        type: 'integers',
        value: '1,10,100',
        minimum: 0,
        maximum: 1e12,
        doc: 'Adds the full state after so many steps: the states of the edges (gate, tap or conductance), and the voltages of both networks solved again with them under the datapoint of that step. 0 is the state before the first.',
      },
      ...machineOptions,
      json: {
        type: 'flag',
        doc: 'Prints one JSON object and nothing else on standard output: the same bytes for the same document and seed. Wall time therefore goes to standard error.',
      },
    },
    examples: [
      'twinbench train xor',
      'twinbench train iris --seed 7 --json > run.json',
      'twinbench train xor --machine emulated --steps 20000',
      'twinbench train experiment.json --steps 1000 --at 1,10,100,1000',
      'twinbench train xor --stop error:below=1e-5,plateau:fall=1:over=2',
    ],
  },

  async run({ arguments: [name], options }, io) {
    const document = await readExperiment(name, io, 'train');
    const steps = options.steps ?? document.steps;
    const at = [...new Set(options.at ?? [])].sort((a, b) => a - b);
    const beyond = at.find((step) => step > steps);
    if (beyond !== undefined) {
      throw usageProblem(
        `There is no state after step ${beyond}`,
        `--at ${(options.at ?? []).join(',')}`,
        `the run has ${steps} steps`,
        `Give steps from 0 to ${steps}, or a longer run with --steps.`,
      );
    }
    const stop = options.stop === undefined ? document.stop : parseStop(options.stop);
    const experiment = compileAt({ ...document, steps, stop, seed: options.seed ?? document.seed }, placeOf(name));
    const machine = await openMachine(experiment, options, io);
    const run = await runTraining(machine, at, io).finally(() => machine.close?.());
    if (options.json === true) {
      io.out(`${JSON.stringify(jsonReport(run))}\n`);
      io.error(
        `${run.isInterrupted ? 'Interrupted after' : 'Done:'} ${count(run.steps)} steps in ${duration(run.wallTime)} of wall time\n`,
      );
    } else io.out(textReport(run));
    return run.isInterrupted || run.isReached === false ? 1 : 0;
  },
});

/** @throws ProblemError E-USAGE naming the condition that is not right */
function parseStop(text: string): StopConfig[] {
  if (text === 'none') return [];
  const stop = parseConfigs(text, stopConditions, 'stop condition', '--stop') as StopConfig[];
  const twice = stop.find(({ kind }, index) => stop.some((other, before) => before < index && other.kind === kind));
  if (twice === undefined) return stop;
  throw usageProblem('This is said twice', `--stop ${text}`, `"${twice.kind}" stands there twice`, 'Give one condition of each kind.');
}
