import type { EdgeDocument, EdgeModelConfig } from '../../../shared/documents/network.ts';
import type { Network } from '../../physics/network.ts';
import type { OutputNodes } from '../clamping/clamping.ts';
import type { ExperimentDocument } from './document.ts';

/** Inputs with labels, row-major. */
export interface DataTable {
  readonly count: number;
  /** V, [datapoint × input]. */
  readonly inputs: Float64Array;
  /** V, [datapoint × output]; written by the trainer where the labels are measured again every epoch. */
  readonly labels: Float64Array;
  /** Class of each datapoint, [datapoint]; empty where the task has none. */
  readonly classes: Int32Array;
}

/** An experiment document made ready to run: names resolved to indices, random choices drawn, everything checked. */
export interface Experiment {
  readonly document: ExperimentDocument;
  readonly network: Network;
  readonly edgeModel: EdgeModelConfig;
  readonly edges: readonly EdgeDocument[];
  /** Size that edges wrap around in a drawing, in lattice spacings. */
  readonly period: { readonly x: number; readonly y: number } | null;
  /** Node of each input, [input]. */
  readonly inputNodes: Int32Array;
  readonly supplyNodes: Int32Array;
  /** V, [supply]. */
  readonly supplyVoltages: Float64Array;
  readonly outputs: OutputNodes;
  readonly training: DataTable;
  readonly test: DataTable | null;
  readonly classNames: readonly string[];
  /** Mean training input of each class, V, [class × input]; empty where the task has no classes. */
  readonly classInputs: Float64Array;
  /** Steps after which the labels of the classes are measured again; 0 where they are given. */
  readonly remeasureEvery: number;
  /** The tasks that follow in the same run, by step, ascending; each an experiment on the same network. */
  readonly sequence: readonly { readonly step: number; readonly isReset: boolean; readonly experiment: Experiment }[];
  /** Damage events by step, ascending. Edges by index; `null` repairs. */
  readonly damage: readonly { readonly step: number; readonly edges: readonly number[]; readonly kind: 'cut' | 'short' | 'stuck' | null }[];
}
