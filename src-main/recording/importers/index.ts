import { csvDataset } from './csvDataset.ts';
import { csvMeasurements } from './csvMeasurements.ts';
import { importProblem, type ImportedDocument, type ImportedRun, type Importer, type ImportSource } from './importer.ts';
import { laboratoryNpz } from './laboratoryNpz.ts';

/** Every kind of file that is imported. */
export const importers = { laboratoryNpz, csvMeasurements, csvDataset } as const;

/**
 * Reads a file with the importer that knows it.
 *
 * @throws ProblemError E-IMPORT where none does, or the file is not right
 */
export function importFile(source: ImportSource): ImportedRun | ImportedDocument {
  const importer = Object.values<Importer>(importers).find((candidate) => candidate.suits(source));
  if (importer !== undefined) return importer.read(source);
  throw importProblem(
    source.path,
    'it is none of the files that are known here',
    `Known are: ${Object.values(importers)
      .map(({ spec }) => spec.title)
      .join(', ')}. See \`twinbench import --help\`.`,
  );
}
