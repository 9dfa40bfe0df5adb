import type { Reference } from '../../shared/references.ts';
import type { Spec } from '../../shared/spec.ts';
import type { Unit } from '../../shared/units.ts';
import type { ExperimentDocument } from '../learning/experiment/document.ts';
import type { Measurement } from '../machine/machine.ts';

/**
 * What a claim is judged by: one statistic over the seeds against one number.
 *
 * `fraction` is the share of seeds whose figure is 1, for figures that are 1 (yes) or 0 (no).
 */
export type Bar =
  | { readonly statistic: Statistic; readonly relation: '>=' | '<='; readonly value: number }
  | { readonly statistic: Statistic; readonly relation: 'between'; readonly value: readonly [number, number] };

export type Statistic = 'median' | 'fraction' | 'lowest' | 'highest';

/** One published statement that a run is held against. */
export interface Claim<Id extends string = string> {
  /** camelCase; key of the figure in the result of `run`. Never reused for another quantity. */
  readonly id: Id;
  /** What the figure is, in words: "Median error of the last 100 steps". */
  readonly quantity: string;
  readonly unit: Unit;
  /** Where it was published. */
  readonly source: Reference;
  /** The published value, in the unit of the claim; text where the paper gives no number. */
  readonly published: number | string;
  /** Absent where the claim is only reported: its verdict is then neither yes nor no. */
  readonly bar?: Bar;
  /** What is shown of a claim without bar, where that is not the median. */
  readonly statistic?: Statistic;
  /** Why the bar stands where it stands; of a claim without bar: why there is none. A sentence. */
  readonly reason: string;
  /** Where an honest simulation differs from the paper: how, and why. A sentence. */
  readonly note?: string;
  /**
   * What a figure of `null` means. `worst` (default): the run failed to produce it, which counts against the claim.
   * `leftOut`: the seed has none to give (a draw that can't be reached); it is left out and the number of these is shown.
   */
  readonly absent?: 'worst' | 'leftOut';
}

/** One seed's figures by claim. 1 and 0 stand for yes and no; `null` where the run gave none. */
export type Figures<Id extends string = string> = Readonly<Record<Id, number | null>>;

/** Told now and then how much of a run is done, 0..1. */
export type Report = (fraction: number) => void;

/** Figures that follow from measurements alone, so that any machine can make them: a board, too, which has no trainer to look into. */
export interface MeasuredFigures<Id extends string = string> {
  /** The runs that are needed; each takes the seed instead of its own. */
  documents(seed: number): readonly ExperimentDocument[];
  /** @param runs  the measurements of each, the first of them before the first step; claims that need more than that are left out */
  figures(runs: readonly (readonly Measurement[])[]): Partial<Figures<Id>>;
}

/** A figure of a paper: the experiment behind it and what was claimed. */
export interface PublishedExperiment<Id extends string = string> {
  /** `kind` is the name of the file; `reference` the figure. There are no parameters: a figure has its values. */
  readonly spec: Spec & { readonly reference: Reference; readonly parameters: Readonly<Record<string, never>> };
  /** At least one; ids are unique within the experiment. */
  readonly claims: readonly Claim<Id>[];
  /** Seeds 1..seeds are run by default: ten or more, or 1 where nothing is random (then always 1). */
  readonly seeds: number;
  /** Seeds of the quick subset; 0 where one seed takes too long for it. The bars are the same. */
  readonly quickSeeds: number;
  /** What the bench opens; `null` for an analysis without a run. */
  document(): ExperimentDocument | null;
  /** Runs one seed. Pure: the same seed gives the same figures, bit for bit. Calls `report` at least every second or so of work. */
  run(seed: number, report: Report): Figures<Id>;
  /** The same on a machine of any kind; absent where a machine does not tell what the figures need. */
  readonly measured?: MeasuredFigures<Id>;
}

/** An entry of the catalogue; the compiler checks that `run` answers every claim. */
export function defineExperiment<const Id extends string>(experiment: PublishedExperiment<Id>): PublishedExperiment<Id> {
  return experiment;
}
