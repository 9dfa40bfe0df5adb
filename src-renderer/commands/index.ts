import { copyExperiment, saveDocument } from '../files/open.ts';
import { workspaces } from '../workspaces/index.ts';
import * as actions from '../stores/actions.ts';
import type { Bench } from '../stores/bench.svelte.ts';
import { compareSources, saveReport } from '../stores/compareActions.ts';
import { cutLeast } from '../stores/damageActions.ts';
import { newProject, openProject, saveProject, saveProjectAs } from '../stores/projectActions.ts';
import * as runActions from '../stores/runActions.ts';
import { colourMeanings, widthMeanings, type ColourMeaning, type WidthMeaning } from '../panels/Schematic/meanings.ts';
import { regions } from '../panels/index.ts';
import { buildPages } from '../manual/pages.ts';

/** Something that the palette can do. */
export interface Command {
  id: string;
  title: string;
  group: string;
  /** The key that does the same, or "". */
  keys: string;
  run: () => unknown;
}

/** Everything that can be done now, in the order of the palette. */
export function commandsOf(bench: Bench): Command[] {
  return [
    ...runCommands(bench),
    ...damageCommands(bench),
    ...lookCommands(bench),
    ...compareCommands(bench),
    ...screenCommands(bench),
    ...openCommands(bench),
    ...helpCommands(bench),
  ];
}

function group(name: string, entries: readonly (readonly [title: string, keys: string, run: () => unknown])[]): Command[] {
  return entries.map(([title, keys, run]) => ({ id: `${name}: ${title}`, title, group: name, keys, run }));
}

function runCommands(bench: Bench): Command[] {
  const { frame, isReplay } = bench;
  if (bench.session === null) return [];
  const common = group('Run', [
    [frame?.isRunning === true ? 'Pause' : 'Run', 'Space', () => actions.toggleRunning(bench)],
    ['One step, then pause', '.', () => (isReplay ? runActions.skip(bench, 1) : actions.stepOnce(bench))],
  ]);
  if (isReplay) return common;
  const live = group('Run', [
    ['Restart with the same seed', 'R', () => actions.restart(bench)],
    ['Restart with a new seed', '', () => actions.restartWithNewSeed(bench)],
    [frame?.isLearning === true ? 'Freeze learning' : 'Let it learn', 'F', () => actions.toggleLearning(bench)],
    [bench.recording === null ? 'Record' : 'Stop recording', 'Shift R', () => runActions.toggleRecording(bench)],
    ['Mark this moment', 'M', () => runActions.mark(bench, '')],
    [bench.project.isEditing ? 'Leave the editor' : 'Edit the network', 'E', () => (bench.project.isEditing = !bench.project.isEditing)],
  ]);
  return [...common, ...live];
}

function damageCommands(bench: Bench): Command[] {
  if (bench.session === null || bench.isReplay) return [];
  const undo = bench.frame?.undo ?? '';
  const redo = bench.frame?.redo ?? '';
  return group('Damage', [
    ...(undo === '' ? [] : ([[`Undo: ${undo}`, 'Ctrl Z', () => actions.undoDamage(bench)]] as const)),
    ...(redo === '' ? [] : ([[`Do again: ${redo}`, 'Ctrl Shift Z', () => actions.redoDamage(bench)]] as const)),
    ['Cut a random edge', '', () => actions.cutRandom(bench, 1)],
    ['Cut the most important edge', '', () => actions.cutWorst(bench)],
    ['Cut the least important edge', '', () => cutLeast(bench)],
    ['Repair everything', '', () => actions.repairAll(bench)],
    ['How many edges can be lost?', '', () => (bench.damage.isStudyOpen = true)],
  ]);
}

function lookCommands(bench: Bench): Command[] {
  const { view, session, frame } = bench;
  if (session === null || frame === null) return [];
  const data = { session, frame, importance: bench.damage.importance };
  // Importance is measured before it is shown: the legend's menu does that.
  const widths = (Object.keys(widthMeanings) as WidthMeaning[]).filter((meaning) => meaning !== 'importance' || data.importance !== null);
  const colours = (Object.keys(colourMeanings) as ColourMeaning[]).filter(
    (meaning) => meaning !== 'importance' || data.importance !== null,
  );
  return group('Network', [
    ...widths.map((meaning) => [`Width: ${widthMeanings[meaning].title}`, '', () => view.chooseWidth(meaning, data)] as const),
    ...colours.map((meaning) => [`Colour: ${colourMeanings[meaning].title}`, '', () => view.chooseColour(meaning, data)] as const),
    ...(['free', 'clamped', 'both'] as const).map((network) => [`Show: ${network}`, '', () => (view.shownNetwork = network)] as const),
    [view.isFlowShown ? 'Hide the current' : 'Show the current', '', () => (view.isFlowShown = !view.isFlowShown)],
    ['Fit the scales', '', () => view.fit(data)],
  ]);
}

function compareCommands(bench: Bench): Command[] {
  const simulated = { kind: 'machine', machine: 'simulated' } as const;
  const { selected, other } = bench.runs;
  const run = (id: string): { kind: 'run'; run: string } => ({ kind: 'run', run: id });
  return group('Compare', [
    [
      'The simulation with the emulated board',
      '',
      () => compareSources(bench, simulated, { kind: 'machine', machine: 'emulated', condition: 'mild' }),
    ],
    ...(selected === ''
      ? []
      : ([['The selected run with the simulation', '', () => compareSources(bench, simulated, run(selected))]] as const)),
    ...(selected === '' || other === ''
      ? []
      : ([['The two selected runs', '', () => compareSources(bench, run(other), run(selected))]] as const)),
    ...(bench.compare.view === null ? [] : ([['Save the report', '', () => saveReport(bench)]] as const)),
  ]);
}

function screenCommands(bench: Bench): Command[] {
  const { view, theme } = bench;
  return group('Screen', [
    ...Object.entries(workspaces).map(([id, { title, key }]) => [`Go to ${title}`, `Ctrl ${key}`, () => (view.workspace = id)] as const),
    [view.isPresenting ? 'End the presentation' : 'Present: network and plots alone', 'F11', () => view.present(!view.isPresenting)],
    ...regions
      .filter(({ name }) => name !== 'network')
      .map(({ name, title }) => [`${view.hidden.includes(name) ? 'Show' : 'Hide'}: ${title}`, '', () => view.toggleHidden(name)] as const),
    ...(bench.session?.board === undefined && !bench.console.isOpen
      ? []
      : ([
          [
            bench.console.isOpen ? 'Close the console' : 'Console: what goes over the line of the board',
            '',
            () => (bench.console.isOpen = !bench.console.isOpen),
          ],
        ] as const)),
    [theme.current === 'dark' ? 'Light theme' : 'Dark theme', '', () => theme.toggle()],
    ['Save the network or a plot as a figure', 'I', () => bench.figures.open()],
  ]);
}

function openCommands(bench: Bench): Command[] {
  const tasks = bench.catalogue?.tasks ?? [];
  const experiments = (bench.catalogue?.papers ?? []).flatMap((paper) => paper.experiments).filter(({ opens }) => opens);
  return group('Open', [
    ['Open a project', 'Ctrl O', () => (bench.project.isListOpen = true)],
    ...(bench.project.status?.obstacle === ''
      ? ([
          ['Save the project', 'Ctrl S', () => saveProject(bench)],
          ['Save the project as …', 'Ctrl Shift S', () => saveProjectAs(bench)],
          ['Save the experiment as a document', '', () => saveDocument(bench)],
          ['Copy the experiment as text', '', () => copyExperiment(bench)],
        ] as const)
      : []),
    ...(['transistor', 'digipot', 'resistor'] as const).map(
      (edges) => [`New network of ${edges}s`, '', () => newProject(bench, edges)] as const,
    ),
    ...(bench.project.list?.recent ?? []).map(({ name, path }) => [`Recent: ${name}`, '', () => openProject(bench, path)] as const),
    ['All experiments', 'G', () => (bench.view.isGalleryOpen = true)],
    ...tasks.map(({ name, title }) => [`Task: ${title}`, '', () => actions.loadTask(bench, name)] as const),
    ...experiments.map(({ name, title, source }) => [`${title} (${source})`, '', () => actions.loadExperiment(bench, name)] as const),
  ]);
}

function helpCommands(bench: Bench): Command[] {
  const pages = buildPages(null).filter(({ group: list }) => list === 'At the bench');
  return group('Help', [
    ['Keyboard shortcuts', '?', () => (bench.view.isHelpOpen = true)],
    ['Tour: five stops in a minute', '', () => (bench.view.tourStop = 0)],
    ['Messages so far', '', () => (bench.view.isLogOpen = true)],
    ['Manual', 'F1', () => (bench.view.manualPage = 'start')],
    ...pages.map(({ id, title }) => [`Manual: ${title}`, '', () => (bench.view.manualPage = id)] as const),
  ]);
}

/** The commands that have every word of the query, in any order; those that begin with it first. */
export function searchCommands(commands: readonly Command[], query: string): Command[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const begins = ({ title }: Command): boolean => title.toLowerCase().startsWith(query.toLowerCase().trim());
  return commands
    .filter(({ title, group: name }) => words.every((word) => `${name} ${title}`.toLowerCase().includes(word)))
    .toSorted((one, other) => (words.length === 0 ? 0 : Number(begins(other)) - Number(begins(one))));
}
