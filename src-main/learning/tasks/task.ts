import { parseDocument } from '../../../shared/documents/parse.ts';
import { sourceText } from '../../../shared/references.ts';
import type { Spec } from '../../../shared/spec.ts';
import { experimentDocument, type ExperimentDocument, type ExperimentInput } from '../experiment/document.ts';

/** A task that comes with the program: one whole experiment under a name. */
export interface Task {
  readonly spec: Spec;
  /** The experiment as a document, checked and with every default filled in. */
  build(): ExperimentDocument;
}

/** A task from the experiment that it stands for; title, description and source come from the spec. */
export function defineTask(
  spec: Spec,
  experiment: () => Omit<ExperimentInput, 'format' | 'version' | 'title' | 'description' | 'source'>,
): Task {
  return {
    spec,
    build: () => {
      const document = {
        format: experimentDocument.format,
        version: experimentDocument.version,
        title: spec.title,
        description: spec.doc,
        source: sourceText(spec.reference),
        ...experiment(),
      };
      return parseDocument(experimentDocument, document, `the task "${spec.kind}"`);
    },
  };
}
