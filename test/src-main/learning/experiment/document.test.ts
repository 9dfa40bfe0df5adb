import { describe, expect, it } from 'vitest';
import { parse, refusal, smallest } from '../support.ts';

const problem = (change: object) => refusal(() => parse({ ...smallest, ...change }));

describe('experiment document', () => {
  it('fills in what was left out', () => {
    expect(parse(smallest)).toMatchObject({
      description: '',
      seed: 1,
      damage: [],
      imperfections: [],
      rule: { kind: 'sign', decision: 'magnitude' },
      clamping: { kind: 'standard', nudge: 0.5 },
      schedule: { kind: 'cyclic', hold: 1 },
      roles: { inputs: [] },
      generate: { spread: 0 },
    });
  });

  it('is the same after a round trip through JSON', () => {
    const document = parse(smallest);
    expect(parse(JSON.parse(JSON.stringify(document)) as object)).toEqual(document);
  });

  it.each<[string, object, string, RegExp]>([
    ['an unknown key', { color: 'red' }, '$.color', /unknown/],
    ['a format of another kind', { format: 'twinbench.network' }, '$.format', /twinbench.network/],
    ['a version from the future', { version: 2 }, '$.version', /version 2/],
    ['an unknown rule', { rule: { kind: 'guess' } }, '$.rule.kind', /./],
    ['no network at all', { generate: undefined }, '$', /either "network".*or "generate"/],
    ['a rule for other edges', { rule: { kind: 'continuous' } }, '$.rule.kind', /moves transistor edges/],
    ['a nudge beyond its range', { clamping: { kind: 'standard', nudge: 2 } }, '$.clamping.nudge', /./],
    ['no time at all', { stepTime: 0 }, '$.stepTime', /./],
    ['a number that is none', { stepTime: Number.NaN }, '$.stepTime', /./],
    [
      'an imperfection of another rule',
      { imperfections: [{ kind: 'bias' }] },
      '$.imperfections[0].kind',
      /no meaning under the rule "sign"/,
    ],
    [
      'a row of inputs that is too long',
      { dataset: { kind: 'table', inputs: [[1]], labels: [[2]] } },
      '$.dataset.inputs[0]',
      /1 numbers.*0 inputs/,
    ],
    [
      'a row of labels that is too long',
      { dataset: { kind: 'table', inputs: [[]], labels: [[2, 3]] } },
      '$.dataset.labels[0]',
      /2 numbers.*1 outputs/,
    ],
    [
      'labels without inputs',
      { dataset: { kind: 'table', inputs: [[]], labels: [[2], [3]] } },
      '$.dataset.labels',
      /1 inputs but 2 labels/,
    ],
    ['a datapoint that is not there', { schedule: { kind: 'list', order: [1] } }, '$.schedule.order', /datapoints 0 to 0/],
    ['a test set that is not there', { measure: { every: 1, of: 'test' } }, '$.measure.of', /no test set/],
    ['single outputs under differential clamping', { clamping: { kind: 'differential' } }, '$.roles.outputs[0]', /"plus" and "minus"/],
    ['damage to no edges', { damage: [{ step: 1, edges: [], damage: 'cut' }] }, '$.damage[0].edges', /./],
  ])('is refused with %s', (_, change, where, why) => {
    const refused = problem(change);
    expect(refused.where).toContain(`at ${where}`);
    expect(refused.where?.endsWith(where)).toBe(true);
    expect(refused.why).toMatch(why);
    expect(refused.remedy).not.toBe('');
  });

  it('checks classes against their datapoints', () => {
    const classes = {
      kind: 'classes',
      inputs: [[], [], []],
      classes: [0, 1, 1],
      classNames: ['a', 'b'],
      trainPerClass: 1,
      remeasureEvery: 5,
    };
    expect(parse({ ...smallest, dataset: classes }).dataset).toEqual(classes);
    expect(problem({ dataset: { ...classes, trainPerClass: 2 } }).why).toMatch(/"a" has only 1/);
    expect(problem({ dataset: { ...classes, classes: [0, 1] } }).why).toMatch(/3 inputs but 2 classes/);
    expect(problem({ dataset: { ...classes, classes: [0, 1, 2] } }).why).toMatch(/classes are 0 to 1/);
  });
});
