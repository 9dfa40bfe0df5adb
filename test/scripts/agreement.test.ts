import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { agreementTable, withTable } from '../../scripts/agreementTable.mjs';
import { formatQuantity } from '../../shared/units.ts';
import { resultOf, type ExperimentResult } from '../../src-main/cli/experiments/results.ts';
import { experiments } from '../../src-main/experiments/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const results = JSON.parse(read('docs/agreement.json')) as ExperimentResult[];

describe('docs/agreement.json (`npm run agreement` writes it)', () => {
  test('has every experiment of the catalogue', () => {
    expect(results.map(({ experiment }) => experiment)).toEqual(Object.keys(experiments));
  });

  test.each(results.filter(({ experiment }) => Object.hasOwn(experiments, experiment)))(
    '$experiment has the claims and seeds of the catalogue',
    (result) => {
      // The catalogue's side of every claim, without figures.
      const expected = resultOf({ experiment: result.experiment, seeds: [], figures: [] });
      const stated = ({ id, quantity, unit, source, published, bar, note }: ExperimentResult['claims'][number]) => ({
        id,
        quantity,
        unit,
        source,
        published,
        bar,
        note,
      });
      expect(result.claims.map(stated)).toEqual(expected.claims.map(stated));
      expect(result.seeds).toBe(experiments[result.experiment].seeds);
    },
  );

  test('no claim fails', () => {
    const failed = results.flatMap(({ experiment, claims }) =>
      claims.filter(({ holds }) => holds === false).map(({ id }) => `${experiment} ${id}`),
    );
    expect(failed).toEqual([]);
  });
});

describe('the README', () => {
  test('has the table of docs/agreement.json (`npm run agreement -- --no-run` lays it out)', () => {
    expect(withTable(read('README.md'), agreementTable(results, formatQuantity))).toBe(read('README.md'));
  });

  test('would be found stale', () => {
    const changed = results.map((result) => ({ ...result, seeds: result.seeds + 1 }));
    expect(withTable(read('README.md'), agreementTable(changed, formatQuantity))).not.toBe(read('README.md'));
    expect(() => withTable('no markers', 'table')).toThrow('markers');
  });
});
