import { plotKinds } from '../../shared/plots.ts';
import type { Look } from '../../shared/project.ts';
import { colourMeanings, widthMeanings, type ColourMeaning, type WidthMeaning } from '../panels/Schematic/meanings.ts';
import type { Bench } from '../stores/bench.svelte.ts';

/** More plots than any screen has room for. */
const most = plotKinds.length;

/** How this screen looks at the experiment; `null` before there is one. */
export function lookOf({ session, view, plots }: Bench): Look | null {
  if (session === null) return null;
  const { zoom, x, y } = view.viewport;
  return {
    hidden: view.lesson.hidden.filter((region) => region !== 'network'),
    plots: plots.shown(session, most),
    viewport: { zoom, x, y },
    shownNetwork: view.shownNetwork,
    isFlowShown: view.isFlowShown,
    pinnedEdges: view.pinnedEdges.map((edge) => session.edges[edge]?.id ?? ''),
    axes: { ordinates: { ...plots.ranges }, span: plots.span === null ? null : [...plots.span], window: plots.window },
    meaning: { width: view.widthBy, colour: view.colourBy, widthRange: [...view.widthRange], rateRange: view.rateRange },
  };
}

/** Looks at the experiment as a project says; what it does not have is left out. */
export function takeLook(bench: Bench, look: Look): void {
  const { session, view, plots } = bench;
  if (session === null) return;
  view.lesson.hide(look.hidden);
  plots.choose(
    session,
    plotKinds.filter((kind) => look.plots.includes(kind)),
  );
  plots.ranges = look.axes.ordinates;
  plots.span = look.axes.span;
  plots.window = look.axes.window;
  takeMeaning(bench, look.meaning);
  view.viewport = look.viewport;
  view.shownNetwork = look.shownNetwork;
  view.isFlowShown = look.isFlowShown;
  view.pinnedEdges = look.pinnedEdges.flatMap((id) => {
    const edge = session.edges.findIndex((candidate) => candidate.id === id);
    return edge < 0 ? [] : [edge];
  });
}

/** Scales of conductance and rate are as they were; those of another meaning suit what is shown now. */
function takeMeaning({ session, frame, view, damage: { importance } }: Bench, meaning: Look['meaning']): void {
  if (session === null || frame === null || meaning === null) return;
  const data = { session, frame, importance };
  view.widthRange = meaning.widthRange;
  view.rateRange = meaning.rateRange;
  // Importance is measured before it is shown.
  const isThere = (name: string, among: object): boolean => Object.hasOwn(among, name) && (name !== 'importance' || importance !== null);
  if (isThere(meaning.width, widthMeanings)) view.chooseWidth(meaning.width as WidthMeaning, data);
  if (isThere(meaning.colour, colourMeanings)) view.chooseColour(meaning.colour as ColourMeaning, data);
}
