import { networkDocument } from '../../../shared/documents/network.ts';
import { parseDocument } from '../../../shared/documents/parse.ts';
import { formatProblem, problemOf, ProblemError } from '../../../shared/problem.ts';
import { experimentDocument } from '../../learning/experiment/document.ts';
import { projectDocument } from '../../host/project/document.ts';
import { experimentOfProject } from '../../host/project/draft.ts';
import { sweepDocument } from '../../sweeps/document.ts';
import { compileAt, formatOf, placeOf, planOf, readValue } from '../documents.ts';
import type { Io } from '../io.ts';
import { defineCommand } from './command.ts';

/** Checks documents of any kind, as the commands that run them would. */
export const validate = defineCommand({
  spec: {
    kind: 'validate',
    title: 'Check documents',
    doc: 'Checks documents of any kind as the commands that run them would, and tells what is wrong with each.',
    parameters: {},
    arguments: [{ name: 'FILE', doc: 'Twinbench documents, or - for standard input.', isRepeated: true }],
    options: {},
    examples: ['twinbench validate network.json experiment.json'],
  },

  async run({ arguments: files }, io) {
    let bad = 0;
    for (const file of files) {
      try {
        io.out(`${placeOf(file)}: ${await describeValid(file, io)}\n`);
      } catch (error) {
        bad++;
        io.error(`${formatProblem(problemOf(error))}\n`);
      }
    }
    return bad === 0 ? 0 : 2;
  },
});

/** What a document is, in words. @throws ProblemError  where it isn't right */
async function describeValid(file: string, io: Io): Promise<string> {
  const value = await readValue(file, io);
  const place = placeOf(file);
  switch (formatOf(value)) {
    case networkDocument.format: {
      const { nodes, edges, edgeModel } = parseDocument(networkDocument, value, place);
      return `a valid ${networkDocument.format}, ${edgeModel.kind}, ${nodes.length} nodes, ${edges.length} edges`;
    }
    case experimentDocument.format: {
      const experiment = compileAt(parseDocument(experimentDocument, value, place), place);
      const { document, network, training } = experiment;
      return `a valid ${experimentDocument.format}, "${document.title}", ${network.nodeCount} nodes, ${network.edgeCount} edges, ${training.count} datapoints`;
    }
    case projectDocument.format: {
      const { title } = experimentOfProject(value, place);
      return `a valid ${projectDocument.format}, "${title}"`;
    }
    case sweepDocument.format: {
      const { document, axes, cellCount } = await planOf(value, file, io);
      const grid = axes.map(({ name, values }) => `${name} (${values.length})`).join(' × ') || 'one point';
      return `a valid ${sweepDocument.format}, "${document.title}", ${grid}, ${cellCount} cells`;
    }
    default:
      throw new ProblemError({
        code: 'E-DOC-FORMAT',
        what: 'This is not a document of Twinbench',
        where: `${place}, at $.format`,
        why: formatOf(value) === '' ? 'it has no "format"' : `its format is ${JSON.stringify(formatOf(value))}`,
        remedy: `A document begins with {"format": "${networkDocument.format}" or "${experimentDocument.format}" or "${sweepDocument.format}", "version": 1, …`,
      });
  }
}
