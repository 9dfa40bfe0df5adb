import { describe, expect, it } from 'vitest';
import { manualSchema } from '../../../shared/manual.ts';
import { buildManual } from '../../../src-main/host/manual.ts';
import { registries } from '../../../src-main/host/registries.ts';

describe('the manual', () => {
  const manual = buildManual();
  const entries = manual.lists.flatMap((list) => list.entries);

  it('has every entry of every registry once, and crosses the bridge', () => {
    expect(manualSchema.parse(manual)).toEqual(manual);
    expect(entries).toHaveLength(registries.reduce((sum, registry) => sum + Object.keys(registry.entries).length, 0));
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it('states title, doc, range and default of every parameter', () => {
    for (const { id, parameters } of entries) {
      for (const parameter of parameters) {
        for (const text of [parameter.title, parameter.doc, parameter.range, parameter.default])
          expect(text, `${id} ${parameter.name}`).not.toBe('');
      }
    }
  });

  it('has the equation of every rule, edge and clamping, and where it was published', () => {
    for (const list of ['rules', 'clampings', 'edges']) {
      for (const { id, equation } of manual.lists.find(({ name }) => name === list)!.entries) expect(equation, id).toMatch(/=/);
    }
    for (const { id, source, doi } of manual.lists.find(({ name }) => name === 'rules')!.entries) {
      expect(source, id).toMatch(/\(\d{4}\)/);
      expect(doi, id).toMatch(/^10\./);
    }
  });

  it('writes ranges as the command line does', () => {
    const rate = entries.find(({ id }) => id === 'rules/continuous')!.parameters.find(({ name }) => name === 'rate')!;
    expect(rate).toMatchObject({ range: 'above 0, up to 1e12 V⁻¹s⁻¹', default: '1377.4' });
  });
});
