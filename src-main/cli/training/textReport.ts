import type { DataTable, Experiment } from '../../learning/experiment/experiment.ts';
import type { Stopped } from '../../learning/stopping/stopping.ts';
import type { Measurement } from '../../machine/machine.ts';
import { edgeModels } from '../../physics/edges/index.ts';
import { goalText } from '../../host/description.ts';
import { count, quantity } from '../quantity.ts';
import { textTable, type Column } from '../textTable.ts';
import { thinned } from './history.ts';
import { duration } from './progress.ts';
import type { EdgeSnapshot, Snapshot } from './snapshot.ts';
import type { TrainingRun } from './train.ts';

/** Most rows of the error history, and of the tables of outputs. JSON has them all. */
const HISTORY_ROWS = 16;
const OUTPUT_ROWS = 32;

/** A run for people. */
export function textReport(run: TrainingRun): string {
  const { experiment, training, test } = run;
  const sections = [summary(run), historyTable(run), outputTable('Outputs of the training set', experiment, experiment.training, training)];
  if (experiment.test !== null && test !== null) sections.push(outputTable('Outputs of the test set', experiment, experiment.test, test));
  sections.push(edgeTable(run));
  return `${sections.join('\n\n')}\n`;
}

function summary(run: TrainingRun): string {
  const { document } = run.experiment;
  const rate = run.wallTime > 0 ? ` (${count(run.steps / run.wallTime)} steps/s)` : '';
  const lines = [
    `${document.title}, seed ${document.seed}`,
    run.isInterrupted
      ? `  Interrupted after ${count(run.steps)} of ${count(document.steps)} steps: this is what there is.`
      : `  ${count(run.steps)}${run.stopped === null ? '' : ` of ${count(document.steps)}`} steps`,
    ...(run.stopped === null ? [] : [`  ${stopText(run.stopped)}`]),
    `  Learning time ${quantity(run.final.time, 's')} (${placeOf(run)}), wall time ${duration(run.wallTime)}${rate}`,
    `  Error ${quantity(run.last.error, 'V²')}${run.last.accuracy === null ? '' : `, ${percent(run.last.accuracy)} right`} (${measuredSet(run)})`,
  ];
  if (document.goal !== undefined) {
    lines.push(`  Goal: ${goalText(document.goal).replaceAll('\u00a0', ' ')}: ${run.isReached === true ? 'reached' : 'not reached'}`);
  }
  return lines.join('\n');
}

/** Where a run stopped, and on what: "Stopped: error below 1×10⁻⁵ V² at step 12 300, 1.23 s". */
export function stopText({ step, time, words }: Stopped): string {
  return `Stopped: ${words.replaceAll(/[\u00a0\u202f]/g, ' ')} at step ${count(step)}, ${quantity(time, 's', 4)}`;
}

/** Where that time has passed. */
function placeOf({ machine }: TrainingRun): string {
  return machine.kind === 'simulated' ? 'simulated' : `on ${machine.title}`;
}

function measuredSet({ experiment }: TrainingRun): string {
  return { training: 'training set', test: 'test set', present: 'the datapoint shown last' }[experiment.document.measure.of];
}

function historyTable({ history }: TrainingRun): string {
  const points = thinned(history.points, HISTORY_ROWS);
  // Of several tasks in a row some may have classes.
  const hasClasses = points.some(({ accuracy }) => accuracy !== null);
  const columns = [...right('step', 'learning time', 'error'), ...(hasClasses ? right('right') : [])];
  const rows = points.map(({ step, time, error, accuracy }) => {
    const cells = [count(step), quantity(time, 's', 4), quantity(error, 'V²')];
    return hasClasses ? [...cells, accuracy === null ? '' : percent(accuracy)] : cells;
  });
  const omitted = history.points.length - points.length;
  return `Error history${omitted > 0 ? ` (${points.length} of ${count(history.points.length)} measurements)` : ''}\n${textTable(columns, rows, '  ')}`;
}

function outputTable(
  title: string,
  { document, classNames }: Experiment,
  table: DataTable,
  { outputs, labels, error, accuracy }: Measurement,
): string {
  const { inputs, outputs: roles } = document.roles;
  const shown = Math.min(table.count, OUTPUT_ROWS);
  const hasClasses = table.classes.length > 0;
  const columns = [
    ...right('#', ...inputs.map(({ name }) => name), ...roles.flatMap(({ name }) => [name, 'label'])),
    ...(hasClasses ? [{ title: 'class' }] : []),
  ];
  const rows = Array.from({ length: shown }, (_, datapoint) => [
    String(datapoint),
    ...inputs.map((_role, input) => quantity(table.inputs[datapoint * inputs.length + input], 'V', 4)),
    ...roles.flatMap((_role, output) => [outputs, labels].map((values) => quantity(values[datapoint * roles.length + output], 'V', 4))),
    ...(hasClasses ? [classNames[table.classes[datapoint]]] : []),
  ]);
  const right100 = accuracy === null ? '' : `, ${percent(accuracy)} of ${table.count} right`;
  const more = table.count > shown ? `\n  … and ${table.count - shown} more (--json has them all)` : '';
  return `${title} (error ${quantity(error, 'V²')}${right100})\n${textTable(columns, rows, '  ')}${more}`;
}

/** The states of all edges: at the start, after the steps of --at, at the end. */
function edgeTable({ experiment, initial, at, final }: TrainingRun): string {
  const { network, edgeModel } = experiment;
  const { stateKey, stateTitle, stateUnit } = edgeModels[edgeModel.kind];
  const between = at.filter(({ step }) => step !== initial.step && step !== final.step);
  const stateOf = (snapshot: Snapshot, id: string): string => {
    const state = snapshot.edges[id][stateKey];
    return state === undefined ? 'fixed' : quantity(state, stateUnit);
  };
  const columns = [
    { title: 'edge' },
    { title: 'from → to' },
    ...right('start', ...between.map(({ step }) => `step ${count(step)}`), 'end', 'conductance'),
    { title: '' },
  ];
  const rows = network.edgeIds.map((id, edge) => {
    const last: EdgeSnapshot = final.edges[id];
    const ends = `${network.nodeIds[network.from[edge]]} → ${network.nodeIds[network.to[edge]]}`;
    const states = [initial, ...between, final].map((snapshot) => stateOf(snapshot, id));
    return [id, ends, ...states, quantity(last.conductance, 'S'), last.damage ?? ''];
  });
  return `Edges (${stateTitle.toLowerCase()}; conductance in the free network under the datapoint shown last)\n${textTable(columns, rows, '  ')}`;
}

function right(...titles: string[]): Column[] {
  return titles.map((title) => ({ title, align: 'right' }));
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
