import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { formatJson } from '../../../src-main/cli/formatJson.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { always } from '../../properties.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('formatJson', () => {
  test('loses nothing', () => {
    always(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each(Object.keys(tasks))('the document of %s is as Prettier would have it', async (name) => {
    const text = formatJson(tasks[name].build());
    const config = await resolveConfig(join(root, 'examples/xor.json'));
    expect(text).toBe(await format(text, { ...config, parser: 'json' }));
  });

  test('rows of a table stay below one another, long lists are filled', () => {
    const text = formatJson({
      rows: [
        [0, 1],
        [2, 3],
      ],
      order: Array.from({ length: 100 }, (_, index) => index),
      big: 1e30,
      none: undefined,
    });
    expect(text).toContain('  "rows": [\n    [0, 1],\n    [2, 3]\n  ],\n');
    expect(text.split('\n').every((line) => line.length <= 140)).toBe(true);
    expect(text).toContain('"big": 1e30\n');
    expect(text).not.toContain('none');
  });
});
