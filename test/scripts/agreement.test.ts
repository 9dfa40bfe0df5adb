import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { agreementPage, agreementTable, withTable } from '../../scripts/agreementTable.mjs';
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

describe('the README and docs/agreement.md', () => {
  test('have what is in docs/agreement.json (`npm run agreement -- --no-run` lays it out)', () => {
    expect(withTable(read('README.md'), agreementTable(results, formatQuantity))).toBe(read('README.md'));
    expect(agreementPage(results, formatQuantity)).toBe(read('docs/agreement.md'));
  });

  test('would be found stale', () => {
    const [first, ...others] = results;
    const [claim, ...rest] = first.claims;
    const changed = [{ ...first, claims: [{ ...claim, value: 0.123, median: 0.123 }, ...rest] }, ...others];
    expect(withTable(read('README.md'), agreementTable(changed, formatQuantity))).not.toBe(read('README.md'));
    expect(agreementPage(changed, formatQuantity)).not.toBe(read('docs/agreement.md'));
    expect(() => withTable('no markers', 'table')).toThrow('markers');
  });

  test('a claim that fails is said to', () => {
    const [first, ...others] = results;
    const [claim, ...rest] = first.claims;
    const changed = [{ ...first, claims: [{ ...claim, holds: false }, ...rest] }, ...others];
    expect(agreementPage(changed, formatQuantity)).toContain('**fails**');
    const claims = results.flatMap((result) => result.claims).filter(({ holds }) => holds !== null).length;
    expect(agreementTable(changed, formatQuantity)).toContain(`${claims - 1} of ${claims} claims hold`);
  });
});
