import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { experiments } from '../../../../src-main/experiments/index.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import type { ExperimentDocument, StopConfig } from '../../../../src-main/learning/experiment/document.ts';
import { stepsToMeasurement, Stopping, wordsOfAll, type Stopped } from '../../../../src-main/learning/stopping/stopping.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';
import { always } from '../../../properties.ts';
import { documentOf, parse, refusal, smallest } from '../support.ts';

const below: StopConfig = { kind: 'error', below: 1 };
const after: StopConfig = { kind: 'time', after: 0.5 };
const plateau: StopConfig = { kind: 'plateau', fall: 10, over: 0.3 };

const program = (
  stop: StopConfig[],
  change: Partial<ExperimentDocument> = {},
): Pick<ExperimentDocument, 'measure' | 'sequence' | 'damage' | 'stop'> => ({
  measure: { every: 100, of: 'training' },
  sequence: [],
  damage: [],
  ...change,
  stop,
});

/** Feeds errors, one measurement per 100 steps and 0.1 s, and answers those at which the run stops; it goes on at once. */
function stopsAt(stopping: Stopping, errors: readonly number[], first = 1): [number, string][] {
  return errors.flatMap((error, index): [number, string][] => {
    const place = first + index;
    if (!stopping.measured({ step: 100 * place, time: 0.1 * place, error })) return [];
    const { words } = stopping.stopped!;
    stopping.goOn();
    return [[place, words]];
  });
}

describe('stopping', () => {
  test('the first condition to hold stops the run, and says so', () => {
    const stopping = new Stopping(program([below, after]));
    expect(stopping.measured({ step: 100, time: 0.1, error: 2 })).toBe(false);
    expect(stopping.stopped).toBeNull();
    expect(stopping.measured({ step: 200, time: 0.2, error: 0.5 })).toBe(true);
    expect(stopping.stopped).toEqual<Stopped>({ step: 200, time: 0.2, error: 0.5, words: 'error below 1\u00a0V²' });
    expect(stopping.room(200)).toBe(0);
    stopping.goOn();
    expect([stopping.stopped, stopping.room(200)]).toEqual([null, 100]);
  });

  test('two that hold at the same measurement are both named', () => {
    const stopping = new Stopping(program([below, { kind: 'steps', after: 200 }]));
    expect(stopsAt(stopping, [2, 0.5])).toEqual([[2, 'error below 1\u00a0V² and 200 steps']]);
  });

  test('a condition stops once, and again only when it has ceased to hold in between', () => {
    expect(stopsAt(new Stopping(program([below])), [2, 0.5, 0.4, 0.3, 2, 2, 0.5, 0.5]).map(([place]) => place)).toEqual([2, 7]);
    expect(stopsAt(new Stopping(program([after])), [1, 1, 1, 1, 1, 1, 1, 1]).map(([place]) => place)).toEqual([5]);
    const falls = [1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5];
    expect(stopsAt(new Stopping(program([plateau])), falls).map(([place]) => place)).toEqual([4, 10]);
  });

  test('one that holds already when it is set stops at the next measurement; one that stays is not armed again', () => {
    const stopping = new Stopping(program([below]));
    expect(stopsAt(stopping, [0.5, 0.5]).map(([place]) => place)).toEqual([1]);
    stopping.set([below, { kind: 'steps', after: 1 }]);
    expect(stopsAt(stopping, [0.5, 0.5], 3)).toEqual([[3, '1 steps']]);
    stopping.set([{ kind: 'error', below: 0.9 }]);
    expect(stopsAt(stopping, [0.5, 0.5], 5).map(([place]) => place)).toEqual([5]);
    stopping.set([]);
    expect([stopping.isNeeded, stopping.room(7)]).toEqual([false, Infinity]);
  });

  test('what disturbs the network lets a plateau begin anew: by hand, by the damage and by the tasks of the document', () => {
    const flat = Array.from({ length: 8 }, () => 1);
    const stopping = new Stopping(program([plateau]));
    expect(stopsAt(stopping, [1, 1])).toEqual([]);
    stopping.disturb();
    expect(stopsAt(stopping, flat, 3).map(([place]) => place)).toEqual([6]);
    // After the measurement at step 200 an edge is cut: the third begins anew.
    const damage = [{ step: 200, edges: ['e0'], damage: 'cut' as const }];
    expect(stopsAt(new Stopping(program([plateau], { damage })), flat).map(([place]) => place)).toEqual([6]);
    const sequence = [{ step: 200, title: 'next', reset: false }];
    expect(stopsAt(new Stopping(program([plateau], { sequence })), flat).map(([place]) => place)).toEqual([6]);
  });

  test('goes on from a checkpoint as if nothing had happened, wherever it is taken', () => {
    const errors = [3, 2, 0.9, 0.85, 0.84, 0.84, 2, 1.9, 0.5, 0.5, 0.5, 0.5];
    const damage = [{ step: 550, edges: ['e0'], damage: 'cut' as const }];
    const document = program([below, after, plateau], { damage });
    const whole = stopsAt(new Stopping(document), errors);
    expect(whole.length).toBeGreaterThan(3);
    for (let cut = 0; cut <= errors.length; cut++) {
      const first = new Stopping(document);
      const before = stopsAt(first, errors.slice(0, cut));
      const second = new Stopping(program([], { damage }));
      second.load(JSON.parse(JSON.stringify(first.save())) as ReturnType<Stopping['save']>);
      expect([...before, ...stopsAt(second, errors.slice(cut), cut + 1)]).toEqual(whole);
    }
  });
});

describe('the next measurement', () => {
  test('is counted from the beginning of the task in turn, and no task is overrun', () => {
    const document = program([], { sequence: [{ step: 250, title: 'next', reset: false, measure: { every: 40, of: 'training' } }] });
    expect([0, 1, 99, 100, 200, 249].map((step) => stepsToMeasurement(document, step))).toEqual([100, 99, 1, 100, 50, 1]);
    expect([250, 251, 290].map((step) => stepsToMeasurement(document, step))).toEqual([40, 39, 40]);
  });

  test('is where a machine measures, in every task of a row', () => {
    const whole = experiments['digipots2022/tenTasks'].document()!;
    const machine = createSimulatedMachine(compileExperiment(whole));
    const told: number[] = [];
    machine.onMeasurement(({ step }) => told.push(step));
    const expected: number[] = [];
    for (let step = 0; step < 1600;) {
      step += machine.advance(stepsToMeasurement(whole, step));
      expected.push(step);
    }
    expect(told).toEqual(expected);
  });
});

describe('in a document', () => {
  test('there are none where nothing is said, and what is left out is at its default', () => {
    expect(documentOf('xor').stop).toEqual([]);
  });

  test('one of a kind twice is refused with its place, and so is what is out of range', () => {
    const twice = refusal(() => parse({ ...smallest, stop: [after, { kind: 'time', after: 2 }] }));
    expect(`${twice.where} ${twice.why}`).toContain('$.stop[1].kind there is a condition "time" already');
    expect(refusal(() => parse({ ...smallest, stop: [{ kind: 'plateau', fall: 101, over: 1 }] })).where).toContain('$.stop[0].fall');
  });

  test('they are told together', () => {
    expect(wordsOfAll([below, after])).toBe('error below 1\u00a0V² or learning time 500\u00a0ms');
  });
});

/** Where a run of XOR stops when it is advanced in these pieces, again and again. */
function stopOf(stop: StopConfig[], pieces: readonly number[]): Stopped | null {
  const document = documentOf('xor', { stop, seed: 3 });
  const machine = createSimulatedMachine(compileExperiment(document));
  const stopping = new Stopping(document);
  machine.onMeasurement((measurement) => void stopping.measured(measurement));
  for (let done = 0, turn = 0; done < 4000 && stopping.stopped === null; turn++)
    done += machine.advance(Math.min(pieces[turn % pieces.length], 4000 - done, stopping.room(done)));
  if (stopping.stopped !== null) expect(machine.read().step).toBe(stopping.stopped.step);
  return stopping.stopped;
}

describe('a run', () => {
  // Thresholds between the errors of measurements, found by looking at the run.
  test.each<[string, StopConfig]>([
    ['error', { kind: 'error', below: 2e-3 }],
    ['time', { kind: 'time', after: 0.123 }],
    ['steps', { kind: 'steps', after: 777 }],
    ['plateau', { kind: 'plateau', fall: 5, over: 0.05 }],
  ])('stops on %s at the same step in whatever pieces it is advanced', (_, condition) => {
    const whole = stopOf([condition], [100_000]);
    expect(whole).not.toBeNull();
    expect(whole!.step % 100).toBe(0);
    always(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }), (pieces) => {
        expect(stopOf([condition], pieces)).toEqual(whole);
      }),
      // Each is a run of some thousand steps.
      6,
    );
  });
});
