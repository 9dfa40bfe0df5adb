import { describe, expect, test } from 'vitest';
import { experiments } from '../../../../src-main/experiments/index.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';
import { imperfections } from '../../../../src-main/physics/imperfections/index.ts';
import { twinbench } from '../terminal.ts';

const json = async (parameters: string[], options = {}) => {
  const answer = await twinbench(['train', ...parameters, '--json'], options);
  return { ...answer, run: JSON.parse(answer.out) };
};

describe('twinbench train', () => {
  test('the same document and seed give the same bytes, whatever the clock does', async () => {
    for (const name of ['xor', 'iris', 'divider']) {
      const parameters = ['train', name, '--seed', '3', '--steps', '300', '--json', '--at', '0,1,10,300'];
      const first = await twinbench(parameters, { tick: 0.1 });
      const second = await twinbench(parameters, { tick: 1000, isTerminal: true });
      expect(second.out).toBe(first.out);
      expect(first.out).not.toContain('\n{');
    }
  });

  test('a task, its document in a file and its document on standard input are one run', async () => {
    const { out: document } = await twinbench(['task', 'show', 'xor']);
    const direct = await json(['xor', '--steps', '200']);
    expect((await json(['mine.json', '--steps', '200'], { files: { 'mine.json': document } })).out).toBe(direct.out);
    expect((await json(['-', '--steps', '200'], { input: document })).out).toBe(direct.out);
  });

  test('another seed gives another run; --seed says the same as the document', async () => {
    const document = { ...tasks.xor.build(), seed: 5, steps: 200 };
    const other = await json(['-'], { input: JSON.stringify(document) });
    expect((await json(['xor', '--seed', '5', '--steps', '200'])).out).toBe(other.out);
    expect((await json(['xor', '--steps', '200'])).run.history).not.toEqual(other.run.history);
  });

  test('looking at the state with --at leaves the run as it is, under every imperfection and clamping that remembers', async () => {
    const kinds = Object.keys(imperfections).filter((kind) =>
      imperfections[kind as keyof typeof imperfections].affects.includes('continuous'),
    );
    expect(kinds).toContain('bias');
    const document = {
      ...tasks.xor.build(),
      clamping: { kind: 'overclamping', nudge: 0.25, reach: 0.435, loss: 'square' },
      imperfections: kinds.map((kind) => ({ kind })),
      steps: 120,
    };
    const input = JSON.stringify(document);
    const plain = await json(['-'], { input });
    const looked = await json(['-', '--at', '0,1,2,3,50,51,119,120'], { input });
    expect(Object.keys(looked.run.at)).toEqual(['0', '1', '2', '3', '50', '51', '119', '120']);
    expect({ ...looked.run, at: undefined }).toEqual({ ...plain.run, at: undefined });
    expect(looked.run.at['120']).toEqual(looked.run.final);
  });

  test.each([
    ['with capacitors, while the wipers move', 'quasistatic/laboratory'],
    ['while voltages relax', 'quasistatic/oscillations'],
    ['ten tasks in a row', 'digipots2022/tenTasks'],
  ])('trains %s: the same bytes whatever the clock does, and the machine’s own end', async (_, name) => {
    const document = { ...experiments[name].document()!, steps: 1200 };
    const input = JSON.stringify({ ...document, sequence: document.sequence.filter(({ step }) => step < 1200) });
    const first = await json(['-', '--at', '600'], { input, tick: 0.1 });
    expect((await json(['-', '--at', '600'], { input, tick: 1000 })).out).toBe(first.out);
    const machine = createSimulatedMachine(compileExperiment(document));
    machine.advance(1200);
    expect(first.run.error).toBe(machine.measure(machine.experiment.document.measure.of).error);
    const text = await twinbench(['train', '-'], { input });
    expect(text.out).toContain('1 200 steps');
    expect(text.out).toContain(machine.experiment.document.title);
  });

  test('the JSON holds history, outputs with labels, the state of every edge, and the goal', async () => {
    const { code, run, error } = await json(['xor', '--steps', '250']);
    expect(code).toBe(1);
    expect(run).toMatchObject({ title: 'XOR', seed: 1, steps: 250, plannedSteps: 250, interrupted: false, time: 0.025 });
    expect(run.goal).toMatchObject({ reached: false });
    expect(run.history.map(({ step }: { step: number }) => step)).toEqual([0, 100, 200, 250]);
    expect(run.error).toBe(run.history.at(-1).error);
    expect(run.inputNames).toEqual(['V1', 'V2']);
    expect(run.training).toHaveLength(4);
    expect(run.training[3]).toEqual({ inputs: [0.45, 0.45], outputs: [expect.any(Number)], labels: [0] });
    expect(Object.keys(run.final.edges)).toHaveLength(32);
    expect(run.final.edges.e31).toEqual({ gate: expect.any(Number), conductance: expect.any(Number) });
    expect(Object.keys(run.final.free)).toHaveLength(16);
    // The error of the table, by hand.
    const byHand = run.training.reduce(
      (sum: number, { outputs, labels }: { outputs: number[]; labels: number[] }) => sum + (outputs[0] - labels[0]) ** 2,
      0,
    );
    expect(run.error).toBeCloseTo(byHand / 4, 15);
    // Wall time is no part of the bytes.
    expect(error).toMatch(/^Done: 250 steps in .+ of wall time\n$/);
  });

  test('wiper positions are called tap; the test set comes with its classes', async () => {
    const { run } = await json(['iris', '--steps', '3']);
    expect(run.final.edges[Object.keys(run.final.edges)[0]]).toEqual({ tap: expect.any(Number), conductance: expect.any(Number) });
    expect([run.training.length, run.test.length]).toEqual([30, 120]);
    expect(run.test[0]).toMatchObject({ class: 0 });
    expect(run.accuracy).toBeGreaterThan(0.5);
  });

  test('exit code 0 where the goal is reached or there is none, 1 where it is not', async () => {
    const document = { ...tasks.xor.build(), steps: 20 };
    const withGoal = (goal: object | undefined) => twinbench(['train', '-'], { input: JSON.stringify({ ...document, goal }) });
    expect(await withGoal({ errorBelow: 1 })).toMatchObject({ code: 0, out: expect.stringContaining('reached') });
    expect(await withGoal({ errorBelow: 1e-12 })).toMatchObject({ code: 1, out: expect.stringContaining('not reached') });
    expect((await withGoal(undefined)).code).toBe(0);
  });

  test('the text report says everything in SI units', async () => {
    const { code, out, error } = await twinbench(['train', 'xor', '--steps', '250', '--at', '10']);
    expect({ code, error }).toEqual({ code: 1, error: '' });
    expect(out).toMatch(/^XOR, seed 1\n {2}250 steps\n {2}Learning time 25\.000 ms \(simulated\), wall time .+ steps\/s\)\n/);
    expect(out).toMatch(/Goal: error below 3\.8×10⁻⁵ V²: not reached/);
    expect(out).toMatch(/Error history\n {2}step +learning time +error\n {5}0 /);
    expect(out).toMatch(/# +V1 +V2 +O +label\n {2}0 +0 V +0 V +.+V +0 V/);
    expect(out).toMatch(/edge +from → to +start +step 10 +end +conductance\n {2}e0 +n0 → n1 +1\.5000 V +1\.\d+ V +1\.\d+ V +\d/);
  });

  test('damage of the document is reported; a node that floats in both networks is null', async () => {
    const cut = Object.entries({ e1: 0, e2: 0, e18: 0, e30: 0 }).map(([id]) => id); // all four edges at n2
    const document = { ...tasks.xor.build(), steps: 20, damage: [{ step: 10, edges: cut, damage: 'cut' }] };
    const { run } = await json(['-', '--at', '10,11'], { input: JSON.stringify(document) });
    expect(run.at['10'].edges.e1).not.toHaveProperty('damage');
    expect(run.at['11'].edges.e1).toMatchObject({ damage: 'cut', conductance: 0, gate: run.at['10'].edges.e1.gate });
    expect([run.at['11'].free.n2, run.at['11'].clamped.n2]).toEqual([null, null]);
    expect(run.at['10'].free.n2).toEqual(expect.any(Number));
    expect((await twinbench(['train', '-'], { input: JSON.stringify(document) })).out).toMatch(/e1 .+ cut\n/);
  });
});

describe('Ctrl-C', () => {
  test('stops with what there is: the report is printed, says so, and the exit code is 1', async () => {
    const { code, run, error } = await json(['xor', '--at', '0,1,99999'], { interruptAt: 5, tick: 30 });
    expect(code).toBe(1);
    expect(run.interrupted).toBe(true);
    expect(run.steps).toBeGreaterThan(0);
    expect(run.steps).toBeLessThan(100_000);
    expect(run.plannedSteps).toBe(100_000);
    expect(run.history.at(-1).step).toBe(run.steps);
    expect(Object.keys(run.at)).toEqual(['0', '1']);
    expect(error).toContain('Interrupted after');
  });

  test('what there is, is what a shorter run gives', async () => {
    const stopped = await json(['xor'], { interruptAt: 6, tick: 30 });
    const shorter = await json(['xor', '--steps', String(stopped.run.steps)]);
    expect(stopped.run.final).toEqual(shorter.run.final);
  });

  test('in the text report', async () => {
    const { code, out } = await twinbench(['train', 'xor'], { interruptAt: 5, tick: 30 });
    expect(code).toBe(1);
    expect(out).toMatch(/Interrupted after \d+ of 100 000 steps: this is what there is\./);
  });
});

describe('progress', () => {
  test('in a terminal a bar with rate and estimate is drawn over itself, fits the line and is wiped at the end', async () => {
    const { error } = await twinbench(['train', 'xor', '--steps', '3000'], { isTerminal: true, tick: 60, columns: 100 });
    const drawn = error.split('\r\u001b[K').slice(1);
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn[1]).toMatch(/^[█░]{24} \d+ % · \d+ of 3 000 steps · \d+ steps\/s · .+ left/);
    for (const line of drawn) expect(Array.from(line).length).toBeLessThan(100);
    expect(drawn.at(-1)).toBe('');
    expect(error).not.toContain('\n');
    const narrow = await twinbench(['train', 'xor', '--steps', '3000'], { isTerminal: true, tick: 60, columns: 40 });
    for (const line of narrow.error.split('\r\u001b[K')) expect(Array.from(line).length).toBeLessThan(40);
  });

  test('elsewhere there is a plain line now and then', async () => {
    const { error } = await twinbench(['train', 'xor', '--steps', '200'], { tick: 2000 });
    const lines = error.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toMatch(/^\d+ % · \d+ of 200 steps · .+ steps\/s · .+ left · error .+ V²$/);
  });

  test('a run that is over at once says nothing', async () => {
    expect((await twinbench(['train', 'xor', '--steps', '10'])).error).toBe('');
  });
});

describe('a stop condition', () => {
  const stop = ['--stop', 'error:below=2e-3', '--seed', '3'];

  test('ends the run at the same measurement whatever the clock does, and the report says where and on what', async () => {
    const first = await json(['xor', ...stop], { tick: 0.1 });
    expect((await json(['xor', ...stop], { tick: 1000 })).out).toBe(first.out);
    const { run, code } = first;
    // The goal of XOR is an error below 3.8e-5 V².
    expect(code).toBe(1);
    expect(run).toMatchObject({
      interrupted: false,
      plannedSteps: 100_000,
      stopped: { step: run.steps, words: 'error below 0.002\u00a0V²' },
    });
    const errors = run.history.map(({ error }: { error: number }) => error);
    expect(errors.at(-1)).toBe(run.stopped.error);
    expect(errors.findIndex((error: number) => error < 2e-3)).toBe(errors.length - 1);
    const { out } = await twinbench(['train', 'xor', ...stop]);
    expect(out).toContain(
      `of 100 000 steps\n  Stopped: error below 0.002 V² at step ${run.steps.toLocaleString('en').replace(',', ' ')}, `,
    );
  });

  test('of the document is honoured, and --stop stands in its place', async () => {
    const input = JSON.stringify({ ...tasks.xor.build(), steps: 600, stop: [{ kind: 'steps', after: 250 }], goal: undefined });
    const { run, code } = await json(['-'], { input });
    expect([run.steps, run.stopped.words, code]).toEqual([300, '250 steps', 0]);
    const other = await json(['-', '--stop', 'time:after=0.04'], { input });
    expect([other.run.steps, other.run.stopped.words]).toEqual([400, 'learning time 40\u00a0ms']);
    const none = await json(['-', '--stop', 'none'], { input });
    expect([none.run.steps, none.run.stopped]).toEqual([600, undefined]);
    const late = await json(['-', '--stop', 'steps:after=700'], { input });
    expect([late.run.steps, late.run.stopped]).toEqual([600, null]);
  });

  test('ends a run on a board at the very measurement', async () => {
    const { run } = await json(['xor', '--machine', 'emulated', '--condition', 'ideal', '--steps', '600', '--stop', 'steps:after=150']);
    expect([run.steps, run.final.step, run.stopped.step]).toEqual([200, 200, 200]);
  });

  test.each([
    ['never', 'there is no stop condition "never"'],
    ['time:after=0', 'after'],
    ['time,time', '"time" stands there twice'],
  ])('%s is refused', async (text, why) => {
    expect(await twinbench(['train', 'xor', '--stop', text])).toMatchObject({ code: 2, error: expect.stringContaining(why) });
  });
});
