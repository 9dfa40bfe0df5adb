import type { Network } from '../../physics/network.ts';

/** A network of resistors with its one datapoint: sources held at V_S, targets that should reach V_T. */
export interface HeldTask {
  readonly network: Network;
  readonly sources: Int32Array;
  /** V, [source]. */
  readonly sourceVoltages: Float64Array;
  readonly targets: Int32Array;
  /** V, [target]. */
  readonly targetVoltages: Float64Array;
  /** S, [edge]. */
  readonly conductances: Float64Array;
  /** 1 where the edge learns, [edge]; all of them where this is absent. The others keep their conductance, be it below the floor. */
  readonly learns?: Uint8Array;
}

/** The constants of Stern 2022, Eq. 3. */
export interface CoupledRates {
  /** γ_p: how fast node voltages relax, 1/(S·s); one over the capacitance of a node to ground. */
  readonly relaxation: number;
  /** γ_l: how fast conductances learn, S/(V²·s). The scaled learning rate is R = γ_l/γ_p. */
  readonly learning: number;
  /** η, the nudge. */
  readonly nudge: number;
  /** Lowest conductance, S. Without one, conductances turn negative and the voltages run away. */
  readonly floor: number;
  /** Highest conductance, S; none where it is absent. */
  readonly ceiling?: number;
}

/** 1 where the edge learns, [edge]. */
export function learningEdges({ network, learns }: HeldTask): Uint8Array {
  return learns ?? new Uint8Array(network.edgeCount).fill(1);
}
