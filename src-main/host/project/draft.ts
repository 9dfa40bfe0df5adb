import { parseDocument } from '../../../shared/documents/parse.ts';
import type { Draft } from '../../../shared/draft.ts';
import { NETWORK_FORMAT, NETWORK_VERSION } from '../../../shared/documents/network.ts';
import { ProblemError, problemOf, type Problem } from '../../../shared/problem.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { EXPERIMENT_FORMAT, EXPERIMENT_VERSION, experimentDocument, type ExperimentDocument } from '../../learning/experiment/document.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { placeNodes } from '../placement.ts';
import { parseProject } from './document.ts';

/** An experiment as the editor takes it: with every node and edge, even where the document only says how to generate them. */
export function draftOf(document: ExperimentDocument, { network, edges, edgeModel, period }: Omit<Experiment, 'document'>): Draft {
  const { format: _format, version: _version, title, network: given, generate, roles, dataset, ...rest } = document;
  return {
    title,
    edgeModel,
    nodes: placeNodes(network),
    edges: edges.map((edge) => ({ ...edge })),
    ...(given?.hold === undefined ? {} : { hold: given.hold }),
    generate: generate ?? null,
    period: period === null ? null : { ...period },
    roles,
    dataset,
    rest,
  };
}

/**
 * The document that a draft stands for.
 *
 * @param place  for messages
 * @throws ProblemError  whatever is wrong with it, with its path in the document
 */
export function documentOf(draft: Draft, place: string): ExperimentDocument {
  const { title, edgeModel, nodes, edges, hold, generate, roles, dataset, rest } = draft;
  const network = { format: NETWORK_FORMAT, version: NETWORK_VERSION, edgeModel, nodes, edges, ...(hold === undefined ? {} : { hold }) };
  const head = { format: EXPERIMENT_FORMAT, version: EXPERIMENT_VERSION, title };
  const value = { ...rest, ...head, ...(generate === null ? { network } : { generate }), roles, dataset };
  const document = parseDocument(experimentDocument, value, place);
  compileAt(document, place);
  return document;
}

/** What is wrong with a draft, or `null`. */
export function problemOfDraft(draft: Draft): Problem | null {
  try {
    documentOf(draft, 'the edited experiment');
    return null;
  } catch (thrown) {
    return problemOf(thrown);
  }
}

/**
 * What a restart of a project trains: what was edited, or else its experiment.
 *
 * @throws ProblemError  whatever is wrong with the project, or with what was edited
 */
export function experimentOfProject(value: unknown, place: string): ExperimentDocument {
  const { experiment, draft } = parseProject(value, place);
  compileAt(experiment, place, '.experiment');
  return draft === null ? experiment : documentOf(draft, `${place}, the draft`);
}

/** @throws ProblemError E-RUN-INVALID with the place and the path in it */
export function compileAt(document: ExperimentDocument, place: string, prefix = ''): Experiment {
  try {
    return compileExperiment(document);
  } catch (thrown) {
    if (!(thrown instanceof ProblemError)) throw thrown;
    const path = thrown.problem.where?.replace(/^\$/, `$${prefix}`) ?? `$${prefix}`;
    throw new ProblemError({ ...thrown.problem, where: `${place}, at ${path}` });
  }
}
