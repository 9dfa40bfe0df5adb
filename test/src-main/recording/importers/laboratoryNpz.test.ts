import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createIdealTwin } from '../../../../src-main/analysis/idealTwin.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { createReplayMachine } from '../../../../src-main/machine/replay.ts';
import { median } from '../../../../src-main/math/statistics.ts';
import type { ImportedRun } from '../../../../src-main/recording/importers/importer.ts';
import { importFile } from '../../../../src-main/recording/importers/index.ts';
import { openRecording } from '../../../../src-main/recording/reader.ts';
import { replaySourceOf } from '../../../../src-main/recording/replaySource.ts';
import { RecordingWriter } from '../../../../src-main/recording/writer.ts';
import { header } from '../header.ts';
import { MemoryFiles, TestClock } from '../memoryFiles.ts';
import { gateOf, laboratorySample, THRESHOLD, type LaboratorySample } from './laboratory.ts';

function imported({ bytes, meta }: LaboratorySample): ImportedRun {
  const run = importFile({ path: 'run_25-02-04-11-53-51.npz', bytes: bytes(), meta: [{ name: 'another' }, meta], metaPath: 'runs.json' });
  if (run.kind !== 'run') throw new Error('a run was expected');
  return run;
}

/** Writes the run and opens it as a machine. */
async function replayed({ header: about, events }: ImportedRun) {
  const files = new MemoryFiles();
  const writer = await RecordingWriter.create({ files, clock: new TestClock(), path: '/a.mcap', header: { ...header, ...about } });
  for (const event of events) writer.append(event);
  await writer.close('complete');
  return createReplayMachine(await replaySourceOf(await openRecording('/a.mcap', files)));
}

describe('laboratoryNpz', () => {
  const run = imported(laboratorySample());

  test('becomes an experiment with the roles, the dataset and the schedule of the laboratory', () => {
    const { document } = run.header;
    expect(document.generate?.topology).toEqual({ kind: 'periodicSquare', rows: 3, columns: 4 });
    expect(document.roles).toEqual({
      inputs: [{ name: 'V1', node: 'n0' }],
      supplies: [
        { name: 'V+', node: 'n5', voltage: 0.4 },
        { name: 'V−', node: 'n10', voltage: 0.02 },
      ],
      outputs: [{ name: 'O', plus: 'n8', minus: 'n3' }],
    });
    expect(document.dataset).toMatchObject({ kind: 'table', inputs: [[0.1], [0.3]], test: { inputs: [[0.05], [0.2], [0.4]] } });
    expect(document.schedule).toEqual({ kind: 'cyclic', hold: 10 });
    expect(document.clamping).toEqual({ kind: 'differential', nudge: 0.5 });
    expect([document.stepTime, document.steps]).toEqual([1e-4, 41]);
    expect(run.createdAt).toBe(Date.UTC(2025, 1, 4, 11, 53, 51) / 1000);
  });

  test('has every gate at its edge and every voltage at its node: the law it was made with holds', () => {
    const experiment = compileExperiment(run.header.document);
    const states = run.events.filter((event) => event.kind === 'state');
    expect(states).toHaveLength(5 * (1 + 3));
    // The gates of all edges differ: any two of them exchanged would be off by millivolts.
    const twin = createIdealTwin(experiment, THRESHOLD);
    for (const state of states) expect(twin.error(state)).toBeLessThan(1e-9);
    expect(createIdealTwin(experiment, null).error(states[0])).toBeGreaterThan(1e-4);
    expect(states.filter(({ set }) => set === 'training').map(({ datapoint }) => datapoint)).toEqual([0, 1, 0, 1, 0]);
  });

  test('is put in order where its measurements stand in another one', () => {
    const sample = laboratorySample();
    const order = [3, 0, 4, 2, 1];
    for (const [name, { values, shape }] of Object.entries(sample.arrays)) {
      const axis = shape.indexOf(order.length, name.startsWith('t') && shape.length === 2 ? 2 : 0);
      if (axis < 0) continue;
      const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
      const mixed = values.map((_, index) => {
        const at = Math.floor(index / inner) % order.length;
        return values[index + (order[at] - at) * inner];
      });
      values.set(mixed);
    }
    expect(Array.from(sample.arrays.trainStep.values)).toEqual([31, 1, 41, 21, 11]);
    expect(imported(sample).events).toEqual(run.events);
  });

  test('without the voltages of a test set it is a run without a test', () => {
    const sample = laboratorySample();
    delete (sample.arrays as Record<string, unknown>).testFree;
    const { header: about, events } = imported(sample);
    expect(about.document.dataset).not.toHaveProperty('test');
    expect(events.filter((event) => event.kind === 'state')).toHaveLength(5);
  });

  test('tells when the nudge changed', () => {
    const changes = run.events.filter((event) => event.kind === 'parameter');
    expect(changes.map(({ step, value }) => [step, value])).toEqual([
      [1, 0.25],
      [21, 0.5],
    ]);
  });

  test('replays like any other recording', async () => {
    const machine = await replayed(run);
    expect(machine.timeline.steps).toEqual([1, 11, 21, 31, 41]);
    await machine.seek(31);
    const state = await machine.read();
    expect(state.states[0]).toBe(gateOf(false, 0, 0, 3));
    expect(state.states[12]).toBe(gateOf(true, 0, 0, 3));
    const { outputs, labels } = await machine.measure('present');
    expect(outputs[0]).toBe(state.freeVoltages[8] - state.freeVoltages[3]);
    expect(labels[0]).toBeCloseTo(0.02, 12);
    expect((await machine.measure('test')).outputs).toHaveLength(3);
    expect(machine.network.nodeCount).toBe(12);
  });

  test('of classes takes the labels from the clamped outputs', () => {
    const sample = laboratorySample();
    const { trainFree, trainClamped } = sample.arrays;
    sample.arrays.trainClass = { values: Float64Array.of(0, 1), shape: [2] };
    const output = (values: Float64Array, moment: number): number => values[8 * 5 + moment] - values[3 * 5 + moment];
    // O^C = O + η·(L − O) with L = ∓0.06 V, on the second target.
    for (let moment = 0; moment < 5; moment++) {
      const label = moment % 2 === 0 ? -0.06 : 0.06;
      trainClamped.values[8 * 5 + moment] += (moment < 2 ? 0.25 : 0.5) * (label - output(trainFree.values, moment));
    }
    const { labels } = imported({ ...sample, meta: { ...sample.meta, updateMode: 3 } }).header.document.dataset as { labels: number[][] };
    expect(labels[0][0]).toBeCloseTo(-0.06, 9);
    expect(labels[1][0]).toBeCloseTo(0.06, 9);
  });

  test.each<[string, (sample: LaboratorySample) => LaboratorySample, RegExp]>([
    ['an array is missing', (sample) => (delete sample.arrays.eta, sample), /no array "eta"/],
    [
      'an array has another shape',
      (sample) => ((sample.arrays.trainStep = { values: new Float64Array(4), shape: [4] }), sample),
      /\[4\], not \[5\]/,
    ],
    ['a source is no node', (sample) => ({ ...sample, meta: { ...sample.meta, sources: [0, 5, 12] } }), /no node 12/],
    ['a time is none', (sample) => ((sample.arrays.learnTime.values[2] = NaN), sample), /it is NaN/],
    ['a step is none', (sample) => ((sample.arrays.trainStep.values[2] = 0.5), sample), /it is 0.5/],
    ['a difference has one target', (sample) => ({ ...sample, meta: { ...sample.meta, targets: [3] } }), /second of two targets/],
    ['the side file has no such run', (sample) => ({ ...sample, meta: { ...sample.meta, name: 'x' } }), /no entry with the name/],
  ])('is refused where %s', (_, change, why) => {
    const sample = change(laboratorySample());
    expect(() => imported(sample)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ code: 'E-IMPORT', why: expect.stringMatching(why) as string }) as object,
      }) as Error,
    );
  });
});

const folder = join(import.meta.dirname, '../../../../../shared/hardware');
const isThere = existsSync(folder);
if (!isThere) console.warn(`\n*** ${folder} is NOT there: the measured runs of the real board were NOT imported ***\n`);

describe.skipIf(!isThere)('the measured runs', () => {
  const meta = isThere ? (JSON.parse(readFileSync(join(folder, 'runs.json'), 'utf8')) as { file: string; measurements: number }[]) : [];

  test('import and replay, and the ideal twin is a few millivolts away', async () => {
    expect(meta).toHaveLength(16);
    const all: number[] = [];
    for (const { file, measurements } of meta) {
      const path = join(folder, file);
      const run = importFile({ path, bytes: readFileSync(path), meta, metaPath: 'runs.json' });
      if (run.kind !== 'run') throw new Error('a run was expected');
      const twin = createIdealTwin(compileExperiment(run.header.document), 0.62);
      const errors = run.events.flatMap((event) => (event.kind === 'state' ? [twin.error(event)] : []));
      console.log(`${file}: ideal twin ${(1e3 * median(errors)).toFixed(2)} mV from ${errors.length} measured states (median)`);
      for (const error of errors) all.push(error);
      const machine = await replayed(run);
      expect(machine.timeline.steps).toHaveLength(measurements);
      await machine.seek(Infinity);
      const state = await machine.read();
      expect([state.freeVoltages, state.clampedVoltages, state.states].every((values) => values.every(Number.isFinite))).toBe(true);
    }
    // An ideal edge of 0.62 V, nothing fitted, is said to be 3 to 4 mV off (median over states).
    expect(median(all)).toBeGreaterThan(2.5e-3);
    expect(median(all)).toBeLessThan(4.5e-3);
  });
});
