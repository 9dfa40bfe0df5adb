import { expect, it } from 'vitest';
import type { Frame, HistoryPoint } from '../../shared/frames.ts';
import { misbehaviours } from '../../src-main/board/misbehaviours/index.ts';
import type { Bench } from './support/bench.ts';
import { connectEmulated, sayGo, sourceChip, told } from './support/boards.ts';
import { onEveryTransport } from './support/transports.ts';

/** Step of the run at which what is done once is done. */
const STEPS = 300;
/** An edge that is seen among others, and its number. */
const EDGE = 9;
/** Steps between two measurements of the program of XOR. */
const EVERY = 100;
/** A step of the converter that reads gates, V. */
const GATE_STEP = 10 / 256;

const alerts = (bench: Bench) => bench.page.getByRole('alert');

async function runs(bench: Bench, steps: number): Promise<Frame> {
  const { step } = await bench.frame();
  return bench.until('the run to go on', (frame) => frame.isRunning && frame.isLearning && frame.step > step + steps);
}

/**
 * What is on the plots is what was measured: every point later than the one before, and a number; and no measurement of the program is
 * missing without a word: it arrived, or the marks say that it did not.
 */
async function expectWhole(bench: Bench): Promise<void> {
  const history = await bench.history();
  expect(history.every((point: HistoryPoint, index) => index === 0 || point.step > history[index - 1].step)).toBe(true);
  expect(history.every(({ error }) => error !== null && error >= 0 && error < 1)).toBe(true);
  const steps = new Set(history.map(({ step }) => step));
  const due = Array.from({ length: Math.floor(history.at(-1)!.step / EVERY) }, (_, index) => (index + 1) * EVERY);
  const missing = due.filter((step) => !steps.has(step));
  const left = (await bench.markers()).filter(({ kind }) => kind === 'gap' || kind === 'lost').length;
  expect(missing.length === 0 || left > 0, `missing without a word: ${missing.join(', ')}`).toBe(true);
}

/** Nothing was lost, and nobody was alarmed. */
async function expectQuiet(bench: Bench): Promise<void> {
  expect((await bench.frame()).link).toMatchObject({ state: 'connected', framesLost: 0 });
  expect(await alerts(bench).count()).toBe(0);
}

/** Bytes that go wrong: damage is counted, what never arrived is counted and marked, and the run goes on without an alarm. */
async function expectBadCable(bench: Bench): Promise<void> {
  const { link } = await bench.until('damage and losses', (frame) => (frame.link?.damaged ?? 0) > 0 && (frame.link?.framesLost ?? 0) > 0);
  await bench.reads(sourceChip(bench), /[1-9]\d* lost/);
  await bench.poll('the mark of a loss', async () =>
    (await bench.markers()).some(({ kind, label }) => kind === 'gap' && /[1-9]\d* frames lost/.test(label)),
  );
  expect(link!.news.map(({ text }) => text).join('\n')).toMatch(/can’t be understood|checksum|discarded|frames of the board were lost/);
  await runs(bench, EVERY);
  await expectWhole(bench);
  expect(await alerts(bench).count()).toBe(0);
}

/** The way to the board is broken, told, marked at both ends, and whole again without anybody's help. */
async function expectGap(bench: Bench, why: RegExp): Promise<void> {
  await bench.alerted(/E-BOARD-AWAY/);
  await bench.alerted(why);
  await bench.until('the return', (frame) => frame.link?.state === 'connected' && frame.step > STEPS);
  await alerts(bench).waitFor({ state: 'detached' });
  const marks = (await bench.markers()).filter(({ kind }) => kind === 'lost' || kind === 'return');
  expect(marks.map(({ kind }) => kind)).toEqual(['lost', 'return']);
  expect(marks[0].label).toMatch(why);
  await runs(bench, 2 * EVERY);
  await expectWhole(bench);
}

interface Act {
  /** What is filled into the form. */
  readonly said: Readonly<Record<string, number>>;
  /** What the person sees of it. Nothing here asks how long anything took. */
  readonly outcome: (bench: Bench) => Promise<void>;
}

const acts: Record<keyof typeof misbehaviours, Act> = {
  drop: { said: {}, outcome: expectBadCable },
  corrupt: { said: {}, outcome: expectBadCable },
  duplicate: { said: {}, outcome: expectBadCable },
  // Late is not lost.
  delay: {
    said: { 'Time, s': 0.02 },
    outcome: async (bench) => {
      await runs(bench, EVERY);
      await expectWhole(bench);
      await expectQuiet(bench);
    },
  },
  // Two lives of a heartbeat: a board that stands still for longer than 3 s counts as gone, and is taken up again when it wakes.
  stall: { said: { Steps: STEPS, 'Duration, s': 5 }, outcome: (bench) => expectGap(bench, /nothing was heard of it|lines had no answer/) },
  unplug: { said: { Steps: STEPS, 'Duration, s': 1 }, outcome: (bench) => expectGap(bench, /the device was unplugged/) },
  // The run is over and called so; nothing that had arrived is lost, and nothing learns until the next go.
  reset: {
    said: { Steps: STEPS },
    outcome: async (bench) => {
      await bench.reads(alerts(bench), /interrupted after step \d+/);
      await bench.reads(alerts(bench), /the board was reset/);
      await bench.reads(sourceChip(bench), /run interrupted/);
      const { step } = await bench.until('the run to stand', (frame) => !frame.isRunning);
      const history = await bench.history();
      expect(history.every((point) => point.step <= step)).toBe(true);
      expect(history.some((point) => point.step === STEPS - EVERY)).toBe(true);
      await expectWhole(bench);
      const again = await bench.restart();
      expect(again).toMatchObject({ step: 0, isLearning: false, isRunning: false, link: { state: 'connected' } });
    },
  },
  // A board can't tell that an edge has come off: the run goes on, and the screen claims to know nothing of it.
  cut: {
    said: { Edge: EDGE, Steps: STEPS },
    outcome: async (bench) => {
      await bench.until('the cut', ({ step }) => step > STEPS + 2 * EVERY);
      expect((await bench.frame()).damage[EDGE]).toBe(null);
      await expectWhole(bench);
      await expectQuiet(bench);
    },
  },
  // Nor that one is stuck, but its gate is seen to stand while others move, by less than the noise of a reading.
  stuck: {
    said: { Edge: EDGE, Steps: STEPS },
    outcome: async (bench) => {
      const { step, states: before } = await bench.until('the edge to be stuck', (frame) => frame.step > STEPS + EVERY);
      const movedBy = (states: readonly number[]) => states.map((state, edge) => Math.abs(state - before[edge]));
      const after = await bench.until('others to move', (frame) => frame.step > step && Math.max(...movedBy(frame.states)) > 8 * GATE_STEP);
      expect(movedBy(after.states)[EDGE]).toBeLessThan(4 * GATE_STEP);
      expect(after.damage[EDGE]).toBe(null);
      await expectQuiet(bench);
    },
  },
  // Nobody can tell a drift at once; its gate is seen to leave the others behind: 20 V/s on top of what it learns.
  drift: {
    said: { Edge: EDGE, Steps: STEPS },
    outcome: async (bench) => {
      // Where the run began: it drifts 1 V in 500 steps, and a rail is not far.
      const before = (await bench.session()).frame.states[EDGE];
      const { states, damage } = await bench.until('the drift', (frame) => frame.states[EDGE] > before + 1);
      expect(states[EDGE]).toBe(Math.max(...states));
      expect(damage[EDGE]).toBe(null);
      await expectQuiet(bench);
    },
  },
};

onEveryTransport(
  'misbehaviours of a board',
  (opened) => {
    it.each(Object.entries(acts))('%s', async (kind, { said, outcome }) => {
      const bench = opened();
      const { title } = misbehaviours[kind as keyof typeof misbehaviours].spec;
      try {
        const session = await connectEmulated(bench, title, said);
        expect(session.board).toMatchObject({ serialNumber: '2024' });
        await sayGo(bench);
        await outcome(bench);
        await bench.reads(sourceChip(bench), /Emulated board 2024/);
      } catch (error) {
        throw new Error(`${kind}: the person was told ${await told(bench)}`, { cause: error });
      } finally {
        for (const dismiss of await bench.page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).all()) await dismiss.click();
      }
    });
  },
  'one bench',
);
