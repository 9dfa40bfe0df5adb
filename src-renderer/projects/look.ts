import { plotKinds } from '../../shared/plots.ts';
import type { Look } from '../../shared/project.ts';
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
  };
}

/** Looks at the experiment as a project says; what it does not have is left out. */
export function takeLook({ session, view, plots }: Bench, look: Look): void {
  if (session === null) return;
  view.lesson.hide(look.hidden);
  plots.choose(
    session,
    plotKinds.filter((kind) => look.plots.includes(kind)),
  );
  view.viewport = look.viewport;
  view.shownNetwork = look.shownNetwork;
  view.isFlowShown = look.isFlowShown;
  view.pinnedEdges = look.pinnedEdges.flatMap((id) => {
    const edge = session.edges.findIndex((candidate) => candidate.id === id);
    return edge < 0 ? [] : [edge];
  });
}
