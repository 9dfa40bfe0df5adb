import process from 'node:process';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseDocument } from '../../../../shared/documents/parse.ts';
import { formatProblem, problemOf } from '../../../../shared/problem.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { calibrateDigipots } from '../../../../src-main/twin/digipots/calibrateDigipots.ts';
import { digipotProgram } from '../../../../src-main/twin/digipots/digipotProgram.ts';
import { digipotCalibrationDocument, parseAnyCalibration, type DigipotCalibration } from '../../../../src-main/twin/digipots/document.ts';
import { judgeDigipots } from '../../../../src-main/twin/digipots/judgeDigipots.ts';
import { digipotStageNames, digipotStages } from '../../../../src-main/twin/digipots/stages/index.ts';
import { emptyDigipotDraft } from '../../../../src-main/twin/digipots/stages/stage.ts';
import type { MeasuredRun } from '../../../../src-main/twin/measured.ts';
import { digipotCampaign, hiddenDefects, recordDigipots } from './emulatedDigipots.ts';

/** 50 boards with TWINBENCH_FULL=1, which take some minutes; otherwise one of each kind, which take seconds. */
const isFull = process.env.TWINBENCH_FULL === '1';
const boards = isFull ? 25 : 1;
const request = { serial: 'D-1', date: '2026-11-21T00:00:00Z', skip: [], earlier: null } as const;

interface Count {
  count: number;
  within1: number;
  within2: number;
  squares: number;
}

const note = (into: Count, off: number, deviation: number): void => {
  const z = Math.abs(off) / deviation;
  into.count++;
  into.squares += z * z;
  if (z < 1) into.within1++;
  if (z < 2) into.within2++;
};

describe.each([
  ['mild', 0.005],
  ['laboratory', 0.01],
] as const)(`${boards} emulated digipot boards, %s`, (condition, noise) => {
  test('offsets and noise lie within their stated uncertainty, and steps that were not fitted are told better', () => {
    const counts = { offset: emptyCount(), noise: emptyCount(), sign: emptyCount(), lift: emptyCount(), gain: emptyCount() };
    for (let seed = 1; seed <= boards; seed++) {
      const runs = digipotCampaign(condition, seed);
      const calibration = calibrateDigipots(runs.slice(0, -1), request);
      const { edges } = hiddenDefects(condition, seed);
      const { offsets, signOffsets, noise: found, lift, deviations } = calibration.comparators!;
      offsets.forEach((offset, edge) => note(counts.offset, offset - edges.dropOffsets[edge], deviations.offsets[edge]));
      signOffsets.forEach((offset, edge) => note(counts.sign, offset - edges.signOffsets[edge], deviations.signOffsets[edge]));
      found.forEach((value, edge) => note(counts.noise, value - noise, deviations.noise[edge]));
      note(counts.lift, lift - 0.002, deviations.lift);
      const { free, deviations: ofGains } = calibration.wipers!;
      const about = (values: readonly number[]): number[] => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return values.map((value) => value - mean);
      };
      const truth = about(Array.from(edges.gains, (gain) => Math.log(1 + gain)));
      about(free.map(Math.log)).forEach((value, edge) => note(counts.gain, value - truth[edge], ofGains.free[edge]));
      const { calibrated, uncalibrated } = judgeDigipots(calibration, runs.at(-1)!);
      console.info(
        `${condition} ${seed}: right ${calibrated.right.toFixed(3)} (${uncalibrated.right.toFixed(3)}), bits ${calibrated.bits.toFixed(3)} (${uncalibrated.bits.toFixed(3)}) of ${calibrated.steps}`,
      );
      expect(calibrated.bits).toBeLessThan(uncalibrated.bits);
      expect(calibrated.free).toBeLessThan(uncalibrated.free);
    }
    for (const [name, { count, within1, within2, squares }] of Object.entries(counts)) {
      const share = (part: number): string => `${((100 * part) / count).toFixed(1)} %`;
      console.info(
        `${condition} ${name}: 1σ ${share(within1)}, 2σ ${share(within2)}, rms z ${Math.sqrt(squares / count).toFixed(2)} of ${count}`,
      );
    }
    for (const { count, within1, within2 } of [counts.offset, counts.noise]) {
      // 68 % and 95 % of normal errors, within three standard deviations of the share of so many.
      const reach = (share: number): number => 3 * Math.sqrt((share * (1 - share)) / count);
      expect(within1 / count).toBeGreaterThan(0.683 - reach(0.683));
      expect(within2 / count).toBeGreaterThan(0.954 - reach(0.954));
      // Not bought with uncertainties that are too wide.
      expect(within1 / count).toBeLessThan(0.683 + reach(0.683));
    }
    // Where the data hardly tell, what is stated is the prior, which is wider than these boards are: 95 % at least.
    for (const { count, within2 } of [counts.sign, counts.gain]) expect(within2 / count).toBeGreaterThan(0.9);
  }, 1_800_000);
});

const emptyCount = (): Count => ({ count: 0, within1: 0, within2: 0, squares: 0 });

function refusalOf(work: () => unknown): ReturnType<typeof problemOf> {
  try {
    work();
  } catch (thrown) {
    return problemOf(thrown);
  }
  throw new Error('it was not refused');
}

describe('one recording of an experiment alone', () => {
  let run: MeasuredRun;
  let calibration: DigipotCalibration;
  beforeAll(() => {
    run = recordDigipots({ ...tasks.allostery.build(), steps: 120, measure: { every: 1, of: 'present' } }, 'mild', 1);
    calibration = calibrateDigipots([run], request);
  });

  test('is a document that is read back, whatever reads calibrations', () => {
    const written: unknown = JSON.parse(JSON.stringify(calibration));
    expect(parseDocument(digipotCalibrationDocument, written, 'test')).toEqual(calibration);
    expect(parseAnyCalibration(written, 'test')).toEqual(calibration);
    expect(formatProblem(refusalOf(() => parseAnyCalibration({ ...(written as object), wipers: 5 }, 'test')))).toContain('wipers');
  });

  test('says what it does not tell, and which boundary conditions would', () => {
    const words = calibration.indistinguishable.join('\n');
    expect(words).toContain('The resistance that all steps share');
    // Drops of one sign: the mirrored program would separate these.
    expect(words).toMatch(/Offset and lift of .*mirrored/);
    expect(words).toMatch(/Offset of the sign of .*Sources at nearly one voltage/);
  });

  test('stages can be left out and taken from an earlier calibration', () => {
    const first = calibrateDigipots([run], { ...request, skip: ['comparators'] });
    expect(first.comparators).toBeNull();
    expect(first.steps.map(({ name, status }) => `${name} ${status}`)).toEqual(['converters done', 'wipers done', 'comparators skipped']);
    const resumed = calibrateDigipots([run], { ...request, skip: ['converters', 'wipers'], earlier: first });
    expect(resumed.converters).toEqual(first.converters);
    // The same data and the same start but for the zeros: the same place to a hundredth of a millivolt.
    resumed.comparators!.offsets.forEach((offset, edge) =>
      expect(Math.abs(offset - calibration.comparators!.offsets[edge])).toBeLessThan(1e-5),
    );
    expect(refusalOf(() => calibrateDigipots([run], { ...request, skip: ['converters'] }))).toMatchObject({ code: 'E-RUN-INVALID' });
  });

  test('every stage has words, parameters with deviations, and a figure', () => {
    let draft = emptyDigipotDraft;
    for (const name of digipotStageNames) {
      const result = digipotStages[name].run({ runs: [run] }, draft);
      draft = result.draft;
      expect(result.parameters.length).toBeGreaterThan(2);
      expect(Number.isFinite(result.figure.value)).toBe(true);
      expect(result.plot.points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
      expect(digipotStages[name].missing([run])).toBeNull();
    }
    expect(digipotStageNames).toEqual(['converters', 'wipers', 'comparators']);
  });
});

describe('recordings that tell nothing are refused, with what would help', () => {
  const short = { ...tasks.allostery.build(), steps: 12 };
  const thinned = (every: number): MeasuredRun => {
    const run = recordDigipots(short, 'mild', 1);
    return { ...run, moments: run.moments.filter((_, index) => index % every === 0) };
  };

  test.each([
    [() => thinned(3), /Measure at every step/],
    [() => recordDigipots({ ...short, rule: { kind: 'sign', decision: 'magnitude' } }, 'mild', 1), /"decision": "comparators"/],
    [() => ({ ...thinned(1), experiment: compileExperiment(tasks.xor.build()) }), /not digital potentiometers/],
    [() => ({ ...thinned(1), experiment: compileExperiment(tasks.iris.build()) }), /labels are those of classes/],
  ])('%#', (runOf, words) => {
    const run = runOf();
    expect(formatProblem(refusalOf(() => calibrateDigipots([run], request)))).toMatch(words);
    expect(digipotStages.comparators.missing([run])).toMatch(words);
  });
});

test('the programs keep the wiring, and impose what the converters can tell', () => {
  for (const name of ['allostery', 'divider'] as const) {
    const document = tasks[name].build();
    for (let part = 0; part < 6; part++) {
      const program = compileExperiment(digipotProgram(document, part));
      const task = compileExperiment(document);
      expect([...program.inputNodes, ...program.supplyNodes]).toEqual([...task.inputNodes, ...task.supplyNodes]);
      for (const voltage of [...program.supplyVoltages, ...program.training.inputs, ...program.training.labels]) {
        expect(voltage).toBeGreaterThan(0.2);
        expect(voltage).toBeLessThan(4.8);
      }
    }
  }
});
