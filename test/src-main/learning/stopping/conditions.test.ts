import { describe, expect, test } from 'vitest';
import { stopConditions } from '../../../../src-main/learning/stopping/index.ts';
import type { StopCourse } from '../../../../src-main/learning/stopping/stopCondition.ts';

/** Learning time between two measurements of the courses below, s. */
const APART = 0.1;

/** At which measurements of a course of errors a condition holds, counted from 1. */
function holdsAt(course: StopCourse, errors: readonly number[]): number[] {
  return errors.flatMap((error, index) => (course.holds({ step: 100 * (index + 1), time: APART * (index + 1), error }) ? [index + 1] : []));
}

describe('an error', () => {
  const { create, words } = stopConditions.error;
  const config = { kind: 'error', below: 1e-4 } as const;

  test('holds wherever it is below the threshold, not at it', () => {
    expect(holdsAt(create(config), [1e-2, 1e-4, 9.9e-5, 3e-4, 0])).toEqual([3, 5]);
  });

  test('that is undetermined is never small', () => {
    expect(holdsAt(create(config), [Number.NaN, Number.POSITIVE_INFINITY])).toEqual([]);
  });

  test('is told with the digits that were given', () => {
    expect(words(config)).toBe('error below 1×10⁻⁴\u00a0V²');
    expect(words({ kind: 'error', below: 0.025 })).toBe('error below 0.025\u00a0V²');
  });
});

describe('a learning time', () => {
  const { create, words } = stopConditions.time;

  test('holds from the first measurement at it on', () => {
    expect(holdsAt(create({ kind: 'time', after: 0.25 }), [1, 1, 1, 1])).toEqual([3, 4]);
  });

  test('is met where the sum of the steps misses it by its last digit', () => {
    // 0.1 + 0.1 + 0.1 is above 0.3, and 3·0.1 summed the other way below: either is the third measurement.
    expect(create({ kind: 'time', after: 0.1 + 0.2 }).holds({ step: 300, time: 0.3, error: 1 })).toBe(true);
  });

  test('is told in seconds', () => {
    expect(words({ kind: 'time', after: 10 })).toBe('learning time 10\u00a0s');
    expect(words({ kind: 'time', after: 0.0025 })).toBe('learning time 2.5\u00a0ms');
  });
});

describe('a number of steps', () => {
  test('holds from the first measurement at it on', () => {
    const { create, words } = stopConditions.steps;
    expect(holdsAt(create({ kind: 'steps', after: 201 }), [1, 1, 1, 1])).toEqual([3, 4]);
    expect(words({ kind: 'steps', after: 12_340 })).toBe('12\u202f340 steps');
  });
});

describe('a plateau', () => {
  const { create, words } = stopConditions.plateau;
  /** 10 % in 0.3 s: three measurements. */
  const config = { kind: 'plateau', fall: 10, over: 0.3 } as const;

  test('holds once the error has not fallen by so much for so long', () => {
    // Reference 1; 0.95 and 0.92 are no fall of 10 %; 0.3 s after the first measurement is the fourth.
    expect(holdsAt(create(config), [1, 0.95, 0.92, 0.91, 0.91])).toEqual([4, 5]);
  });

  test('does not hold while the error falls, however slowly, by that much in the time', () => {
    // A factor 0.89 every third measurement is a fall of 11 % in 0.3 s.
    const errors = Array.from({ length: 60 }, (_, index) => 0.89 ** Math.floor(index / 2));
    expect(holdsAt(create(config), errors)).toEqual([]);
  });

  test('is not put off by what fluctuates above the lowest error', () => {
    expect(holdsAt(create(config), [1, 5, 0.95, 3, 0.97])).toEqual([4, 5]);
  });

  test('ceases to hold where the error falls again', () => {
    expect(holdsAt(create(config), [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5])).toEqual([4, 8]);
  });

  test('needs a determined error, and begins anew where there is none', () => {
    expect(holdsAt(create(config), [1, 1, Number.NaN, 1, 1, 1, 1])).toEqual([7]);
    expect(
      holdsAt(
        create(config),
        Array.from({ length: 9 }, () => Number.NaN),
      ),
    ).toEqual([]);
  });

  test('begins anew where the network becomes another: an error that relaxes from a spike falls', () => {
    const course = create(config);
    expect(holdsAt(course, [1e-5, 1e-5, 1e-5])).toEqual([]);
    course.begin();
    const later = [1e-2, 5e-3, 2e-3].map((error, index) => course.holds({ step: 0, time: APART * (4 + index), error }));
    expect(later).toEqual([false, false, false]);
  });

  test('a fall of 0 % counts every fall, and equal errors as none', () => {
    expect(holdsAt(create({ ...config, fall: 0 }), [1, 0.999, 0.998, 0.998, 0.998, 0.998])).toEqual([6]);
    expect(holdsAt(create({ ...config, fall: 0 }), [0, 0, 0, 0])).toEqual([4]);
  });

  test('goes on from what was saved, through JSON', () => {
    const [whole, first] = [create(config), create(config)];
    const errors = [1, 0.95, 0.94, 0.93, 0.92];
    expect(holdsAt(first, errors.slice(0, 2))).toEqual([]);
    const second = create(config);
    second.load(JSON.parse(JSON.stringify(first.save())) as number[]);
    const answers = errors.slice(2).map((error, index) => second.holds({ step: 0, time: APART * (3 + index), error }));
    expect(answers).toEqual([false, true, true]);
    expect(holdsAt(whole, errors)).toEqual([4, 5]);
    expect(create(config).save()).toEqual([]);
  });

  test('is told with its two numbers', () => {
    expect(words({ kind: 'plateau', fall: 1, over: 2 })).toBe('error fell by less than 1\u00a0% in 2\u00a0s');
    expect(words({ kind: 'plateau', fall: 0, over: 2 })).toBe('error fell by nothing in 2\u00a0s');
  });
});
