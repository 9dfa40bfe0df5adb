import { describe, expect, test } from 'vitest';
import { runCampaign, type CampaignState } from '../../../../src-main/cli/experiments/campaign.ts';
import { progressLine } from '../../../../src-main/cli/experiments/campaignProgress.ts';
import { resultOf, resultTable } from '../../../../src-main/cli/experiments/results.ts';
import type { SeedRunner } from '../../../../src-main/cli/experiments/seedRunner.ts';

/** Costs in ms by experiment; a virtual clock that a run moves on. */
function createBench(costs: Readonly<Record<string, number>>, lanes = 1) {
  const started: string[] = [];
  let time = 0;
  const runner: SeedRunner = {
    lanes,
    run: async (experiment, seed, report) => {
      started.push(`${experiment} ${seed}`);
      report(0.5);
      time += costs[experiment];
      return { seed };
    },
    stop: async () => {},
  };
  return { runner, started, io: { now: () => time, breathe: async () => {} } };
}

const orders = [
  { experiment: 'short', seeds: 3 },
  { experiment: 'long', seeds: 2 },
];

describe('a campaign', () => {
  test('runs every seed once and gives the figures in their order', async () => {
    const { runner, io } = createBench({ short: 1, long: 10 }, 2);
    const outcomes = await runCampaign(
      orders,
      runner,
      io,
      () => {},
      () => false,
    );
    expect(outcomes).toEqual([
      { experiment: 'short', seeds: [1, 2, 3], figures: [{ seed: 1 }, { seed: 2 }, { seed: 3 }] },
      { experiment: 'long', seeds: [1, 2], figures: [{ seed: 1 }, { seed: 2 }] },
    ]);
  });

  test('times the first seed of each, then takes the longest first', async () => {
    const { runner, io, started } = createBench({ short: 1, long: 10 });
    await runCampaign(
      orders,
      runner,
      io,
      () => {},
      () => false,
    );
    expect(started).toEqual(['short 1', 'long 1', 'long 2', 'short 2', 'short 3']);
  });

  test('estimates what is left from the durations so far', async () => {
    const { runner, io } = createBench({ short: 1, long: 10 });
    const states: CampaignState[] = [];
    await runCampaign(
      orders,
      runner,
      io,
      (state) => states.push(state),
      () => false,
    );
    expect(states[0]).toMatchObject({ done: 0, total: 5, remaining: null, running: ['short'] });
    // After the first two seeds there are left: one long and two short ones.
    expect(states.find(({ done }) => done === 2)).toMatchObject({ elapsed: 11, remaining: 12 });
    expect(states.at(-1)).toMatchObject({ done: 5, remaining: 0 });
  });

  test('keeps what is done when it is stopped, and says nothing of what was ended', async () => {
    const { runner, io } = createBench({ short: 1, long: 10 });
    let isStopped = false;
    const dying: SeedRunner = {
      ...runner,
      run: async (experiment, seed, report) => {
        if (experiment === 'short') return runner.run(experiment, seed, report);
        isStopped = true;
        throw new Error('the worker was ended');
      },
    };
    const outcomes = await runCampaign(
      orders,
      dying,
      io,
      () => {},
      () => isStopped,
    );
    expect(outcomes.map(({ seeds }) => seeds)).toEqual([[1], []]);
  });

  test('passes a defect of a run on', async () => {
    const { runner, io } = createBench({ short: 1, long: 1 });
    const broken: SeedRunner = { ...runner, run: () => Promise.reject(new Error('broken')) };
    await expect(
      runCampaign(
        orders,
        broken,
        io,
        () => {},
        () => false,
      ),
    ).rejects.toThrow('broken');
  });
});

test('progress in a line', () => {
  const state = { done: 12, total: 160, elapsed: 65_000, remaining: 560_000, running: ['digipots2022/iris'] };
  expect(progressLine(state, 'seeds')).toBe('12 of 160 seeds · 1 min 5 s · about 9 min 20 s left · digipots2022/iris');
});

describe('results', () => {
  const figures = [
    { stepsToTarget: 40, ripple: 0.02, ratioDrift: 0.02 },
    { stepsToTarget: null, ripple: 0.06, ratioDrift: 0.02 },
  ];
  const result = resultOf({ experiment: 'digipots2022/divider', seeds: [1, 2], figures });

  test('count runs without a figure against the claim', () => {
    expect(result.claims[0]).toMatchObject({ id: 'stepsToTarget', absent: 1, median: null, holds: false });
    expect(result.claims[1]).toMatchObject({ id: 'ripple', holds: true });
  });

  test('say so in the table', () => {
    expect(resultTable(result)).toMatch(/stepsToTarget .*\(1 without\).*FAILS/);
  });
});
