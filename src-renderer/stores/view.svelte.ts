import type { Frame } from '../../shared/frames.ts';
import type { MachineEntry } from '../../shared/machines.ts';
import type { Session } from '../../shared/session.ts';
import {
  colourMeanings,
  widthMeanings,
  type ColourMeaning,
  type EdgeData,
  type Range,
  type WidthMeaning,
} from '../panels/Schematic/meanings.ts';
import { wholeNetwork, type Viewport } from '../panels/Schematic/viewport.ts';
import type { Region } from '../panels/panel.ts';
import { fitRange, fitWidths } from '../view/rates.ts';
import { LessonStore } from './lesson.svelte.ts';

/** What a click on an edge does. */
export type Tool = 'select' | 'cut' | 'stick' | 'short' | 'repair';

/** Which of the two networks is drawn: output nodes always show both; `both` puts the clamped one behind the free one. */
export type ShownNetwork = 'free' | 'clamped' | 'both';

/** End of the colour scale before anybody fits it, such that the first seconds of a run are lively: volts per second, positions or siemens per step. */
const defaultRateRange: Record<Session['edgeKind'], number> = { transistor: 0.1, digipot: 1, resistor: 1e-3 };

/** Curves in the plot of edge states that can be told apart. */
const mostPinned = 5;

/** What a presentation leaves out. */
const presented: readonly Region[] = ['task', 'meters'];

/** How the user looks at the experiment; nothing here reaches the engine. */
export class ViewStore {
  /** What fills the window: a key of `workspaces`. */
  workspace = $state('bench');
  /** Focused or clicked edge, or −1. */
  selectedEdge = $state(-1);
  /** Focused or clicked node, or −1; an edge and a node are never selected at once. */
  selectedNode = $state(-1);
  hoveredEdge = $state(-1);
  hoveredNode = $state(-1);
  isInspectorPinned = $state(false);
  tool = $state<Tool>('select');
  shownNetwork = $state<ShownNetwork>('free');
  /** Enlargement of the schematic about its middle, and how far it was moved, px. */
  viewport = $state.raw<Viewport>(wholeNetwork);
  isHelpOpen = $state(false);
  /** A board whose opening may reset it, while the user is asked about that. */
  asksReset = $state.raw<MachineEntry | null>(null);
  /** An edge whose cut leaves outputs without a way to an imposed voltage, while the user is asked about that. */
  asksIsolation = $state.raw<{ readonly id: string; readonly outputs: readonly string[] } | null>(null);
  isGalleryOpen = $state(false);
  isPaletteOpen = $state(false);
  /** The log of messages. */
  isLogOpen = $state(false);
  /** Page of the manual that is open; `null`: it is closed. */
  manualPage = $state<string | null>(null);
  /** Stop of the tour that is shown, from 0; `null`: no tour. */
  tourStop = $state<number | null>(null);
  /** The network and the plots alone. */
  isPresenting = $state(false);
  /** Parts of the bench that a lesson does not need. */
  readonly lesson = new LessonStore();
  /** Parts of the bench that are out of sight now. */
  readonly hidden: readonly Region[] = $derived(this.isPresenting ? [...presented, ...this.lesson.hidden] : this.lesson.hidden);
  /** Title of the panel that is open beside the rail, where there is little room; '' for none. */
  railPanel = $state('');
  /** Edges whose states stay in the plot of edge states, in the order in which they were pinned. */
  pinnedEdges = $state.raw<readonly number[]>([]);
  /** Rate at the ends of the colour scale. Changes only with the experiment or by `fit`, never by itself. */
  rateRange = $state(0.5);
  /** Conductances at the ends of the scale of widths, S. Of the experiment, not of the moment when it is opened; changes by `fit` alone. */
  widthRange = $state.raw<readonly [number, number]>([0, 1e-3]);

  /** What widths and colours of edges stand for. */
  widthBy = $state<WidthMeaning>('conductance');
  colourBy = $state<ColourMeaning>('rate');
  /** Whether dots run along the edges with the current. */
  isFlowShown = $state(false);
  /** Scales of meanings other than conductance and rate, which have theirs above: fitted when they are chosen. */
  #fittedWidth = $state.raw<Range>([0, 1]);
  #fittedColour = $state.raw<Range>([0, 1]);

  #isSettled = false;

  readonly widthScale: Range = $derived(this.widthBy === 'conductance' ? this.widthRange : this.#fittedWidth);
  readonly colourScale: Range = $derived(this.colourBy === 'rate' ? [-this.rateRange, this.rateRange] : this.#fittedColour);

  /** The edge that the inspector shows: hovered before selected; −1 for none. */
  readonly inspectedEdge: number = $derived(this.hoveredEdge >= 0 && !this.isInspectorPinned ? this.hoveredEdge : this.selectedEdge);
  /** The same for nodes. */
  readonly inspectedNode: number = $derived(this.hoveredNode >= 0 && !this.isInspectorPinned ? this.hoveredNode : this.selectedNode);

  /** Forgets everything about the edges of the experiment before. */
  reset(session: Session): void {
    this.selectedEdge = -1;
    this.selectedNode = -1;
    this.widthBy = 'conductance';
    this.colourBy = 'rate';
    this.hoveredEdge = -1;
    this.hoveredNode = -1;
    this.isInspectorPinned = false;
    this.pinnedEdges = [];
    this.viewport = wholeNetwork;
    this.#isSettled = false;
    this.rateRange = defaultRateRange[session.edgeKind];
    this.widthRange = fitWidths(session.initialConductances, session.conductanceRange);
  }

  select(edge: number): void {
    this.selectedEdge = edge;
    this.selectedNode = -1;
  }

  selectNode(node: number): void {
    this.selectedNode = node;
    this.selectedEdge = -1;
  }

  /** Hides a part of the bench, or shows it again; remembered. To show what a presentation leaves out ends it. */
  toggleHidden(region: Region): void {
    if (!this.isPresenting || !presented.includes(region)) return this.lesson.toggle(region);
    this.lesson.hide(this.lesson.hidden.filter((hidden) => hidden !== region));
    this.present(false);
  }

  /** Begins or ends a presentation, on the whole screen where the browser lets it. */
  present(isPresenting: boolean): void {
    this.isPresenting = isPresenting;
    this.workspace = 'bench';
    const change = isPresenting ? document.documentElement.requestFullscreen?.() : leaveFullscreen();
    // A browser may refuse; the rest of the presentation does not depend on it.
    change?.catch(() => undefined);
  }

  /** Lets the width of an edge stand for something else, on a scale that suits what is shown now. */
  chooseWidth(meaning: WidthMeaning, data: EdgeData): void {
    this.widthBy = meaning;
    if (meaning !== 'conductance') this.#fittedWidth = widthMeanings[meaning].fit(data) ?? this.#fittedWidth;
  }

  chooseColour(meaning: ColourMeaning, data: EdgeData): void {
    this.colourBy = meaning;
    if (meaning !== 'rate') this.#fittedColour = colourMeanings[meaning].fit(data) ?? this.#fittedColour;
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
  fit(data: EdgeData): void {
    this.rateRange = fitRange(data.frame.stateRates) ?? this.rateRange;
    this.widthRange = fitWidths(data.frame.conductances, data.session.conductanceRange);
    this.chooseWidth(this.widthBy, data);
    this.chooseColour(this.colourBy, data);
  }
}

function leaveFullscreen(): Promise<void> | undefined {
  return document.fullscreenElement ? document.exitFullscreen() : undefined;
}
