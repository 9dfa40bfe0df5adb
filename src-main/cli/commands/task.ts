import { sourceText } from '../../../shared/references.ts';
import { tasks } from '../../learning/tasks/index.ts';
import { noTask } from '../documents.ts';
import { formatJson } from '../formatJson.ts';
import { textTable } from '../textTable.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand } from './command.ts';

/** Lists the tasks that come with the program, or prints one as a document. */
export const task = defineCommand({
  spec: {
    kind: 'task',
    title: 'Tasks that come with the program',
    doc: '`list` lists the tasks; `show NAME` prints one as a twinbench.experiment document, to be edited and given to `train`.',
    parameters: {},
    arguments: [
      { name: 'list|show', doc: 'What to do.', choices: ['list', 'show'] },
      { name: 'NAME', doc: 'The task to show.', isOptional: true },
    ],
    options: {},
    examples: ['twinbench task list', 'twinbench task show xor > mine.json'],
  },

  run({ arguments: [action, name] }, io) {
    if (action === 'list') {
      if (name !== undefined)
        throw usageProblem(
          'There is too much on the command line',
          'twinbench task list',
          `"${name}" means nothing here`,
          '`twinbench task show NAME` shows one.',
        );
      const rows = Object.entries(tasks).map(([key, { spec }]) => [key, spec.title, sourceText(spec.reference), spec.doc]);
      io.out(`${textTable([{ title: 'name' }, { title: 'title' }, { title: 'source' }, { title: '' }], rows)}\n`);
      return 0;
    }
    if (name === undefined)
      throw usageProblem(
        'Something is missing on the command line',
        'twinbench task show',
        'no name was given',
        `The tasks are ${Object.keys(tasks).join(', ')}.`,
      );
    if (!Object.hasOwn(tasks, name)) throw noTask(name, 'task');
    io.out(formatJson(tasks[name].build()));
    return 0;
  },
});
