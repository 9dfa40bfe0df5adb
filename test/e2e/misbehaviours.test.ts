import { expect, it } from 'vitest';
import type { HistoryPoint } from '../../shared/frames.ts';
import { misbehaviours } from '../../src-main/board/misbehaviours/index.ts';
import type { Bench } from './support/bench.ts';
import { connectEmulated, sayGo, sourceChip } from './support/boards.ts';
import { onEveryTransport } from './support/transports.ts';

/** s of the board's own time after it was connected: hands are shaken by then, however slow the computer is. */
const AFTER = 1;

const alerts = (bench: Bench) => bench.page.getByRole('alert');

async function marked(bench: Bench, what: RegExp): Promise<void> {
  await bench.poll(`the marker ${what.source}`, async () => (await bench.markers()).some(({ label }) => what.test(label)));
}

/** The run goes on, and what is on the plots is whole: every point later than the one before, and a number. */
async function expectRun(bench: Bench, steps = 200): Promise<void> {
  const { step } = await bench.frame();
  await bench.until('the run to go on', (frame) => frame.isRunning && frame.isLearning && frame.step > step + steps);
  const history = await bench.history();
  expect(history.every((point: HistoryPoint, index) => index === 0 || point.step > history[index - 1].step)).toBe(true);
  expect(history.every(({ error }) => error !== null && error >= 0 && error < 1)).toBe(true);
}

/** What the person sees of each. Nothing here asks how long anything took. */
const outcomes: Record<keyof typeof misbehaviours, (bench: Bench) => Promise<void>> = {
  // Bytes that go wrong are said again: the run goes on, whole.
  drop: (bench) => expectRun(bench, 50),
  corrupt: expectRun,
  duplicate: expectRun,
  delay: (bench) => expectRun(bench, 20),
  // A board that stands still for two seconds is waited for.
  stall: (bench) => expectRun(bench, 2000),
  // The run is over and called so; nothing that had arrived is lost, and nothing learns until the next go.
  reset: async (bench) => {
    await bench.reads(alerts(bench), /interrupted after step \d+/);
    await bench.reads(alerts(bench), /the board was reset/);
    const { step } = await bench.until('the run to stand', (frame) => !frame.isRunning);
    expect((await bench.history()).every((point) => point.step <= step)).toBe(true);
    const again = await bench.restart();
    expect(again).toMatchObject({ step: 0, isLearning: false, isRunning: false });
  },
  // Told, marked, found again, told again, and the run goes on.
  unplug: async (bench) => {
    await marked(bench, /connection lost/);
    await marked(bench, /connected again/);
    await bench.reads(alerts(bench), /The board is back/);
    await expectRun(bench);
  },
  // A board can't tell that an edge has come off: the run goes on, and the screen claims to know nothing of it.
  cut: async (bench) => {
    await expectRun(bench, 1000);
    expect((await bench.frame()).damage[0]).toBe(null);
  },
  // Nor that one is stuck, but its gate is seen to stand while others move: by less than four steps of the converter of 10 V.
  stuck: async (bench) => {
    const { step, states: before } = await bench.until('the edge to be stuck', (frame) => frame.step > 4000);
    const movedBy = (states: readonly number[]) => states.map((state, edge) => Math.abs(state - before[edge]));
    const after = await bench.until('others to move', (frame) => frame.step > step && Math.max(...movedBy(frame.states)) > 8 * (10 / 256));
    expect(movedBy(after.states)[0]).toBeLessThan(4 * (10 / 256));
    expect(after.damage[0]).toBe(null);
  },
  // Nobody can tell a drift at once; its gate is seen to leave the others behind: 20 V/s on top of what it learns.
  drift: async (bench) => {
    const before = (await bench.frame()).states[0];
    await bench.until('the drift', ({ states }) => states[0] > before + 1);
    expect((await bench.frame()).damage[0]).toBe(null);
  },
};

onEveryTransport('misbehaviours of a board', (opened) => {
  it.each(Object.entries(outcomes))('%s', async (kind, outcome) => {
    const bench = opened();
    const { spec } = misbehaviours[kind as keyof typeof misbehaviours];
    const session = await connectEmulated(bench, spec.title, 'after' in spec.parameters ? AFTER : null, 'laboratory');
    expect(session.machine.kind).toBe('board');
    await sayGo(bench);
    await outcome(bench);
    await bench.reads(sourceChip(bench), 'Emulated board 2024');
  });
});
