import type { EdgeDocument, EdgeModelConfig, EdgeModelKind } from '../../../shared/documents/network.ts';
import type { Spec } from '../../../shared/spec.ts';
import type { Unit } from '../../../shared/units.ts';
import type { EdgeElements } from '../elements.ts';

/** The state and the constants of all edges of one network. */
export interface EdgeBank {
  readonly model: EdgeModelConfig;
  /** The learning degree of freedom: gate voltage (V), wiper position or conductance (S), [edge]. */
  readonly states: Float64Array;
  /** 1 where the edge has a state of its model, 0 for a fixed resistor, [edge]. */
  readonly isAdaptive: Uint8Array;
  /** Per-edge constants of the model: S (A/V²) and V_th (V) of a transistor, Ω per wiper step of a digipot, [edge]. */
  readonly scales: Float64Array;
  readonly offsets: Float64Array;
  /** Conductance of the fixed resistors, S, [edge]. */
  readonly fixedConductances: Float64Array;
  /** 1 where the element follows the state: adaptive and neither cut nor shorted, [edge]. */
  readonly followsState: Uint8Array;
  readonly elements: EdgeElements;
}

/** A kind of device: how an edge's state becomes its element. */
export interface EdgeModel<K extends EdgeModelKind = EdgeModelKind> {
  readonly spec: Spec & { readonly kind: K };
  /** The key of an edge in a network document that carries the state. */
  readonly stateKey: 'conductance' | 'tap' | 'gate';
  readonly stateTitle: string;
  readonly stateUnit: Unit;
  /** True where the state can be changed by learning. */
  readonly learns: boolean;
  /** Reads one adaptive edge of a document into the bank. */
  readEdge(bank: EdgeBank, edge: number, document: EdgeDocument): void;
  /** Writes the elements of all edges that follow their state. Runs in the inner loop: O(edges), allocates nothing. */
  refresh(bank: EdgeBank): void;
  /** Lowest and highest state that the device itself allows. */
  stateRange(model: EdgeModelConfig): [number, number];
}
