import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import type { RecordedEvent, Recording } from '../../../../src-main/machine/recorded.ts';
import type { ExportedFile } from '../../../../src-main/recording/exporters/exporter.ts';
import type { NewEvent } from '../../../../src-main/recording/writer.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { header } from '../header.ts';

/** A recording that was never written. */
export function recordingOf(events: readonly RecordedEvent[], document: ExperimentDocument = tasks.divider.build()): Recording {
  return {
    header: { ...header, document },
    size: 0,
    async *events({ from = -Infinity, to = Infinity } = {}) {
      for (const event of events) if (event.step >= from && event.step <= to) yield event;
    },
    survey: () => Promise.reject(new Error('exporters count for themselves')),
    close: async () => {},
  };
}

/** Events that fit an experiment, with every number that a float can hold. */
export function eventsFor(document: ExperimentDocument): fc.Arbitrary<RecordedEvent[]> {
  const { network, training, test, outputs } = compileExperiment(document);
  const width = outputs.plus.length;
  const widths = { training: training.count * width, test: (test ?? training).count * width, present: width };
  const float = fc.double();
  const floats = (length: number): fc.Arbitrary<Float64Array> =>
    fc.array(float, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
  // No clock tells −0; a table of text has no such number either.
  const hostTime = fc.double({ noNaN: true, noDefaultInfinity: true }).map((seconds) => seconds + 0);
  const when = { hostTime, time: fc.double({ min: 0, max: 1e3, noNaN: true }) };
  const damage = fc.constantFrom('cut', 'short', 'stuck', null);
  // The formats take any text; a NUL ends a string in most of them.
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));
  const measurement = fc.constantFrom('training' as const, 'test' as const, 'present' as const).chain((set) =>
    fc.record({
      kind: fc.constant('measurement' as const),
      set: fc.constant(set),
      ...when,
      error: float,
      accuracy: fc.option(fc.double({ noNaN: true })),
      outputs: floats(widths[set]),
      labels: floats(widths[set]),
    }),
  );
  const state = fc.record({
    kind: fc.constant('state' as const),
    ...when,
    set: fc.constantFrom('training' as const, 'test' as const),
    isLearning: fc.boolean(),
    datapoint: fc.integer({ min: -1, max: 100 }),
    freeVoltages: floats(network.nodeCount),
    clampedVoltages: floats(network.nodeCount),
    states: floats(network.edgeCount),
    conductances: floats(network.edgeCount),
    damage: fc.array(damage, { minLength: network.edgeCount, maxLength: network.edgeCount }),
  });
  const remark = fc.oneof(
    fc.record({ kind: fc.constant('note' as const), ...when, text }),
    fc.record({ kind: fc.constant('damage' as const), ...when, edges: fc.array(fc.nat(3)), damage }),
  );
  const event = fc.oneof({ weight: 3, arbitrary: measurement }, { weight: 3, arbitrary: state }, { weight: 1, arbitrary: remark });
  return fc
    .array(event, { maxLength: 12 })
    .map((events) =>
      events.map((item, index): RecordedEvent => ({ ...(item as NewEvent & typeof item), step: 10 * index, sequence: index })),
    );
}

export async function bytesOf(file: ExportedFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.bytes()) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

/** Debian's Python, whatever other one comes first on the path. */
const PYTHON = '/usr/bin/python3';

/** Whether Debian's Python has these modules; says loudly where not. */
export function hasPython(...modules: string[]): boolean {
  try {
    execFileSync(PYTHON, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`\n*** ${modules.join(', ')} of ${PYTHON} NOT installed: exports were NOT read back (npm run tools) ***\n`);
    return false;
  }
}

/** What readBack.py finds of an array. */
export interface Found {
  readonly shape: readonly number[];
  readonly unit: string;
  readonly axes: readonly string[];
  readonly bytes?: string;
  readonly texts?: readonly unknown[];
}

/** Reads files with numpy, h5py, scipy or csv, all in one process. */
export function readBack(paths: readonly string[]): Record<string, Record<string, Found>> {
  const script = join(import.meta.dirname, 'readBack.py');
  const answer = execFileSync(PYTHON, [script, ...paths], { encoding: 'utf8', maxBuffer: 1 << 29 });
  return JSON.parse(answer) as Record<string, Record<string, Found>>;
}
