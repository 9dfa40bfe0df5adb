import { dirname } from 'node:path';
import { searchRuns, type RunEntry } from '../../../shared/runs.ts';
import { RunLibrary, describeRun } from '../../recording/library.ts';
import { lossText } from '../../recording/lossText.ts';
import { openRecording } from '../../recording/reader.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count, quantity } from '../quantity.ts';
import { bytesText, dateText, endText } from '../recordings/describe.ts';
import { textTable } from '../textTable.ts';
import { duration } from '../training/progress.ts';
import { usageProblem } from '../usage.ts';
import { defineCommand, type ExitCode } from './command.ts';

const actions = ['list', 'show', 'note', 'rename', 'tag', 'delete'] as const;
type Action = (typeof actions)[number];

/** What an action needs beside the run. */
const wanted: Readonly<Partial<Record<Action, string>>> = { note: 'the text of the note', rename: 'the new name', tag: 'the tag' };

/** The recorded runs: lists and searches them, shows one, and keeps what is said of them. */
export const runs = defineCommand({
  spec: {
    kind: 'runs',
    title: 'The recorded runs',
    doc:
      '`list` lists the runs of a folder, the newest first; `show RUN` tells all about one and checks every byte of it; `note RUN TEXT` adds a ' +
      'note, `rename RUN NAME` calls it something else, `tag RUN TAG` adds a tag or takes it away, `delete RUN` moves it to the folder ' +
      '"trash" beside it. RUN is the beginning of an ID, or a file. The recordings themselves are never changed.',
    parameters: {},
    arguments: [
      { name: actions.join('|'), doc: 'What to do.', choices: actions },
      { name: 'RUN', doc: 'The beginning of the ID of a run, or a file.', isOptional: true },
      { name: 'TEXT', doc: 'A note, a name or a tag.', isOptional: true },
    ],
    options: {
      folder: {
        type: 'text',
        value: 'DIR',
        doc: 'A folder of runs instead of the usual one (TWINBENCH_RUNS, or the folder for data of programs).',
      },
      search: {
        type: 'text',
        value: 'TEXT',
        doc: 'list: only runs that have all these words in their name, ID, date, task, machine, tags or notes.',
      },
      json: { type: 'flag', doc: 'list and show: JSON on standard output and nothing else.' },
    },
    examples: [
      'twinbench runs list --search "xor 2026-11"',
      'twinbench runs show 2026-11-21-0453',
      'twinbench runs note 2026-11-21-0453 "edge 3 was warm"',
    ],
  },

  async run({ arguments: [action, run, text], options }, io): Promise<ExitCode> {
    const library = new RunLibrary(options.folder ?? io.recordings.folder, io.recordings.files, io.recordings.clock);
    if (action === 'list') {
      if (run !== undefined)
        throw usageProblem('There is too much on the command line', place(action), `"${run}" means nothing here`, 'Search with --search.');
      await list(library, options.search ?? '', options.json === true, io);
      return 0;
    }
    if (run === undefined)
      throw usageProblem('Something is missing on the command line', place(action), 'no run was named', 'See `twinbench runs list`.');
    const path = await library.find(run);
    // Whatever is to be done, it is to be done to a recording.
    const entry = await describeRun(path, io.recordings.files);
    if (action === 'show') await show(entry, options.json === true, io);
    else await change(action as Action, library, path, text, io);
    return 0;
  },
});

const place = (action: string): string => `twinbench runs ${action}`;

async function change(action: Action, library: RunLibrary, path: string, text: string | undefined, io: Io): Promise<void> {
  const needed = wanted[action];
  if ((text === undefined || text.trim() === '') && needed !== undefined) {
    throw usageProblem(
      'Something is missing on the command line',
      place(action),
      `${needed} is not there`,
      'Put it in quotes behind the run.',
    );
  }
  const said = text ?? '';
  if (action === 'note') await library.addNote(path, said);
  if (action === 'rename') await library.rename(path, said);
  if (action === 'tag') io.out((await library.toggleTag(path, said)) ? `Tagged ${said}.\n` : `No longer tagged ${said}.\n`);
  if (action === 'delete') io.out(`Moved to ${await library.trash(path)}. Moving it back to ${dirname(path)} undoes this.\n`);
}

async function list(library: RunLibrary, search: string, isJson: boolean, io: Io): Promise<void> {
  const { runs: all, unreadable } = await library.list();
  const found = searchRuns(all, search);
  if (isJson) return io.out(formatJson({ folder: library.folder, runs: found, unreadable }));
  for (const { path, why } of unreadable) io.error(`Passed over ${path}: ${why}.\n`);
  if (found.length === 0)
    return io.out(all.length === 0 ? `No runs in ${library.folder}.\n` : `None of ${count(all.length)} runs matches.\n`);
  const columns = [
    { title: 'ID' },
    { title: 'name or task' },
    { title: 'steps', align: 'right' },
    { title: 'error', align: 'right' },
    { title: 'size', align: 'right' },
    { title: '' },
  ] as const;
  const rows = found.map(({ id, name, task, lastStep, lastError, bytes, end, tags, notes }) => [
    id,
    name === '' ? task : name,
    count(Math.max(lastStep, 0)),
    quantity(lastError, 'V²', 3),
    bytesText(bytes),
    [...(end === 'complete' ? [] : [endText(end)]), ...tags.map((tag) => `#${tag}`), ...notes.slice(-1)].join(' '),
  ]);
  io.out(`${textTable(columns, rows)}\n`);
}

async function show(entry: RunEntry, isJson: boolean, io: Io): Promise<void> {
  const recording = await openRecording(entry.path, io.recordings.files);
  try {
    const { header } = recording;
    const survey = await recording.survey();
    if (isJson)
      return io.out(
        formatJson({
          ...entry,
          program: header.program,
          origin: header.origin,
          capabilities: header.capabilities,
          survey,
          document: header.document,
        }),
      );
    const { counts } = survey;
    const lines = [
      `${entry.name === '' ? entry.task : entry.name} (${entry.id})`,
      `  Task      ${entry.task}, seed ${header.document.seed}`,
      `  Machine   ${entry.machine}${header.origin === '' ? '' : `, imported from ${header.origin}`}`,
      `  Recorded  ${dateText(entry.createdAt)} UTC, ${duration(Math.max(0, survey.endedAt - entry.createdAt))}, by ${header.program}: ${endText(survey.end)}`,
      `  Contents  ${count(counts.measurement)} measurements and ${count(counts.state)} states, steps ${count(survey.firstStep)} to ${count(survey.lastStep)}, learning time ${quantity(survey.lastTime, 's')}`,
      `            ${count(counts.damage)} damage events, ${count(counts.parameter)} changed parameters, ${count(counts.marker + counts.note)} markers and notes, ${count(counts.log)} log lines`,
      `  Error     ${quantity(survey.lastError, 'V²')}${survey.lastAccuracy === null ? '' : `, ${(100 * survey.lastAccuracy).toFixed(1)} % right`} at the end`,
      `  File      ${entry.path}, ${bytesText(entry.bytes)}: ${lossText(survey.loss) ?? 'every checksum is right, nothing is missing'}`,
      ...(entry.tags.length === 0 ? [] : [`  Tags      ${entry.tags.join(', ')}`]),
      ...entry.notes.map((note) => `  Note      ${note}`),
    ];
    io.out(`${lines.join('\n')}\n`);
  } finally {
    await recording.close();
  }
}
