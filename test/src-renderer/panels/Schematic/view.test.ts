import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../shared/frames.ts';
import type { Session } from '../../../../shared/session.ts';
import {
  edgeWidth,
  inspectEdge,
  isWidthLogarithmic,
  railOf,
  shapeNodes,
  spokenEdge,
  spokenNode,
  viewEdges,
  voltageFraction,
  type Look,
} from '../../../../src-renderer/panels/Schematic/view.ts';
import { FakeRun } from '../../fake/fakeRun.ts';
import { xorLattice } from '../../fake/networks.ts';

const session: Session = new FakeRun(xorLattice(), 1).session(1, 1);
const scales = { rateRange: 2, widthRange: [0.3e-3, 3.6e-3] } as const;
const look: Look = { widthBy: 'conductance', widthScale: scales.widthRange, colourBy: 'rate', colourScale: [-2, 2] };

/** A frame in which edge 10 reads as in the specification: G 2.91 V, K 1.77 mS. */
function frameWith(change: Partial<Frame> = {}): Frame {
  const fill = <T>(value: T): T[] => session.edges.map(() => value);
  return { ...session.frame, states: fill(2.91), conductances: fill(1.77e-3), stateRates: fill(1.2), damage: fill(null), ...change };
}

describe('edgeWidth', () => {
  it('is linear from 1.5 to 12 px over the range, and clipped', () => {
    expect(edgeWidth(0.3e-3, scales.widthRange)).toBe(1.5);
    expect(edgeWidth(1.95e-3, scales.widthRange)).toBeCloseTo(6.75, 10);
    expect(edgeWidth(9, scales.widthRange)).toBe(12);
    expect(edgeWidth(0, scales.widthRange)).toBe(1.5);
  });

  it('is logarithmic where the range is wide, and never for one from zero', () => {
    expect(isWidthLogarithmic([1e-5, 1.28e-3])).toBe(true);
    expect(isWidthLogarithmic([0, 1.28e-3])).toBe(false);
    expect(edgeWidth(1e-4, [1e-5, 1e-3])).toBeCloseTo(6.75, 10);
    expect(edgeWidth(0, [1e-5, 1e-3])).toBe(1.5);
  });
});

describe('spoken names', () => {
  it.each([
    [{}, 'Edge e10, nodes n10–n11, G 2.91\u00a0V, K 1.77\u00a0mS, R 565\u00a0Ω, rising'],
    [{ stateRates: session.edges.map(() => -1.2) }, 'Edge e10, nodes n10–n11, G 2.91\u00a0V, K 1.77\u00a0mS, R 565\u00a0Ω, falling'],
    [{ stateRates: session.edges.map(() => 0.4) }, 'Edge e10, nodes n10–n11, G 2.91\u00a0V, K 1.77\u00a0mS, R 565\u00a0Ω, steady'],
    [{ damage: session.edges.map(() => 'cut' as const) }, 'Edge e10, nodes n10–n11, cut'],
    [{ damage: session.edges.map(() => 'short' as const) }, 'Edge e10, nodes n10–n11, shorted'],
    [{ damage: session.edges.map(() => 'stuck' as const) }, 'Edge e10, nodes n10–n11, stuck at 2.91\u00a0V, K 1.77\u00a0mS, R 565\u00a0Ω'],
    [{ states: session.edges.map(() => 0.7) }, 'Edge e10, nodes n10–n11, G 0.70\u00a0V, K 1.77\u00a0mS, R 565\u00a0Ω, at lower limit'],
  ] as const)('of an edge: %j', (change, name) => {
    expect(spokenEdge(session, frameWith(change as Partial<Frame>), 10, 2)).toBe(name);
  });

  it('of nodes by role, and of floating ones', () => {
    const shapes = shapeNodes(session);
    const freeVoltages = session.nodes.map(() => 0.214);
    const frame = frameWith({ freeVoltages, clampedVoltages: session.nodes.map(() => 0.22) });
    expect(spokenNode(session, frame, 4, shapes[4])).toBe('Output O+, node n4, free 0.214\u00a0V, clamped 0.220\u00a0V');
    expect(spokenNode(session, frame, 0, shapes[0])).toBe('Input V1, node n0, 0.214\u00a0V');
    expect(spokenNode(session, frame, 2, shapes[2])).toBe('Hidden node n2, 0.214\u00a0V');
    const floating = frameWith({ freeVoltages: session.nodes.map(() => null) });
    expect(spokenNode(session, floating, 2, shapes[2])).toBe('Hidden node n2, no path to a held node');
  });

  it('shape supplies by their sign', () => {
    expect(
      shapeNodes(session)
        .map((shape) => shape.sign)
        .filter((sign) => sign !== ''),
    ).toEqual(['−', '+']);
  });
});

describe('viewEdges', () => {
  it('tells the states of an edge apart by more than colour', () => {
    const damage = session.edges.map((_, edge) => (['cut', 'stuck', 'short'] as const)[edge] ?? null);
    const conductances = session.edges.map((_, edge) => (edge === 3 ? 1e-6 : 1e-3));
    const views = viewEdges({ session, frame: frameWith({ damage, conductances }), importance: null }, look, 'light');
    expect(views.slice(0, 5).map((view) => view.appearance)).toEqual(['cut', 'normal', 'short', 'faint', 'normal']);
    expect(views.slice(0, 5).map((view) => view.isStuck)).toEqual([false, true, false, false, false]);
    expect(views.slice(0, 5).map((view) => view.trend)).toEqual(['steady', 'steady', 'steady', 'rising', 'rising']);
    expect(views[1].colour).not.toBe(views[4].colour);
  });

  it('finds states at the rails', () => {
    expect([0.7, 0.701, 1, 5.7].map((state) => railOf(state, [0.7, 5.7]))).toEqual(['lower', 'lower', null, 'upper']);
  });
});

describe('inspectEdge', () => {
  it('computes drops, current and power from one frame', () => {
    const freeVoltages = session.nodes.map((_, node) => (node === 10 ? 0.3 : 0.2));
    const clampedVoltages = session.nodes.map((_, node) => (node === 10 ? 0.35 : 0.2));
    const rows = Object.fromEntries(
      inspectEdge({ session, frame: frameWith({ freeVoltages, clampedVoltages }), importance: null }, 10).map((row) => [
        row.label,
        row.value,
      ]),
    );
    expect(rows['ΔV free']).toBe('100\u00a0mV');
    expect(rows['ΔV clamped']).toBe('150\u00a0mV');
    expect(rows['current']).toBe('177\u00a0µA');
    expect(rows['power']).toBe('17.7\u00a0µW');
    expect(rows['rate']).toBe('+1.20\u00a0V/s');
  });

  it.each(['transistor', 'digipot', 'resistor'] as const)('names every quantity of a %s once', (edgeKind) => {
    const data = { session: { ...session, edgeKind }, frame: frameWith({}), importance: null };
    const labels = inspectEdge(data, 10).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    const state = { transistor: ['G'], digipot: ['k'], resistor: [] }[edgeKind];
    const ends = [data.session.edges[10].from, data.session.edges[10].to].map((node) => `V at ${session.nodes[node].id}`);
    expect(labels).toEqual([...state, 'rate', 'K', 'R', ...ends, 'ΔV free', 'ΔV clamped', 'current', 'power', 'ΔV² free − clamped']);
  });

  it('has no current where an end floats', () => {
    const rows = inspectEdge({ session, frame: frameWith({ freeVoltages: session.nodes.map(() => null) }), importance: null }, 10);
    expect(rows.find((row) => row.label === 'current')!.value).toBe('–');
  });
});

describe('voltageFraction', () => {
  it('clips to the range and keeps floating nodes apart', () => {
    expect([0, 0.225, 9].map((voltage) => voltageFraction(voltage, [0, 0.45]))).toEqual([0, 0.5, 1]);
    expect(voltageFraction(null, [0, 0.45])).toBeNull();
  });
});
