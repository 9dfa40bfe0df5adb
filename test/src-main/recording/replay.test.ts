import { describe, expect, test } from 'vitest';
import { compileExperiment } from '../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import type { Measurement } from '../../../src-main/machine/machine.ts';
import { createReplayMachine } from '../../../src-main/machine/replay.ts';
import { createSimulatedMachine } from '../../../src-main/machine/simulated.ts';
import { openRecording } from '../../../src-main/recording/reader.ts';
import { recordMachine } from '../../../src-main/recording/recordMachine.ts';
import { replaySourceOf } from '../../../src-main/recording/replaySource.ts';
import { RecordingWriter } from '../../../src-main/recording/writer.ts';
import { header as anyHeader } from './header.ts';
import { MemoryFiles, TestClock } from './memoryFiles.ts';

const path = '/runs/a.mcap';
const built = tasks.xor.build();
const document = {
  ...built,
  steps: 400,
  measure: { ...built.measure, every: 50 },
  damage: [{ step: 120, edges: ['e3'], damage: 'cut' as const }],
};
const experiment = compileExperiment(document);

/** The same 400 steps, with a second cut, a note and another nudge on the way; recorded or not. */
async function run(files: MemoryFiles | null) {
  const measured: Measurement[] = [];
  const inner = createSimulatedMachine(experiment);
  if (files === null) {
    inner.onMeasurement((measurement) => measured.push(measurement));
    inner.advance(200);
    inner.damage([7], 'stuck');
    inner.setStates([3], [2.5]);
    inner.setNudge(0.5);
    inner.advance(200);
    return { measured, state: inner.read() };
  }
  const clock = new TestClock();
  const header = { ...anyHeader, document, capabilities: [...inner.capabilities] };
  const writer = await RecordingWriter.create({ files, clock, path, header });
  const machine = recordMachine(inner, experiment);
  machine.onMeasurement((measurement) => measured.push(measurement));
  await machine.begin(writer);
  for (let slice = 0; slice < 4; slice++) {
    await machine.advance(50);
    clock.pass(0.3);
  }
  await machine.damage([7], 'stuck');
  await machine.setStates?.([3], [2.5]);
  await machine.setNudge(0.5);
  await machine.note('the fan was on');
  await machine.advance(200);
  await machine.finish('complete');
  return { measured, state: await machine.read() };
}

async function replay() {
  const files = new MemoryFiles();
  const { measured, state } = await run(files);
  const machine = await createReplayMachine(await replaySourceOf(await openRecording(path, files)));
  return { machine, measured, state };
}

describe('recording a machine', () => {
  test('changes nothing of what it does', async () => {
    expect(await run(new MemoryFiles())).toEqual(await run(null));
  });
});

describe('a recording as a machine', () => {
  test('tells every measurement as it was, and ends where the run ended', async () => {
    const { machine, measured } = await replay();
    const told: Measurement[] = [];
    machine.onMeasurement((measurement) => told.push(measurement));
    expect(machine.timeline.steps).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400]);
    expect(await machine.advance(130)).toBe(130);
    expect(machine.position).toBe(130);
    expect(told).toEqual(measured.slice(0, 2));
    expect(await machine.advance(1000)).toBe(270);
    expect(told).toEqual(measured);
  });

  test('shows gates, voltages and damage of the moment, in both directions', async () => {
    const { machine, state } = await replay();
    await machine.seek(1e9);
    expect(machine.read()).toEqual(state);
    await machine.seek(149);
    expect(machine.read()).toMatchObject({ step: 100 });
    const { damage } = await machine.read();
    expect(damage.every((kind) => kind === null)).toBe(true);
    await machine.seek(150);
    expect((await machine.read()).damage[3]).toBe('cut');
    const { data } = await machine.checkpoint();
    await machine.seek(-5);
    expect(machine.position).toBe(0);
    await machine.restore({ kind: 'replay', data });
    expect(machine.position).toBe(150);
  });

  test('keeps the markers at their steps', async () => {
    const { machine } = await replay();
    expect(machine.markers.map(({ step, kind, label }) => ({ step, kind, label }))).toEqual([
      { step: 120, kind: 'cut', label: 'e3: cut' },
      { step: 200, kind: 'stuck', label: 'e7: stuck' },
      { step: 200, kind: 'parameter', label: 'e3 set by hand' },
      { step: 200, kind: 'parameter', label: 'nudge 0.500' },
      { step: 200, kind: 'note', label: 'the fan was on' },
    ]);
    expect(machine.markers[0].time).toBeCloseTo(120 * document.stepTime, 12);
  });

  test('can do what a recording can, and refuses the rest in words', async () => {
    const { machine } = await replay();
    expect([...machine.capabilities].sort()).toEqual(['checkpoint', 'readClamped', 'readFree', 'readStates']);
    expect(machine.identity).toEqual({ kind: 'replay', title: 'Recording of Simulated board' });
    expect(() => machine.damage([1], 'cut')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'E-RUN-INVALID' }) }),
    );
    expect(() => machine.setNudge(1)).toThrow();
    await expect(machine.restore({ kind: 'simulated', data: {} })).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
  });

  test('a set that was not measured is not made up', async () => {
    const { machine } = await replay();
    const { error, outputs } = await machine.measure('present');
    expect(error).toBeNaN();
    expect([...outputs].every(Number.isNaN)).toBe(true);
  });

  test('a recording without a measurement is refused', async () => {
    const files = new MemoryFiles();
    const writer = await RecordingWriter.create({ files, clock: new TestClock(), path, header: anyHeader });
    await writer.close('interrupted');
    const source = await replaySourceOf(await openRecording(path, files));
    await expect(createReplayMachine(source)).rejects.toMatchObject({ problem: { code: 'E-RUN-INVALID' } });
  });
});
