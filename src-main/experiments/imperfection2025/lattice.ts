import { parseDocument } from '../../../shared/documents/parse.ts';
import { experimentDocument, type ExperimentDocument, type ExperimentInput } from '../../learning/experiment/document.ts';
import { lattice2024, STEP_TIME } from '../transistors2024/lattice.ts';

/** The constant inputs, V (Dillavou 2025, Appendix B). */
export const HIGH = 0.435;
export const LOW = 0.018;

/** Spread of the update bias over the edges, V/s: "of order 2 V/s" (Appendix C). */
export const BIAS = 2;

/** The inverted input that is imposed beside a variable one, V' = V₊ + V₋ − V: with it the range is mirrored onto itself. */
export const inverted = (voltage: number): number => HIGH + LOW - voltage;

/** Nodes of V1, V1', V2, V2', V₊, V₋, O₊, O₋. */
export type Placement = readonly [number, number, number, number, number, number, number, number];

/** A task of the 4 × 4 lattice with two variable inputs and one differential output. */
export interface LatticeTask {
  readonly title: string;
  readonly description: string;
  /** Figure of the paper. */
  readonly place: string;
  readonly placement: Placement;
  /** V1 and V2 of each datapoint, V. */
  readonly points: readonly (readonly [number, number])[];
  /** V, [datapoint]. */
  readonly labels: readonly number[];
  readonly clamping: ExperimentInput['clamping'];
  readonly schedule: ExperimentInput['schedule'];
  /** Learning time of the whole run, s. */
  readonly seconds: number;
  /** Spread of the update bias, V/s; 0: none. */
  readonly bias: number;
}

/** Gate voltages at the start, V, with half the width of a uniform spread; nothing in the paper tells them. */
const GATE = 2.5;
const GATE_SPREAD = 0.5;

/** The lowest gate voltage that the circuit's diode lets through, V (facts of the board of 2024). */
const GATE_FLOOR = 1.1;

/** The document of such a task; the inverted inputs are columns of its dataset. */
export function latticeTask(task: LatticeTask): ExperimentDocument {
  const [v1, v1Inverted, v2, v2Inverted, high, low, plus, minus] = task.placement.map((node) => `n${node}`);
  const steps = Math.round(task.seconds / STEP_TIME);
  return parseDocument(
    experimentDocument,
    {
      format: experimentDocument.format,
      version: experimentDocument.version,
      title: task.title,
      description: task.description,
      source: `Dillavou 2025, ${task.place}`,
      generate: lattice2024(GATE, GATE_SPREAD),
      roles: {
        inputs: [
          { name: 'V1', node: v1 },
          { name: 'V1′', node: v1Inverted },
          { name: 'V2', node: v2 },
          { name: 'V2′', node: v2Inverted },
        ],
        supplies: [
          { name: 'V+', node: high, voltage: HIGH },
          { name: 'V−', node: low, voltage: LOW },
        ],
        outputs: [{ name: 'O', plus, minus }],
      },
      dataset: {
        kind: 'table',
        inputs: task.points.map(([first, second]) => [first, inverted(first), second, inverted(second)]),
        labels: task.labels.map((label) => [label]),
      },
      rule: { kind: 'continuous', gateFloor: GATE_FLOOR },
      clamping: task.clamping,
      schedule: task.schedule,
      stepTime: STEP_TIME,
      steps,
      measure: { every: Math.min(100, steps), of: 'training' },
      imperfections: task.bias === 0 ? [] : [{ kind: 'bias', spread: task.bias }],
    },
    task.title,
  );
}
