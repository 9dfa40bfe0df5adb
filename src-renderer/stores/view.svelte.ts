import type { Frame } from '../../shared/frames.ts';
import type { Session } from '../../shared/session.ts';
import { wholeNetwork, type Viewport } from '../panels/Schematic/viewport.ts';
import { fitRange, fitWidths } from '../view/rates.ts';

/** What a click on an edge does. */
export type Tool = 'select' | 'cut' | 'stick' | 'repair';

/** Which of the two networks the colours of the nodes show. Output nodes always show both. */
export type ShownNetwork = 'free' | 'clamped';

/** End of the colour scale before anybody fits it, such that the first seconds of a run are lively: volts per second, positions or siemens per step. */
const defaultRateRange: Record<Session['edgeKind'], number> = { transistor: 0.1, digipot: 1, resistor: 1e-3 };

/** Curves in the plot of edge states that can be told apart. */
const mostPinned = 5;

/** How the user looks at the experiment; nothing here reaches the engine. */
export class ViewStore {
  /** What fills the window: a key of `workspaces`. */
  workspace = $state('bench');
  /** Focused or clicked edge, or −1. */
  selectedEdge = $state(-1);
  hoveredEdge = $state(-1);
  hoveredNode = $state(-1);
  isInspectorPinned = $state(false);
  tool = $state<Tool>('select');
  shownNetwork = $state<ShownNetwork>('free');
  /** Enlargement of the schematic about its middle, and how far it was moved, px. */
  viewport = $state.raw<Viewport>(wholeNetwork);
  isHelpOpen = $state(false);
  isGalleryOpen = $state(false);
  /** Edges whose states stay in the plot of edge states, in the order in which they were pinned. */
  pinnedEdges = $state.raw<readonly number[]>([]);
  /** Rate at the ends of the colour scale. Changes only with the experiment or by `fit`, never by itself. */
  rateRange = $state(0.5);
  /** Conductances at the ends of the scale of widths, S. Fitted once when an experiment is opened, then by `fit` alone. */
  widthRange = $state.raw<readonly [number, number]>([0, 1e-3]);

  #isSettled = false;

  /** The edge that the inspector shows: hovered before selected; −1 for none. */
  readonly inspectedEdge: number = $derived(this.hoveredEdge >= 0 && !this.isInspectorPinned ? this.hoveredEdge : this.selectedEdge);

  /** Forgets everything about the edges of the experiment before. */
  reset(session: Session): void {
    this.selectedEdge = -1;
    this.hoveredEdge = -1;
    this.hoveredNode = -1;
    this.isInspectorPinned = false;
    this.pinnedEdges = [];
    this.viewport = wholeNetwork;
    this.#isSettled = false;
    this.rateRange = defaultRateRange[session.edgeKind];
    this.widthRange = fitWidths(session.frame.conductances, session.conductanceRange);
  }

  select(edge: number): void {
    this.selectedEdge = edge;
  }

  /** Keeps an edge in the plot of edge states, or lets it go; the oldest makes room for a sixth. */
  togglePin(edge: number): void {
    const others = this.pinnedEdges.filter((pinned) => pinned !== edge);
    this.pinnedEdges = others.length < this.pinnedEdges.length ? others : [...others, edge].slice(-mostPinned);
  }

  /** Rates of conductances depend on the rule by orders of magnitude: their scale is fitted to the first ones, once. */
  settle(session: Session, frame: Frame): void {
    if (this.#isSettled || session.edgeKind !== 'resistor') return;
    const range = fitRange(frame.stateRates);
    if (range === null) return;
    this.rateRange = range;
    this.#isSettled = true;
  }

  /** Fits both scales to what is on screen now. */
  fit(session: Session, frame: Frame): void {
    this.rateRange = fitRange(frame.stateRates) ?? this.rateRange;
    this.widthRange = fitWidths(frame.conductances, session.conductanceRange);
  }
}
