import { experiments } from '../../experiments/index.ts';
import { sourceText } from '../../../shared/references.ts';
import { chooseMachine, emulationOf, type MachineChoice } from '../../machines/chooseMachine.ts';
import { machineOptions } from '../boards/machineChoice.ts';
import { createMachineRunner, measurable } from '../experiments/machineRunner.ts';
import { runCampaign, type Order, type Outcome } from '../experiments/campaign.ts';
import { createCampaignProgress } from '../experiments/campaignProgress.ts';
import { chooseExperiments } from '../experiments/choose.ts';
import { claimList } from '../experiments/claimList.ts';
import { resultOf, resultTable, type ExperimentResult } from '../experiments/results.ts';
import { createSeedRunner } from '../experiments/seedRunner.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count } from '../quantity.ts';
import { textTable } from '../textTable.ts';
import { duration } from '../training/progress.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const place = 'twinbench experiment';

/** The catalogue of published results: what is in it, one of its figures, and the runs that hold them against the papers. */
export const experiment = defineCommand({
  spec: {
    kind: 'experiment',
    title: 'The results of the papers',
    doc:
      '`list` lists the figures of the papers; `show NAME` says what one of them claims (with --json it prints its document, for `train`); `run ' +
      'NAME` runs it over many seeds on every core and holds the outcome against the published numbers. Exit code 1 where a claim fails. NAME is ' +
      'a figure, a paper, or `all`. With --machine the runs are those of a board: figures that follow from measurements alone can be made on one, ' +
      'and every seed is another emulated board. Ctrl-C stops with the seeds that are done.',
    parameters: {},
    arguments: [
      { name: 'list|show|run', doc: 'What to do.', choices: ['list', 'show', 'run'] },
      { name: 'NAME', doc: 'An experiment (`twinbench experiment list`), a paper, or all.', isOptional: true },
    ],
    options: {
      seeds: {
        type: 'integer',
        value: 'N',
        minimum: 1,
        maximum: 10_000,
        doc: 'Runs the seeds 1 to N, instead of the number that the catalogue gives. Where nothing is random one is run all the same.',
      },
      ...machineOptions,
      quick: { type: 'flag', doc: 'run: only the experiments of the quick subset, with fewer seeds and the same bars.' },
      json: {
        type: 'flag',
        doc:
          'run: prints {"experiment", "seeds", "claims": [{"id", "source", "published", "median", "quartiles", "bar", "holds", ...}]}, or an ' +
          'array of these for more than one experiment; list and show: the same as JSON. Nothing else goes to standard output.',
      },
    },
    examples: [
      'twinbench experiment list',
      'twinbench experiment show digipots2022/iris',
      'twinbench experiment run digipots2022/divider --seeds 50',
      'twinbench experiment run digipots2022/allostery --machine emulated --condition mild --seeds 3',
      'twinbench experiment run all --json > agreement.json',
    ],
  },

  run({ arguments: [action, name], options }, io) {
    if (action === 'list') {
      if (name !== undefined)
        throw usageProblem(
          'There is too much on the command line',
          `${place} list`,
          `"${name}" means nothing here`,
          '`twinbench experiment show NAME` shows one.',
        );
      io.out(options.json === true ? formatJson(listing()) : listText());
      return 0;
    }
    if (name === undefined) {
      throw usageProblem(
        'Something is missing on the command line',
        `${place} ${action}`,
        'no name was given',
        'See `twinbench experiment list`.',
      );
    }
    const names = chooseExperiments(name);
    if (action === 'show') {
      show(names, options.json === true, io);
      return 0;
    }
    const isOnMachine = chooseMachine(options.machine ?? 'simulated').kind.spec.kind !== 'simulated';
    const chosen = isOnMachine ? measurable(names) : names;
    if (chosen.length < names.length)
      io.error(`Left out, for a board does not tell what they need: ${names.filter((each) => !chosen.includes(each)).join(', ')}.\n`);
    const orders = ordersOf(chosen, options.quick === true, options.seeds);
    return runOrders(orders, isOnMachine ? options : null, options.json === true, names.length === 1, io);
  },
});

function listing(): object[] {
  return Object.entries(experiments).map(([name, { spec, claims, seeds, quickSeeds }]) => ({
    name,
    title: spec.title,
    doc: spec.doc,
    source: sourceText(spec.reference),
    seeds,
    quickSeeds,
    claims: claims.map(({ id }) => id),
  }));
}

function listText(): string {
  const rows = Object.entries(experiments).map(([name, { spec, claims, seeds }]) => [
    name,
    spec.title,
    sourceText(spec.reference),
    String(claims.length),
    String(seeds),
  ]);
  const columns = [
    { title: 'name' },
    { title: 'title' },
    { title: 'source' },
    { title: 'claims', align: 'right' },
    { title: 'seeds', align: 'right' },
  ] as const;
  return `${textTable(columns, rows)}\n`;
}

function show(names: readonly string[], isJson: boolean, io: Io): void {
  if (!isJson) return io.out(`${names.map((name) => claimList(name, io.columns)).join('\n\n')}\n`);
  if (names.length > 1)
    throw usageProblem(
      'Only one document can be printed',
      `${place} show --json`,
      `${names.length} experiments were named`,
      'Name one of them.',
    );
  const document = experiments[names[0]].document();
  if (document === null) {
    throw usageProblem(
      `"${names[0]}" has no document`,
      `${place} show --json`,
      'it is an analysis without a training run',
      'Leave --json out to see its claims, or run it.',
    );
  }
  io.out(formatJson(document));
}

/** @throws ProblemError E-USAGE where the quick subset has nothing to run */
function ordersOf(names: readonly string[], isQuick: boolean, wanted: number | undefined): Order[] {
  const orders = names.map((experiment) => {
    const { seeds, quickSeeds } = experiments[experiment];
    const usual = isQuick ? quickSeeds : seeds;
    return { experiment, seeds: usual <= 1 ? usual : (wanted ?? usual) };
  });
  const filled = orders.filter(({ seeds }) => seeds > 0);
  if (filled.length > 0) return filled;
  throw usageProblem(
    'There is nothing to run',
    `${place} run --quick`,
    `one seed of ${names.join(', ')} takes too long for the quick subset`,
    'Leave --quick out.',
  );
}

/** @param choice  of the machine; `null`: the simulation, on every core */
async function runOrders(
  orders: readonly Order[],
  choice: MachineChoice | null,
  isJson: boolean,
  isSingle: boolean,
  io: Io,
): Promise<ExitCode> {
  const runner = choice === null ? createSeedRunner() : createMachineRunner(choice, io);
  const progress = createCampaignProgress(io, 'seeds');
  let isInterrupted = false;
  const stopListening = io.onInterrupt(() => {
    isInterrupted = true;
    void runner.stop();
  });
  const start = io.now();
  let outcomes: Outcome[];
  try {
    outcomes = await runCampaign(
      orders,
      runner,
      io,
      (state) => progress.show(state),
      () => isInterrupted,
    );
  } finally {
    progress.finish();
    stopListening();
    await runner.stop();
  }
  const results = outcomes.filter(({ figures }) => figures.length > 0).map((outcome) => resultOf(outcome, machineText(choice)));
  if (isJson) io.out(`${JSON.stringify(isSingle && results.length === 1 ? results[0] : results)}\n`);
  else if (results.length > 0) io.out(`${results.map(resultTable).join('\n\n')}\n`);
  const seeds = results.reduce((sum, result) => sum + result.seeds, 0);
  const lead = isInterrupted
    ? `Interrupted: ${count(seeds)} of ${count(orders.reduce((sum, order) => sum + order.seeds, 0))} seeds`
    : `${count(seeds)} ${seeds === 1 ? 'seed' : 'seeds'}`;
  io.error(
    `${lead} in ${duration((io.now() - start) / 1000)} on ${runner.lanes === 1 ? '1 core' : `${runner.lanes} cores`}. ${summaryOf(results)}\n`,
  );
  return isInterrupted || results.some(hasFailed) ? 1 : 0;
}

/** "emulated, mild"; "" for the simulation. */
function machineText(choice: MachineChoice | null): string {
  if (choice?.machine === undefined) return '';
  return choice.machine === 'emulated' ? `${choice.machine}, ${emulationOf(choice).condition}` : choice.machine;
}

function hasFailed(result: ExperimentResult): boolean {
  return result.claims.some(({ holds }) => holds === false);
}

function summaryOf(results: readonly ExperimentResult[]): string {
  const claims = results.flatMap(({ experiment: name, claims: rows }) => rows.map(({ id, holds }) => ({ name: `${name} ${id}`, holds })));
  const failed = claims.filter(({ holds }) => holds === false);
  const held = claims.filter(({ holds }) => holds === true).length;
  const reported = claims.length - held - failed.length;
  const parts = [`${held} of ${held + failed.length} claims hold`, ...(reported > 0 ? [`${reported} only reported`] : [])];
  return `${parts.join(', ')}.${failed.length > 0 ? `\nFailed: ${failed.map(({ name }) => name).join(', ')}` : ''}`;
}
