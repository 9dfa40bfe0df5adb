import { certaintyText, confidenceText, faultText } from '../../../shared/faults.ts';
import type { Diagnosis as ToldDiagnosis } from '../../../shared/twin.ts';
import { toldFault, type Diagnosis, type Hypothesis } from '../../twin/diagnose.ts';
import { isOfDigipots } from '../../twin/digipots/document.ts';
import { FaultMonitor, healthyReference } from '../../twin/faultMonitor.ts';
import { formatJson } from '../formatJson.ts';
import { plainSpaced, quantity } from '../quantity.ts';
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
    const found = diagnosis();
    const { hypotheses, missed, certainty } = found;
    if (options.json === true)
      io.out(formatJson({ missed, certainty, hypotheses: hypotheses.map((hypothesis) => plain(hypothesis, network.edgeIds)) }));
    else io.out(textOf(found, isOfDigipots(calibration) ? 'digipot' : 'transistor', network.edgeIds));
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

function plain(hypothesis: Hypothesis, edgeIds: readonly string[]): unknown {
  return { ...toldFault(hypothesis, edgeIds), evidence: Number.isFinite(hypothesis.evidence) ? hypothesis.evidence : null };
}

function textOf(diagnosis: Diagnosis, edges: ToldDiagnosis['edges'], edgeIds: readonly string[]): string {
  const faults = diagnosis.hypotheses.slice(0, SHOWN).map((hypothesis) => toldFault(hypothesis, edgeIds));
  const rows = faults.map((fault) => [plainSpaced(faultText(fault, edges)), confidenceText(fault.probability)]);
  const table = textTable([{ title: 'hypothesis' }, { title: 'probability', align: 'right' }], rows);
  const uncertain = certaintyText({ faults, certainty: diagnosis.certainty, edges });
  const missed = `The healthy twin misses ${quantity(diagnosis.missed, 'V', 3)} (root mean square).`;
  return `${missed}\n\n${table}\n${uncertain === '' ? '' : `\n${uncertain}\n`}`;
}
