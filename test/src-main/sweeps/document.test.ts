import { describe, expect, test } from 'vitest';
import { planOf, refusal, small } from './support.ts';

const axis = small.axes[0];
const withAxis = (changes: object) => ({ ...small, axes: [{ ...axis, ...changes }] });

describe('a sweep document', () => {
  test('is taken with its base by task, by figure, by file and inline, and they are the same sweep', async () => {
    const byTask = await planOf({ ...small, base: { task: 'divider' } });
    const { experiment } = byTask.document.base;
    const inline = await planOf({ ...small, base: { experiment } });
    const byFile = await planOf({ ...small, base: { file: 'divider.json' } }, { 'divider.json': experiment });
    expect(inline).toEqual(byTask);
    expect(byFile.id).toBe(byTask.id);
    expect((await planOf({ ...small, axes: [], base: { published: 'digipots2022/divider' } })).document.base.experiment.title).not.toBe('');
  });

  test('its title is not part of what it is; a value on an axis is', async () => {
    const tail = async (document: object) => (await planOf(document)).id.slice(-10);
    expect(await tail({ ...small, title: 'Other' })).toBe(await tail(small));
    expect(await tail({ ...small, seed: 2 })).not.toBe(await tail(small));
  });

  test.each<[string, object, string, string]>([
    ['another version', { ...small, version: 2 }, '$.version', 'it is version 2; this program reads version 1'],
    ['a key that is unknown', { ...small, repeat: 3 }, '$.repeat', 'unknown'],
    ['two bases', { ...small, base: { task: 'divider', file: 'x.json' } }, '$.base', 'exactly one'],
    ['no base', { ...small, base: {} }, '$.base', 'none of them'],
    ['a task that is not there', { ...small, base: { task: 'dividor' } }, '$.base.task', 'there is no task "dividor"'],
    ['a figure that is not there', { ...small, base: { published: 'x/y' } }, '$.base.published', 'no figure "x/y"'],
    [
      'a change that leads nowhere',
      { ...small, base: { task: 'divider', changes: { 'rules.kind': 1 } } },
      '$.base.changes["rules.kind"]',
      'no such place',
    ],
    ['a change that does not fit', { ...small, base: { task: 'divider', changes: { steps: -1 } } }, '$.steps', 'Too small'],
    ['an inline base with a fault', { ...small, base: { experiment: { format: 'twinbench.experiment' } } }, '$.base.experiment', ''],
    ['a path that is none', withAxis({ parameters: ['a..b'] }), '$.axes[0].parameters[0]', 'no path'],
    ['a path that leads nowhere', withAxis({ parameters: ['imperfections[7].spread'] }), '$.axes[0].parameters[0]', 'nothing at'],
    ['a parameter that is unknown', withAxis({ parameters: ['clamping.nudgee'] }), '$.axes[0].values', 'unknown'],
    ['a value out of range', withAxis({ values: { kind: 'list', values: [0.5, 7] } }), '$.axes[0].values', 'value 2, 7'],
    ['a value of the wrong kind', withAxis({ values: { kind: 'list', values: ['much'] } }), '$.axes[0].values', 'expected number'],
    ['a value twice', withAxis({ values: { kind: 'list', values: [0.5, 0.5] } }), '$.axes[0].values', 'twice'],
    [
      'more whole numbers than there are',
      withAxis({ values: { kind: 'linear', from: 1, to: 3, count: 9, multipleOf: 1 } }),
      '$.axes[0].values',
      'no room',
    ],
    ['a logarithm of nothing', withAxis({ values: { kind: 'logarithmic', from: 0, to: 1, count: 3 } }), '$.axes[0].values.from', ''],
    ['two axes of one name', { ...small, axes: [axis, { ...axis, parameters: ['seed'] }] }, '$.axes[1].name', 'name of another column'],
    ['an axis called like a column', withAxis({ name: 'repeat' }), '$.axes[0].name', 'name of another column'],
    ['one parameter on two axes', { ...small, axes: [axis, { ...axis, name: 'other' }] }, '$.axes[1].parameters[0]', 'is set by axes[0]'],
    [
      'an axis of seeds with repeats',
      withAxis({ parameters: ['seed'], values: { kind: 'list', values: [1, 2] } }),
      '$.repeats',
      'would all be the same',
    ],
    ['too many cells', { ...small, repeats: 50_000 }, '$.axes', '200000 cells'],
    ['a reduction that is unknown', { ...small, reductions: [{ kind: 'finalErrors' }] }, '$.reductions[0].kind', 'finalError'],
    ['no reduction', { ...small, reductions: [] }, '$.reductions', ''],
    ['a reduction that the experiment has not', { ...small, reductions: [{ kind: 'accuracy' }] }, '$', 'labels instead of classes'],
    ['a cycle of one task', { ...small, reductions: [{ kind: 'cycle' }] }, '$', 'not "alternating"'],
  ])('%s is refused with the place and the reason', async (_, document, place, reason) => {
    const { where, why, code } = await refusal(document);
    expect(code).toMatch(/^E-(DOC|RUN)-/);
    expect(where).toContain(place);
    expect(where).toMatch(/^sweep\.json/);
    expect(why).toContain(reason);
  });

  test('names that do not resolve are found before anything runs', async () => {
    const { where, why } = await refusal(
      withAxis({ parameters: ['roles.outputs[0].node'], values: { kind: 'list', values: ['nowhere'] } }),
    );
    expect(where).toContain('sweep.json, at $');
    expect(why).toContain('there is no node "nowhere"');
  });
});
