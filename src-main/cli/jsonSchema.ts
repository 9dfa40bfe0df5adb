import { z } from 'zod';
import { networkDocument } from '../../shared/documents/network.ts';
import type { DocumentKind } from '../../shared/documents/parse.ts';
import { projectDocument } from '../host/project/document.ts';
import { experimentDocument } from '../learning/experiment/document.ts';
import { sweepDocument } from '../sweeps/document.ts';
import { calibrationDocument } from '../twin/calibrationDocument.ts';
import { digipotCalibrationDocument } from '../twin/digipots/document.ts';

const documents = {
  network: {
    kind: networkDocument as DocumentKind<unknown>,
    title: 'Twinbench network, version 1',
    description:
      'A network of resistors, digital potentiometers or transistors, its damage, and the voltages imposed on some of its nodes. SI units. ' +
      'Beyond this schema: ids are unique, edges end at nodes of the document and are no self-loops (parallel edges are allowed), every edge ' +
      'carries the state that the edge model asks for, and numbers are finite.',
  },
  experiment: {
    kind: experimentDocument as DocumentKind<unknown>,
    title: 'Twinbench experiment, version 1',
    description:
      'Everything that decides a training run: network, roles of its nodes, dataset, rule, clamping, schedule, imperfections, damage, seed. SI ' +
      'units. Beyond this schema: there is either "network" or "generate", names of nodes and edges exist, and rows are as long as there are roles.',
  },
  sweep: {
    kind: sweepDocument as DocumentKind<unknown>,
    title: 'Twinbench sweep, version 1',
    description:
      'One experiment over a grid of parameters, with what is kept of every cell. SI units. Beyond this schema: a base is exactly one of experiment, file, ' +
      'published and task, paths lead somewhere in it, every value of every axis makes a valid experiment, and the names of axes differ.',
  },
  calibration: {
    kind: calibrationDocument as DocumentKind<unknown>,
    title: 'Twinbench calibration, version 1',
    description:
      'What calibration found out about one board, wiring by wiring: both networks, sources, nudges and what moves the gates, with standard deviations. ' +
      'SI units. Arrays run over edges or nodes in the order of the network.',
  },
  digipotCalibration: {
    kind: digipotCalibrationDocument as DocumentKind<unknown>,
    title: 'Twinbench digipotCalibration, version 1',
    description:
      'What calibration found out about one board with digital potentiometers: resistance of the wiper steps, offsets and noise of the comparators, ' +
      'zeros of the channels, with standard deviations. SI units. Arrays run over the edges in the order of the network.',
  },
  project: {
    kind: projectDocument as DocumentKind<unknown>,
    title: 'Twinbench project, version 1',
    description:
      'An experiment with everything that a person did to it: what was edited and is not trained yet, damaged edges, marks and notes, and how they ' +
      'look at it. SI units. Beyond this schema: the experiment is right in itself.',
  },
} as const;

export type SchemaName = keyof typeof documents;
export const schemaNames = Object.keys(documents) as SchemaName[];

/** The JSON Schema (2020-12) of a document as it may be written, made from the schema that checks it. */
export function jsonSchemaOf(name: SchemaName): Readonly<Record<string, unknown>> {
  const { kind, title, description } = documents[name];
  const { $schema, ...schema } = z.toJSONSchema(kind.schema, { io: 'input', target: 'draft-2020-12' });
  return { $schema, $id: `urn:twinbench:schema:${name}:v${kind.version}`, title, description, ...schema };
}

/** Name of the file under schemas/ that carries it: "twinbench.network.v1.json". */
export function schemaFileOf(name: SchemaName): string {
  const { format, version } = documents[name].kind;
  return `${format}.v${version}.json`;
}
