import type { NetworkParameters } from './boardNetwork.ts';

/** How a source imposes a voltage: V = gain·V_imposed + zero behind a resistance. Voltages are true ones. */
export interface SourceParameters {
  readonly node: number;
  readonly gain: number;
  /** V. */
  readonly zero: number;
  /** Ω. */
  readonly resistance: number;
}

/**
 * How far a clamped output node is moved from the free one, both as read, V:
 *
 *   V^C − V^F = η·(byLabel·X + byOutput·O + byNudge) + zero
 *
 * X is the label L, under overclamping the far label on its side. Ideal: ±1, ∓1, 0, 0 (half of it where an output is differential).
 */
export interface NudgeParameters {
  readonly node: number;
  readonly byLabel: number;
  readonly byOutput: number;
  readonly byNudge: number;
  readonly zero: number;
}

/**
 * What moves a gate while it learns. Every edge computes A_0·(ΔV_F² − ΔV_C²) with amplifiers and a multiplier that are not perfect:
 * two gains that differ, zeros of the inputs, a common mode that leaks in, a zero of the output. To first order in these,
 *
 *   dG/dt = A·(ΔV_F² − ΔV_C²) + m·(ΔV_F² + ΔV_C²)/2 + p·ΔV_F + q·ΔV_C + f·ΔV_F·V̄_F + c·ΔV_C·V̄_C + l·(G − 3 V) + B + rails
 *
 * which makes the bias of Dillavou 2025 a function of the state, as its Appendix C expects. The leak is there because the current
 * that charges the gate falls as the gate rises: left out, held-out rates of the measured boards are missed by a third more.
 */
export const driveTerms = {
  squares: { title: 'A, learning rate', unit: '1/(V s)', mean: 1900, spread: 400 },
  mismatch: { title: 'm, difference of the two gains', unit: '1/(V s)', mean: 0, spread: 60 },
  free: { title: 'p, zero of the free input', unit: '1/s', mean: 0, spread: 12 },
  clamped: { title: 'q, zero of the clamped input', unit: '1/s', mean: 0, spread: 12 },
  freeCommon: { title: 'f, common mode of the free input', unit: '1/(V s)', mean: 0, spread: 60 },
  clampedCommon: { title: 'c, common mode of the clamped input', unit: '1/(V s)', mean: 0, spread: 60 },
  gate: { title: 'l, leak of the gate', unit: '1/s', mean: -1, spread: 1 },
  time: { title: 'B, bias', unit: 'V/s', mean: 0, spread: 5 },
} as const;

/** The gate about which the leak turns, so that B is the bias in the middle of the range, V. */
export const GATE_CENTRE = 3;

export type DriveTerm = keyof typeof driveTerms;
export const driveTermNames = Object.keys(driveTerms) as DriveTerm[];

export interface LearningParameters {
  /** The factor of each term, in its unit, [term][edge]. */
  readonly factors: Readonly<Record<DriveTerm, Float64Array>>;
  /** The gate at which the diode that bounds it from below lifts it by 1 V/s, V, [edge]: it conducts as exp((V_d − G)/w). */
  readonly diodes: Float64Array;
  /** Where the end of the supply holds a gate back by 1 V/s, V, [edge] (`gateMotion.ts`). */
  readonly ceilings: Float64Array;
  /** Where gates stop dead, V: the limits that the experiment states, where no gate of the calibration has shown how its rail gives way. */
  readonly floor?: number;
  readonly ceiling?: number;
  /** Standard deviation of what all this misses of the rate of a gate, from state to state, V/s; absent: not known. */
  readonly missed?: number;
  /** Standard deviation of one reading of a gate, V; absent: as of the measured boards. */
  readonly reading?: number;
  /** Standard deviations of the factors; absent: they are known. */
  readonly deviations?: LearningParameters['factors'];
  /** Covariances of the factors of each edge, upper triangle by rows, [edge][pair]; absent: they are independent. */
  readonly covariances?: readonly (readonly number[])[];
}

/** All that is known of a board in one wiring. */
export interface BoardParameters {
  readonly free: NetworkParameters;
  readonly clamped: NetworkParameters;
  readonly freeSources: readonly SourceParameters[];
  readonly clampedSources: readonly SourceParameters[];
  readonly nudges: readonly NudgeParameters[];
  readonly learning: LearningParameters;
}
