import type { Derivative } from '../../math/stepControl.ts';
import { instantiate } from '../../math/webAssembly.ts';
import { flowKernelBytes } from './flowKernelWasm.ts';
import { learningEdges, type CoupledRates, type HeldTask } from './heldTask.ts';

/** Bytes of the head of the memory, and where its fractions begin, as in flowKernel.as. */
const HEAD = 96;
const FRACTIONS = 48;

/** `coupledFlow` in WebAssembly (flowKernel.as), to the same bytes; `null` where there is no WebAssembly. */
export function flowKernel(task: HeldTask, { relaxation, learning, nudge, floor, ceiling = Infinity }: CoupledRates): Derivative | null {
  const { network, sources, targets, targetVoltages } = task;
  const { from, to, nodeCount, edgeCount } = network;
  const size = 2 * nodeCount + edgeCount;
  // Pairs first, so that none lies across two lines of the cache.
  const pairs = HEAD;
  const slopes = pairs + 16 * nodeCount;
  const state = slopes + 16 * nodeCount;
  const rates = state + 8 * size;
  const wanted = rates + 8 * size;
  const edges = wanted + 8 * targets.length;
  const sourceTable = edges + 12 * edgeCount;
  const targetTable = sourceTable + 4 * sources.length;
  const end = targetTable + 4 * targets.length;

  const instance = instantiate(flowKernelBytes, end);
  if (instance === null) return null;
  const { buffer, exports } = instance;
  const integers = new Int32Array(buffer);
  integers.set([nodeCount, state, rates, pairs, slopes, edges, sourceTable, sourceTable, targetTable, targetTable, end, wanted]);
  learningEdges(task).forEach((learns, edge) => {
    integers.set([pairs + 16 * from[edge], pairs + 16 * to[edge], learns], edges / 4 + 3 * edge);
  });
  integers.set(sources, sourceTable / 4);
  integers.set(targets, targetTable / 4);
  new Float64Array(buffer).set([relaxation, learning, nudge, floor, ceiling], FRACTIONS / 8);

  const inside = new Float64Array(buffer, state, size);
  const outside = new Float64Array(buffer, rates, size);
  const wantedVoltages = new Float64Array(buffer, wanted, targets.length);
  const { evaluate } = exports;
  return (_time, present, changes) => {
    inside.set(present);
    wantedVoltages.set(targetVoltages);
    evaluate();
    changes.set(outside);
  };
}
