import { z } from 'zod';
import { draftSchema, topologyEntrySchema } from '../draft.ts';
import { problemSchema } from '../problem.ts';
import { lookSchema, projectListSchema, projectStatusSchema } from '../project.ts';
import { sessionSchema } from '../session.ts';

const nothing = z.strictObject({});

/** The calls about projects and the editor; a part of the one map in `requests.ts`. */
export const projectRequests = {
  'project.get': { parameters: nothing, result: projectStatusSchema },
  /** Recent projects, the folder of the projects, and what can be recovered. */
  'project.list': { parameters: nothing, result: projectListSchema },
  /** Writes the project to its file, or under another name (`as`; then the user may be asked where). `exists`: there is such a file. */
  'project.save': {
    parameters: z.strictObject({ as: z.string().max(200).nullable(), mayReplace: z.boolean() }),
    result: z.strictObject({ state: z.enum(['saved', 'exists', 'cancelled', 'unnamed']) }),
  },
  /** Opens a project of a list, or one that was chosen. */
  'project.open': { parameters: z.strictObject({ path: z.string() }), result: sessionSchema },
  /** Asks the user for a file, where this computer can; "": none. */
  'project.choose': { parameters: nothing, result: z.strictObject({ path: z.string() }) },
  /** Opens a project that the screen has read. It has no file here yet. */
  'project.take': { parameters: z.strictObject({ name: z.string().max(300), text: z.string() }), result: sessionSchema },
  /** An empty network of such edges on the editor, beside what is on the bench. */
  'project.new': {
    parameters: z.strictObject({ edges: z.enum(['transistor', 'digipot', 'resistor']) }),
    result: sessionSchema,
  },
  'project.recover': { parameters: z.strictObject({ snapshot: z.string() }), result: sessionSchema },
  'project.discard': { parameters: z.strictObject({ key: z.string() }), result: projectListSchema },
  /** How the screen looks at it now, to be saved with it. */
  'project.look': { parameters: z.strictObject({ look: lookSchema }), result: nothing },
  /** The experiment on the bench, edited or not, as the editor takes it. */
  'editor.draft': { parameters: nothing, result: z.strictObject({ draft: draftSchema }) },
  /** One change of the experiment, which undo takes back. The run goes on as it was until it is started anew. `null`: as the run has it. */
  'editor.change': {
    parameters: z.strictObject({ label: z.string().min(1).max(200), draft: draftSchema.nullable() }),
    result: z.strictObject({ problem: problemSchema.nullable() }),
  },
  /** Starts the edited experiment. */
  'editor.apply': { parameters: nothing, result: sessionSchema },
  'editor.topologies': { parameters: nothing, result: z.strictObject({ topologies: z.array(topologyEntrySchema) }) },
  /** A generated network of the draft's kind of edges; its roles are kept as far as their nodes are there. */
  'editor.generate': {
    parameters: z.strictObject({
      draft: draftSchema,
      topology: z.looseObject({ kind: z.string() }),
      state: z.number(),
      spread: z.number().min(0),
    }),
    result: z.strictObject({ draft: draftSchema }),
  },
} as const;
