import type { ConfigOf, Spec } from '../../../shared/spec.ts';

/** The kinds of parameter of one network of a board. */
export type ParameterKind = 'gain' | 'threshold' | 'softness' | 'body' | 'degradation' | 'zero' | 'stray';

/** How an edge is described: which parameters are fitted, the others staying at their starts. */
export interface DeviceModel<S extends Spec = Spec> {
  readonly spec: S;
  /** Fitted; strays, where some were found, always are. */
  readonly free: readonly ParameterKind[];
  /** Starts of the parameters that are shared by all edges. */
  readonly softness: number;
  readonly body: number;
  readonly degradation: number;
  /** For the type alone. */
  readonly config?: ConfigOf<S>;
}

export function defineDevice<const S extends Spec>(model: DeviceModel<S>): DeviceModel<S> {
  return model;
}
