import { compileExperiment } from '../../learning/experiment/compile.ts';
import type { NewEvent } from '../writer.ts';
import { eventsOf, type BoardState } from './boardEvents.ts';
import { defineImporter, stemOf } from './importer.ts';
import { classesOf, datapointsOf, laboratoryExperiment } from './laboratoryExperiment.ts';
import { isLaboratory, readLaboratoryRun, type LaboratoryRun } from './laboratoryRun.ts';

/** Runs of a laboratory's transistor lattice, as NumPy arrays. The layout is in LABORATORY.md. */
export const laboratoryNpz = defineImporter({
  spec: {
    kind: 'laboratoryNpz',
    title: 'Laboratory NPZ',
    doc:
      'A run measured on a periodic transistor lattice: gates, voltages of both networks and datasets as NumPy arrays. The side file tells the ' +
      'source and target nodes, whether the output is differential, the learning time of a step, the repeats and the update mode.',
    parameters: {},
  },
  suits: ({ bytes, path }) => path.endsWith('.npz') && isLaboratory(bytes, path),

  read(source) {
    const run = readLaboratoryRun(source);
    const title = stemOf(source.path);
    const document = laboratoryExperiment(run, title, source.path);
    const experiment = compileExperiment(document);
    const createdAt = dateIn(title);
    const datapoints = datapointsOf(run);
    const columns = columnsOf(run);
    const eta = run.array('eta').values;
    const hasTestLabels = classesOf(run).length === 0;
    const events: NewEvent[] = [];
    for (let at = 0; at < run.measurements; at++) {
      const step = columns.step[at];
      const when = { step, time: columns.time[at], hostTime: (createdAt ?? 0) + columns.time[at] };
      if (at === 0) events.push({ kind: 'log', ...when, level: 'info', text: REMARK });
      if (at === 0 || eta[at] !== eta[at - 1]) events.push({ kind: 'parameter', ...when, name: 'nudge', value: eta[at] });
      const moment = { states: gatesAt(run, at), training: trainingAt(run, at, datapoints[at]), test: testAt(run, at), hasTestLabels };
      events.push(...eventsOf(experiment, { ...when, ...moment }));
    }
    const machine = { kind: 'board', title: `Transistor lattice, ${run.rows} × ${run.columns}` } as const;
    return {
      kind: 'run',
      title,
      createdAt,
      header: { origin: source.path, machine, capabilities: ['readFree', 'readClamped', 'readStates'], document },
      events,
    };
  },
});

const REMARK =
  'Imported. Gates and node voltages were measured; outputs are differences of them. Conductances were not measured: they are those of the ' +
  'square law at the measured gates and voltages.';

function columnsOf({ array }: LaboratoryRun): { step: Float64Array; time: Float64Array } {
  return { step: array('trainStep').values, time: array('learnTime').values };
}

/** Gate voltage of every edge of our lattice: first the edges to the right, then those down. V */
function gatesAt({ rows, columns, measurements, array }: LaboratoryRun, at: number): Float64Array {
  const [right, down] = [array('gateHorizontal').values, array('gateVertical').values];
  const count = rows * columns;
  return Float64Array.from({ length: 2 * count }, (_, edge) => (edge < count ? right : down)[(edge % count) * measurements + at]);
}

function trainingAt({ rows, columns, measurements, array }: LaboratoryRun, at: number, datapoint: number): BoardState {
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: rows * columns }, (_, node) => values[node * measurements + at]);
  return { datapoint, freeVoltages: pick(array('trainFree').values), clampedVoltages: pick(array('trainClamped').values) };
}

function testAt({ rows, columns, measurements, arrays, array }: LaboratoryRun, at: number): BoardState[] {
  if (!arrays.has('testSet')) return [];
  const count = array('testSet').shape[1];
  const pick = (values: Float64Array, datapoint: number): Float64Array =>
    Float64Array.from({ length: rows * columns }, (_, node) => values[(node * measurements + at) * count + datapoint]);
  const [free, clamped] = [array('testFree').values, array('testClamped').values];
  return Array.from({ length: count }, (_, datapoint) => ({
    datapoint,
    freeVoltages: pick(free, datapoint),
    clampedVoltages: pick(clamped, datapoint),
  }));
}

/** The date at the end of a file's name, YY-MM-DD-hh-mm-ss, taken as UTC; s since 1970, `null` where there is none. */
function dateIn(title: string): number | null {
  const found = /(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/.exec(title);
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
  return Date.UTC(2000 + year, month - 1, day, hour, minute, second) / 1000;
}
