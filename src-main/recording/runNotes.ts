import { z } from 'zod';
import type { Files } from './files.ts';

/** What people say of a run after it was recorded. */
export interface RunNotes {
  /** Instead of the name in the recording; `null`: that one holds. */
  readonly name: string | null;
  readonly tags: readonly string[];
  readonly notes: readonly { readonly text: string; /** s since 1970-01-01 UTC. */ readonly writtenAt: number }[];
}

const FORMAT = 'twinbench.runNotes';

const schema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  name: z.string().nullable(),
  tags: z.array(z.string()),
  notes: z.array(z.object({ text: z.string(), writtenAt: z.number() })),
});

const none: RunNotes = { name: null, tags: [], notes: [] };

/** They stand beside the recording, which itself is never touched again: `run.mcap` and `run.notes.json`. */
export function notesPath(recordingPath: string): string {
  return recordingPath.replace(/\.mcap$/, '.notes.json');
}

/** Nothing where there are none, or where the file is not right: notes never keep a recording from being opened. */
export async function readNotes(recordingPath: string, files: Files): Promise<RunNotes> {
  const text = await files.readText(notesPath(recordingPath));
  if (text === null) return none;
  try {
    const { name, tags, notes } = schema.parse(JSON.parse(text));
    return { name, tags, notes };
  } catch {
    return none;
  }
}

export async function writeNotes(recordingPath: string, notes: RunNotes, files: Files): Promise<void> {
  await files.writeText(notesPath(recordingPath), `${JSON.stringify({ format: FORMAT, version: 1, ...notes }, null, 2)}\n`);
}
