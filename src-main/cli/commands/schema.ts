import { formatJson } from '../formatJson.ts';
import { jsonSchemaOf, schemaNames, type SchemaName } from '../jsonSchema.ts';
import { defineCommand } from './command.ts';

/** Prints the JSON Schema of a document. */
export const schema = defineCommand({
  spec: {
    kind: 'schema',
    title: 'JSON Schema of a document',
    doc: 'Prints the JSON Schema (2020-12) of a kind of document, for editors and other programs.',
    parameters: {},
    arguments: [{ name: schemaNames.join('|'), doc: 'The kind of document.', choices: schemaNames }],
    options: {},
    examples: ['twinbench schema network > twinbench.network.v1.json'],
  },

  run({ arguments: [name] }, io) {
    io.out(formatJson(jsonSchemaOf(name as SchemaName)));
    return 0;
  },
});
