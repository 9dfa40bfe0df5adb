import { helpFor } from './manual/pages.ts';
import * as actions from './stores/actions.ts';
import type { Bench } from './stores/bench.svelte.ts';
import { saveProject, saveProjectAs } from './stores/projectActions.ts';
import * as runActions from './stores/runActions.ts';
import { workspaceAt, workspaces } from './workspaces/index.ts';

/** One line of the list of shortcuts. `scope` says where the key works. */
export interface Shortcut {
  keys: readonly string[];
  does: string;
  scope: 'anywhere' | 'workspaces' | 'network';
}

/** Every key of the bench, for the help dialog. The handlers below and in the schematic follow it. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['Space'], does: 'Run or pause', scope: 'anywhere' },
  { keys: ['.'], does: 'One step, then pause', scope: 'anywhere' },
  { keys: ['R'], does: 'Restart with the same seed', scope: 'anywhere' },
  { keys: ['F'], does: 'Learning on or frozen', scope: 'anywhere' },
  { keys: ['Shift R'], does: 'Record the run, stop recording', scope: 'anywhere' },
  { keys: ['M'], does: 'Mark this moment', scope: 'anywhere' },
  { keys: ['[', ']'], does: 'In a recording: measurement before, next', scope: 'anywhere' },
  { keys: ['Ctrl S', 'Ctrl Shift S'], does: 'Save the project, save it under another name', scope: 'anywhere' },
  { keys: ['Ctrl O'], does: 'Open a project', scope: 'anywhere' },
  { keys: ['E'], does: 'Edit the network, or back to the run', scope: 'anywhere' },
  { keys: ['Ctrl Z'], does: 'Undo the last damage or change', scope: 'anywhere' },
  { keys: ['Ctrl Shift Z', 'Ctrl Y'], does: 'Do it again', scope: 'anywhere' },
  { keys: ['I'], does: 'Save the network or a plot as a figure', scope: 'anywhere' },
  { keys: ['G'], does: 'Experiments: tasks and figures of the papers', scope: 'anywhere' },
  ...Object.values(workspaces).map(({ title, key }) => ({ keys: [`Ctrl ${key}`], does: title, scope: 'workspaces' as const })),
  { keys: ['Ctrl K'], does: 'All commands', scope: 'anywhere' },
  { keys: ['F1'], does: 'Manual: about what has the focus', scope: 'anywhere' },
  { keys: ['F11'], does: 'Present: network and plots alone; Esc ends it', scope: 'anywhere' },
  { keys: ['?'], does: 'This list', scope: 'anywhere' },
  { keys: ['←', '→', '↑', '↓'], does: 'Go to the next edge that way', scope: 'network' },
  { keys: ['N'], does: 'Go to a node of the focused edge, and back', scope: 'network' },
  { keys: ['Home', 'End'], does: 'First and last edge', scope: 'network' },
  { keys: ['X', 'Delete'], does: 'Cut the focused edge', scope: 'network' },
  { keys: ['S'], does: 'Make the focused edge stick, or repair it', scope: 'network' },
  { keys: ['Enter'], does: 'Pin the inspector', scope: 'network' },
  { keys: ['+', '-', '0'], does: 'Zoom in, zoom out, show the whole network', scope: 'network' },
  { keys: ['Shift ←', '→', '↑', '↓'], does: 'Move the network', scope: 'network' },
  { keys: ['P'], does: 'Keep the focused edge in the plot of edge states', scope: 'network' },
  { keys: ['Esc'], does: 'Unpin the inspector', scope: 'network' },
];

/** Whether this key belongs to the focused element: it takes text, or the key presses it. */
function ownsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'range';
  if (target.isContentEditable || target.closest('select, textarea, dialog[open]') !== null) return true;
  return (key === ' ' || key === 'Enter') && target.closest('button, a[href], summary') !== null;
}

/** Keys that work anywhere on the page, except where the focused element has a use for them itself. */
export function handleGlobalKey(bench: Bench, event: KeyboardEvent): void {
  if (event.defaultPrevented || handleScreenKey(bench, event)) return;
  if (event.ctrlKey !== event.altKey && openWorkspace(bench, event)) return;
  if (event.altKey) return;
  if (event.ctrlKey || event.metaKey) return handleUndoKey(bench, event);
  if (ownsKey(event.target, event.key)) return;
  const handlers: Record<string, () => unknown> = {
    // Where the run is not in sight, no single letter is to change it.
    ...(bench.view.workspace === 'bench' ? runKeys(bench) : {}),
    // A browser that is on the whole screen takes this key itself.
    ...(bench.view.isPresenting ? { Escape: () => bench.view.present(false) } : {}),
    i: () => bench.figures.open(),
    g: () => (bench.view.isGalleryOpen = true),
    '?': () => (bench.view.isHelpOpen = true),
  };
  if (event.key === 'R' && event.shiftKey) {
    event.preventDefault();
    return void runActions.toggleRecording(bench);
  }
  const handler = handlers[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (handler === undefined || (event.repeat && !['.', '[', ']'].includes(event.key))) return;
  event.preventDefault();
  handler();
}

/** Keys that work from everywhere, text fields and dialogs too; true: that was one. */
function handleScreenKey(bench: Bench, event: KeyboardEvent): boolean {
  const { view } = bench;
  const isDialog = document.querySelector('dialog[open]') !== null;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') view.isPaletteOpen = !view.isPaletteOpen && !isDialog;
  else if (event.key === 'F1') view.manualPage = isDialog && view.manualPage === null ? null : helpFor(document.activeElement);
  else if (event.key === 'F11') view.present(!view.isPresenting);
  else if ((event.ctrlKey || event.metaKey) && !event.altKey && !isDialog) return handleFileKey(bench, event);
  else return false;
  event.preventDefault();
  return true;
}

/** Keys of files, as every program has them; true: that was one. */
function handleFileKey(bench: Bench, event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (key === 's') void (event.shiftKey ? saveProjectAs(bench) : saveProject(bench));
  else if (key === 'o' && !event.shiftKey) bench.project.isListOpen = true;
  else return false;
  event.preventDefault();
  return true;
}

function runKeys(bench: Bench): Record<string, () => unknown> {
  if (bench.isReplay) {
    return {
      ' ': () => actions.toggleRunning(bench),
      '.': () => runActions.skip(bench, 1),
      ']': () => runActions.skip(bench, 1),
      '[': () => runActions.skip(bench, -1),
    };
  }
  return {
    m: () => runActions.mark(bench, ''),
    ' ': () => actions.toggleRunning(bench),
    '.': () => actions.stepOnce(bench),
    r: () => actions.restart(bench),
    f: () => actions.toggleLearning(bench),
    e: () => (bench.project.isEditing = !bench.project.isEditing),
  };
}

/** Whether the key opens a workspace, and with it done. By the place of the key: some keyboards have their digits under Shift. */
function openWorkspace(bench: Bench, event: KeyboardEvent): boolean {
  const id = workspaceAt(event.code.replace(/^(Digit|Numpad)/, ''));
  if (id === null || document.querySelector('dialog[open]') !== null) return false;
  event.preventDefault();
  bench.view.workspace = id;
  return true;
}

function handleUndoKey(bench: Bench, event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  // A text field takes its own text back.
  const isText = event.target instanceof HTMLTextAreaElement || (event.target instanceof HTMLInputElement && event.target.type !== 'range');
  if ((key !== 'z' && key !== 'y') || isText) return;
  event.preventDefault();
  void (event.shiftKey || key === 'y' ? actions.redoDamage(bench) : actions.undoDamage(bench));
}
