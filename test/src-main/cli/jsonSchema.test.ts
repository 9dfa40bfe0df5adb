import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { formatJson } from '../../../src-main/cli/formatJson.ts';
import { jsonSchemaOf, schemaFileOf, schemaNames } from '../../../src-main/cli/jsonSchema.ts';
import { tasks } from '../../../src-main/learning/tasks/index.ts';
import { twinbench } from './terminal.ts';

const folder = new URL('../../../schemas/', import.meta.url);
const published = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

describe('the published JSON Schemas', () => {
  test.each(schemaNames)('%s is fresh (`npm run schemas` writes it)', async (name) => {
    expect(published(schemaFileOf(name))).toBe(formatJson(jsonSchemaOf(name)));
    expect((await twinbench(['schema', name])).out).toBe(published(schemaFileOf(name)));
  });

  test('there are no others', () => {
    expect(readdirSync(folder).sort()).toEqual(schemaNames.map(schemaFileOf).sort());
  });

  test.each(schemaNames)('%s says what it is', (name) => {
    expect(JSON.parse(published(schemaFileOf(name)))).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:twinbench:schema:${name}:v1`,
      title: expect.stringContaining(name),
      description: expect.stringContaining('SI units'),
      type: 'object',
      additionalProperties: false,
    });
  });

  test('read back as a validator, they take what the program takes and refuse unknown keys', () => {
    const experiment = z.fromJSONSchema(JSON.parse(published('twinbench.experiment.v1.json')));
    for (const task of Object.values(tasks)) expect(experiment.safeParse(task.build()).success).toBe(true);
    expect(experiment.safeParse({ ...tasks.xor.build(), colour: 'red' }).success).toBe(false);
    const network = z.fromJSONSchema(JSON.parse(published('twinbench.network.v1.json')));
    const document = { format: 'twinbench.network', version: 1, edgeModel: { kind: 'resistor' }, nodes: [{ id: 'n0' }], edges: [] };
    expect(network.safeParse(document).success).toBe(true);
    expect(network.safeParse({ ...document, hold: { n0: '5 V' } }).success).toBe(false);
    expect(network.safeParse({ ...document, nodes: [{ id: 'n0', z: 1 }] }).success).toBe(false);
  });
});
