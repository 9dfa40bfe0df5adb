import { describeEntry, describeRegistry } from '../describeSpec.ts';
import type { Io } from '../io.ts';
import { suggestion } from '../nearest.ts';
import { registries } from '../../host/registries.ts';
import { textTable } from '../textTable.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand } from './command.ts';

/** Tells what documents can name: everything in the registries. */
export const describe = defineCommand({
  spec: {
    kind: 'describe',
    title: 'What documents can name',
    doc: 'Lists the tasks, topologies, edge models, rules, clampings, schedules, dynamics, imperfections and kinds of damage, or tells all about one of them or one such list: parameters with units, ranges and defaults, and where it was published.',
    parameters: {},
    arguments: [
      { name: 'NAME', doc: 'A list ("rules") or an entry of one ("overclamping"). Without it: everything by name.', isOptional: true },
    ],
    options: {},
    examples: ['twinbench describe', 'twinbench describe rules', 'twinbench describe overclamping'],
  },

  run({ arguments: [name] }, io) {
    if (name === undefined) return printNames(io);
    const width = Math.min(io.columns, 110);
    const list = registries.find((registry) => registry.name === name);
    const entries = registries.flatMap((registry) =>
      Object.hasOwn(registry.entries, name) ? [describeEntry(registry, registry.entries[name].spec, width)] : [],
    );
    const found = list === undefined ? entries : [describeRegistry(list, width)];
    if (found.length === 0) {
      const names = registries.flatMap((registry) => [registry.name, ...Object.keys(registry.entries)]);
      throw usageProblem(
        `Nothing is called "${name}"`,
        'twinbench describe',
        'it is in none of the lists',
        suggestion(name, [...new Set(names)]),
      );
    }
    io.out(`${found.join('\n\n')}\n`);
    return 0;
  },
});

function printNames(io: Io): 0 {
  const rows = registries.flatMap(({ name, entries }) =>
    Object.entries(entries).map(([kind, { spec }], index) => [index === 0 ? name : '', kind, spec.title]),
  );
  io.out(`${textTable([{ title: 'list' }, { title: 'name' }, { title: '' }], rows)}\n`);
  return 0;
}
