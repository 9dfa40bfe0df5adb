import type { Diagnosis, Hypothesis } from '../../twin/diagnose.ts';
import { isOfDigipots } from '../../twin/digipots/document.ts';
import { FaultMonitor, healthyReference } from '../../twin/faultMonitor.ts';
import { formatJson } from '../formatJson.ts';
import { quantity } from '../quantity.ts';
import { readAnyCalibration, requireFit } from '../recordings/calibrationFile.ts';
import { DEFAULT_NOISE, DEFAULT_STATES, digipotCase, transistorCase } from '../recordings/faultCases.ts';
import { readMeasuredRuns } from '../recordings/measuredRuns.ts';
import { textTable } from '../textTable.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const SHOWN = 5;
const BETWEEN = 100_000;

/** Tells which edge of a board is to blame. */
export const diagnose = defineCommand({
  spec: {
    kind: 'diagnose',
    title: 'Find the faulty edge',
    doc:
      'Holds the last measured states of a recording against the calibrated twin and tells which edge, if any, is cut, shorted, stuck or ' +
      'drifted: the likelihood of every fault of every edge, with its probability and the runners-up. Of digital potentiometers the value of a ' +
      'drift is the logarithm of the factor of its resistance, and a stuck wiper is one that stands though clock edges come.',
    parameters: {},
    arguments: [{ name: 'FILE|ID', doc: 'A recording, the ID of a run, or a file to import.' }],
    options: {
      calibration: { type: 'text', value: 'FILE', doc: 'What `twinbench calibrate --out` wrote.' },
      clamped: { type: 'flag', doc: 'Looks at the clamped network instead of the free one.' },
      states: {
        type: 'integer',
        value: 'N',
        minimum: 1,
        maximum: 100_000,
        doc: `How many of the last states; ${DEFAULT_STATES} otherwise.`,
      },
      noise: {
        type: 'number',
        value: 'V',
        minimum: 1e-9,
        maximum: 1,
        doc: `Standard deviation of a reading about the healthy twin; ${DEFAULT_NOISE} otherwise, or what was calibrated of digital potentiometers.`,
      },
      watch: {
        type: 'integer',
        value: 'N',
        minimum: 10,
        maximum: 1e9,
        doc: `Takes the first N states as healthy and tells when the monitor would have raised the alarm (one false alarm in ${BETWEEN} states).`,
      },
      meta: { type: 'text', value: 'FILE', doc: 'The side file of a file to import.' },
      json: {
        type: 'flag',
        doc: 'Prints {"missed", "certainty", "hypotheses": [{"edge", "kind", "value", "probability", "evidence"}]} and nothing else.',
      },
    },
    examples: [
      'twinbench diagnose run.mcap --calibration board.json',
      'twinbench diagnose run.npz --meta runs.json --calibration board.json --clamped --json',
    ],
  },

  async run({ arguments: names, options }, io): Promise<ExitCode> {
    if (options.calibration === undefined) {
      throw usageProblem(
        'The calibration is missing',
        'twinbench diagnose',
        'no --calibration was given',
        'Make one with `twinbench calibrate … --out board.json`.',
      );
    }
    const calibration = await readAnyCalibration(options.calibration, io);
    const [run] = await readMeasuredRuns(names, options.meta, io);
    requireFit(calibration, options.calibration, run.experiment);
    const { network } = run.experiment;
    const { misses, diagnosis } = isOfDigipots(calibration)
      ? digipotCase(run, calibration, options)
      : transistorCase(run, calibration, options);
    if (options.watch !== undefined && options.json !== true) io.out(watchText(misses(), options.watch));
    const { hypotheses, missed, certainty } = diagnosis();
    if (options.json === true)
      io.out(formatJson({ missed, certainty, hypotheses: hypotheses.map((hypothesis) => plain(hypothesis, network.edgeIds)) }));
    else
      io.out(
        textOf(hypotheses, missed, isOfDigipots(calibration), network.edgeIds) + certaintyText(certainty, hypotheses, network.edgeIds),
      );
    return hypotheses[0].fault === null ? 0 : 1;
  },
});

/** What the running monitor would have said of all states in turn. */
function watchText(costs: readonly number[], healthy: number): string {
  const { scale, count } = healthyReference(costs.slice(0, healthy));
  const monitor = new FaultMonitor(BETWEEN);
  const alarm = costs.slice(healthy).findIndex((cost) => monitor.add(cost / scale, count));
  return alarm < 0
    ? 'The monitor raises no alarm.\n'
    : `The monitor raises the alarm at state ${healthy + alarm + 1} of ${costs.length}.\n`;
}

function plain({ fault, evidence, probability }: Hypothesis, edgeIds: readonly string[]): unknown {
  const base =
    fault === null ? { edge: null, kind: 'healthy', value: null } : { edge: edgeIds[fault.edge], kind: fault.kind, value: fault.value };
  return { ...base, probability, evidence: Number.isFinite(evidence) ? evidence : null };
}

function textOf(hypotheses: readonly Hypothesis[], missed: number, isDigipot: boolean, edgeIds: readonly string[]): string {
  const rows = hypotheses
    .slice(0, SHOWN)
    .map(({ fault, probability }) => [
      fault === null ? 'nothing is wrong' : `${edgeIds[fault.edge]} ${isDigipot ? digipotWordsOf(fault) : wordsOf(fault)}`,
      probability > 0.9995 ? '> 99.9 %' : `${(100 * probability).toFixed(1)} %`,
    ]);
  return `The healthy twin misses ${quantity(missed, 'V', 3)} (root mean square).\n\n${textTable([{ title: 'hypothesis' }, { title: 'probability', align: 'right' }], rows)}\n`;
}

/** Says so where the states can't tell faults apart. */
function certaintyText(certainty: Diagnosis['certainty'], hypotheses: readonly Hypothesis[], edgeIds: readonly string[]): string {
  const [{ fault }] = hypotheses;
  switch (certainty) {
    case 'fault':
      return '';
    case 'edge':
      return `\nIt is ${edgeIds[fault?.edge ?? 0]}; what is wrong with it these states do not tell.\n`;
    case 'none':
      return '\nThese states do not tell the first of these apart. States in which their gates stand higher, or in which other nodes are held, would.\n';
  }
}

function digipotWordsOf(fault: NonNullable<Hypothesis['fault']>): string {
  const { kind, value } = fault;
  if (kind === 'stuck') return `has a wiper that is stuck at ${value}`;
  return kind === 'drift' ? `has ${Math.exp(value).toFixed(2)} times its resistance` : wordsOf(fault);
}

function wordsOf({ kind, value }: NonNullable<Hypothesis['fault']>): string {
  switch (kind) {
    case 'cut':
      return 'is cut';
    case 'short':
      return 'is shorted';
    case 'stuck':
      return `is stuck at ${value.toFixed(2)} V`;
    case 'drift':
      return `has drifted: its threshold by ${quantity(value, 'V', 2)}`;
  }
}
