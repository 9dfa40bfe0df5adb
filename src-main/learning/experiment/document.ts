import type { DocumentKind } from '../../../shared/documents/parse.ts';
import { checkExperiment } from './checks.ts';
import { EXPERIMENT_FORMAT, EXPERIMENT_VERSION, experimentShape, type ExperimentDocument } from './schema.ts';

export {
  EXPERIMENT_FORMAT,
  EXPERIMENT_VERSION,
  oneOf,
  partDocument,
  stopSchema,
  type ConfigIn,
  type ExperimentDocument,
  type ExperimentInput,
  type StopConfig,
} from './schema.ts';

export const experimentSchema = experimentShape.check(({ value, issues }) => {
  checkExperiment(value, (path, message) => issues.push({ code: 'custom', input: value, path, message }));
});

/** How experiment documents are read. */
export const experimentDocument: DocumentKind<ExperimentDocument> = {
  format: EXPERIMENT_FORMAT,
  version: EXPERIMENT_VERSION,
  schema: experimentSchema,
};
