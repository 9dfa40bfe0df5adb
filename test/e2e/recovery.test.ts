import { expect, it } from 'vitest';
import type { Bench } from './support/bench.ts';
import { onEveryTransport } from './support/transports.ts';

const document = {
  format: 'twinbench.experiment',
  version: 1,
  title: 'Two resistors of mine',
  network: {
    format: 'twinbench.network',
    version: 1,
    edgeModel: { kind: 'digipot', stepOhms: 781.25, taps: 128 },
    nodes: [{ id: 'top' }, { id: 'middle' }, { id: 'bottom' }],
    edges: [
      { id: 'upper', from: 'top', to: 'middle', tap: 64 },
      { id: 'lower', from: 'middle', to: 'bottom', tap: 64 },
    ],
  },
  roles: {
    supplies: [
      { name: 'V+', node: 'top', voltage: 5 },
      { name: 'V−', node: 'bottom', voltage: 0 },
    ],
    outputs: [{ name: 'O', node: 'middle' }],
  },
  dataset: { kind: 'table', inputs: [[]], labels: [[3]] },
  rule: { kind: 'sign' },
  clamping: { kind: 'standard', nudge: 0.5 },
  schedule: { kind: 'cyclic' },
  stepTime: 0.3,
  steps: 200,
  measure: { every: 1, of: 'training' },
};

/** Opens a file as a person does. */
async function openFile(bench: Bench, name: string, text: string): Promise<void> {
  await bench.button(/^Choose a task, now/).click();
  await bench.page.getByLabel('Open a document').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** The engine answers, and the run goes on. */
async function expectAlive(bench: Bench): Promise<void> {
  const { step } = await bench.frame();
  expect((await bench.ask('catalogue.get', {})).tasks).toHaveLength(4);
  await bench.until('the run to go on', (frame) => frame.isRunning && frame.step > step + 100);
}

/** What the user has done so far, to be found again after a failure: a long run with a cut in it. Answers the step of the cut. */
async function prepareRun(bench: Bench): Promise<number> {
  const trained = await bench.train(20_000);
  await bench.ask('damage.apply', { edges: ['e12'], damage: 'cut' });
  await bench.ask('run.set', { isRunning: true });
  await bench.until('steps after the cut', (frame) => frame.step > trained.step + 2000);
  return trained.step;
}

onEveryTransport('failures', (opened) => {
  it('answers a bad document with what, where, why and what to do, and changes nothing', async () => {
    const bench = opened();
    const { run } = await bench.session();
    await bench.until('some steps', (frame) => frame.step > 500);
    const bad = { ...document, steps: 'many' };
    const answer = await bench.answer('session.load', { document: bad });
    expect(answer).toMatchObject({ problem: { code: 'E-DOC-INVALID', where: expect.stringContaining('$.steps') } });

    await openFile(bench, 'wrong.json', JSON.stringify(bad));
    const notice = bench.page.getByRole('alert');
    await notice.waitFor();
    for (const part of [/E-DOC-INVALID/, /Where/, /Why/, /Do/, /steps/]) await bench.reads(notice, part);
    await bench.screenshot('bad-document');
    await notice.getByRole('button', { name: 'Dismiss' }).click();

    await openFile(bench, 'torn.json', '{ "format": ');
    await bench.reads(bench.page.getByRole('alert'), /E-DOC-JSON/);
    await bench.reads(bench.page.getByRole('alert'), /torn\.json/);
    expect((await bench.session()).run).toBe(run);
    await expectAlive(bench);
  });

  it('opens a good document of the user', async () => {
    const bench = opened();
    await openFile(bench, 'mine.json', JSON.stringify(document));
    await bench.page.getByRole('heading', { level: 1, name: 'Two resistors of mine' }).waitFor();
    await bench.says('upper', /nodes top–middle/);
    const trained = await bench.train(150);
    // Half a wiper position is 5 V / 256.
    expect(Math.abs(trained.outputs[0][0]! - 3)).toBeLessThan(0.1);
  });

  it('starts a killed engine again and goes on from where it was', async () => {
    const bench = opened();
    const stepOfCut = await prepareRun(bench);
    const before = await bench.frame();
    const after = await bench.untilNextSession(() => bench.killEngine());
    const notice = bench.page.getByRole('alert').filter({ hasText: 'E-ENGINE-DIED' });
    await bench.reads(notice, /stopped unexpectedly and was started again/);
    await bench.screenshot('engine-restarted');
    // A second of real time is 10 000 steps of 100 µs.
    expect(after.frame.step).toBeGreaterThan(before.step - 10_000);
    expect(after.frame.damage[12]).toBe('cut');
    expect(after.history[0].step).toBe(0);
    expect(after.markers).toContainEqual(expect.objectContaining({ kind: 'cut', step: stepOfCut }));
    await bench.until('the run to pass the place of the accident', (frame) => frame.isRunning && frame.step > before.step);
    await bench.page.keyboard.press('Control+z');
    await bench.until('the cut to be undone', (frame) => frame.damage[12] === null);
  });

  it('gives up an engine that dies again and again, and tries once more when the page is loaded anew', async () => {
    const bench = opened();
    await prepareRun(bench);
    const { step } = await bench.frame();
    const notice = bench.page.getByRole('alert').filter({ hasText: 'E-ENGINE-DIED' });
    await bench.untilNextSession(() => bench.killEngine());
    await bench.reads(notice, /was started again/);
    // Every engine after it as soon as it is there: three deaths within half a minute, however slow the computer is.
    await bench.poll('the engine to be given up', async () => {
      await bench.killEngine();
      return (await notice.filter({ hasText: 'was not started again' }).count()) > 0;
    });
    await bench.reads(notice.last(), /Reload the window/);
    await bench.screenshot('engine-given-up');
    await bench.page.reload();
    await bench.ready();
    const { frame } = await bench.session();
    expect(frame.step).toBeGreaterThan(step - 10_000);
    expect(frame.damage[12]).toBe('cut');
    await expectAlive(bench);
  });

  it('answers nonsense without harm', async () => {
    const bench = opened();
    const send = (message: unknown) => bench.page.evaluate((given) => window.benchTap.send(given), message);
    for (const message of [42, null, 'hello', [], {}, { type: 'response', id: 1, result: {} }]) await send(message);
    await send({ type: 'request', id: 700_000, name: 'engine.explode', parameters: {} });
    await send({ type: 'request', id: 0.5, name: 'session.get', parameters: {} });
    const nonsense = [
      ['run.step', { steps: -1 }],
      ['run.step', { steps: 1e12 }],
      ['run.speed', { stepsPerSecond: -5 }],
      ['run.parameters', { nudge: 'much' }],
      ['damage.apply', { edges: ['e999'], damage: 'cut' }],
      ['damage.apply', { edges: ['e1'], damage: 'burnt' }],
      ['damage.undo', { everything: true }],
      ['session.load', { task: 'alchemy' }],
      ['session.load', { task: 'constructor' }],
      ['session.load', { document: nested(100) }],
      ['session.load', {}],
      ['run.restart', { seed: -1 }],
    ] as const;
    for (const [name, parameters] of nonsense) expect(await bench.answer(name, parameters), name).toHaveProperty('problem.remedy');
    await expectAlive(bench);
    expect((await bench.frame()).damage.every((damage) => damage === null)).toBe(true);
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}
