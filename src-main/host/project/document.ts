import { z } from 'zod';
import { damageKinds } from '../../../shared/documents/network.ts';
import { parseDocument, type DocumentKind } from '../../../shared/documents/parse.ts';
import { draftSchema } from '../../../shared/draft.ts';
import { lookSchema } from '../../../shared/project.ts';
import { experimentSchema } from '../../learning/experiment/document.ts';

export const PROJECT_FORMAT = 'twinbench.project';
export const PROJECT_VERSION = 1;

const shape = z.strictObject({
  format: z.literal(PROJECT_FORMAT),
  version: z.literal(PROJECT_VERSION),
  program: z.string().max(100).default('').describe('What wrote it'),
  savedAt: z.string().max(40).default('').describe('When, ISO 8601'),
  experiment: experimentSchema.describe('What is trained: a whole twinbench.experiment document'),
  draft: draftSchema.nullable().default(null).describe('The experiment as it was edited since, finished or not'),
  damage: z.record(z.string().max(200), z.enum(damageKinds)).default({}).describe('Edges that the user has damaged, by id'),
  notes: z
    .array(z.strictObject({ step: z.int().min(0), time: z.number(), text: z.string().max(10_000) }))
    .max(10_000)
    .default([])
    .describe('Marks and notes, at their steps and learning times, s'),
  look: lookSchema.nullable().default(null).describe('Layout, zoom and plots of the screen that saved it'),
});

/** `twinbench.project` version 1: an experiment with everything that a person did to it and how they look at it. */
export type ProjectDocument = z.infer<typeof shape>;

export const projectDocument: DocumentKind<ProjectDocument> = { format: PROJECT_FORMAT, version: PROJECT_VERSION, schema: shape };

/** @param place  the file, for messages @throws ProblemError  with the path of the fault in it */
export function parseProject(value: unknown, place: string): ProjectDocument {
  return parseDocument(projectDocument, value, place);
}
