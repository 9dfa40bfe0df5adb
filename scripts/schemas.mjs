/** Writes the JSON Schemas of the documents into schemas/, from the same definitions that check documents. A test fails when they are stale. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './build.mjs';

/** @type {import('vite').InlineConfig} */
const options = { root, configFile: false, logLevel: 'warn' };
/** @type {(path: string, options: import('vite').InlineConfig) => Promise<{ module: typeof import('../src-main/cli/jsonSchema.ts') }>} */
const importSchema = runnerImport;
/** @type {(path: string, options: import('vite').InlineConfig) => Promise<{ module: typeof import('../src-main/cli/formatJson.ts') }>} */
const importFormat = runnerImport;
const { module: schema } = await importSchema(join(root, 'src-main/cli/jsonSchema.ts'), options);
const { module: format } = await importFormat(join(root, 'src-main/cli/formatJson.ts'), options);

mkdirSync(join(root, 'schemas'), { recursive: true });
for (const name of schema.schemaNames) {
  writeFileSync(join(root, 'schemas', schema.schemaFileOf(name)), format.formatJson(schema.jsonSchemaOf(name)));
  console.log(`schemas/${schema.schemaFileOf(name)}`);
}
