import type { Frame } from '../../../shared/frames.ts';
import type { Session } from '../../../shared/session.ts';
import { formatState } from '../../view/quantities.ts';
import type { Drawing } from './geometry.ts';
import type { LabelWish } from './placement.ts';

/** With more damaged edges than this their labels would hide the network; the meters name them all. */
const maximumEdgeLabels = 10;
/** Widths are estimated, not measured: a label must not move while its digits change, px. */
const letterWidth = 7.4;
const capitalWidth = 8.8;
const voltsWidth = 54;
/** Where nodes are closer together than this, labels carry names only, px. */
const roomyPitch = 64;
/** Longer names stand alone; the list of nodes has the voltage. */
const longestName = 6;

/** A damaged edge and what is written beside it. */
export interface EdgeLabel {
  id: string;
  text: string;
  edge: number;
}

/** The labels of damaged edges: "e10 cut", "e21 stuck 3.02 V"; where nodes are close together "e10", beside a mark that says what it is. */
export function labelEdges(session: Session, frame: Pick<Frame, 'damage' | 'states'>, { pitch }: Pick<Drawing, 'pitch'>): EdgeLabel[] {
  const labels = session.edges.flatMap(({ id }, edge) => {
    const damage = frame.damage[edge] ?? null;
    if (damage === null) return [];
    if (pitch < roomyPitch) return [{ id, edge, text: id }];
    const text = { cut: 'cut', short: 'shorted', stuck: `stuck ${formatState(frame.states[edge], session)}` }[damage];
    return [{ id, edge, text: `${id} ${text}` }];
  });
  return labels.length <= maximumEdgeLabels ? labels : [];
}

/** Whether a label has room for the voltage behind the name. */
export function hasVolts(name: string, drawing: Pick<Drawing, 'pitch'>): boolean {
  return drawing.pitch >= roomyPitch && name.length <= longestName;
}

/** Where labels wish to stand: nodes with a role first, then damaged edges. Hidden nodes are named when they are pointed at. */
export function wishLabels(session: Pick<Session, 'roles'>, edges: readonly EdgeLabel[], drawing: Drawing, scale: number): LabelWish[] {
  const nodes = session.roles.map((role) => ({
    at: drawing.nodes[role.node],
    radius: 20 * scale,
    width:
      15 +
      (role.name.length > longestName ? letterWidth : capitalWidth) * role.name.length +
      (hasVolts(role.name, drawing) ? voltsWidth : -2),
    height: 18,
  }));
  const damaged = edges.map(({ edge, text }) => ({
    at: drawing.edges[edge].middle,
    radius: 13,
    width: letterWidth * text.length,
    height: 15,
  }));
  return [...nodes, ...damaged];
}
