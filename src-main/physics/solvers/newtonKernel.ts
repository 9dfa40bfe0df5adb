import { instantiate, type WasmInstance } from '../../math/webAssembly.ts';
import type { EdgeElements } from '../elements.ts';
import { newtonKernelBytes } from './newtonKernelWasm.ts';
import { wiringOf, type KirchhoffSystem, type Wiring } from './system.ts';

/** When Newton's method ends and when it factors anew: the constants of `NewtonSolver`. */
export interface NewtonLimits {
  readonly leak: number;
  readonly tolerance: number;
  readonly caution: number;
  readonly fast: number;
  readonly maximumSolves: number;
}

/** The head of the memory in bytes, and where its fractions begin, as in newtonKernel.as. */
const HEAD = 112;
const FRACTIONS = 64;

/**
 * The loop of `NewtonSolver` in WebAssembly (newtonKernel.as), to the same bytes, for factors that are kept number by number. It goes the way without obstacles only, which in a run of training is nearly every solution.
 *
 * Elements and voltages are copied into its memory before every solution, which takes some tens of nanoseconds; nothing is allocated.
 */
export class NewtonKernel {
  readonly #elements: EdgeElements;
  readonly #injections: Float64Array | null;
  /** Unknown nodes. */
  readonly #nodes: Int32Array;
  readonly #run: () => number;
  /** V, [node], and S, g, k of every edge, [edge × 3], in the memory of the module. */
  readonly #voltages: Float64Array;
  readonly #numbers: Float64Array;
  /** Currents fed into the unknown nodes, A, in the memory of the module, [unknown]. */
  readonly #fed: Float64Array;

  private constructor(
    instance: WasmInstance,
    system: KirchhoffSystem,
    elements: EdgeElements,
    injections: Float64Array | null,
    layout: Layout,
  ) {
    const { buffer, exports } = instance;
    this.#elements = elements;
    this.#injections = injections;
    this.#nodes = system.nodes;
    this.#run = exports.solve;
    this.#voltages = new Float64Array(buffer, layout.voltages, layout.nodeCount);
    this.#numbers = new Float64Array(buffer, layout.elements, 3 * elements.overdrives.length);
    this.#fed = new Float64Array(buffer, layout.injections, system.nodes.length);
  }

  /** `null` where another kind of factors is used, or there is no WebAssembly. */
  static create(
    system: KirchhoffSystem,
    elements: EdgeElements,
    injections: Float64Array | null,
    limits: NewtonLimits,
  ): NewtonKernel | null {
    const { plan } = system;
    if (plan.count === 0 || plan.border > 0 || plan.blocks !== null || plan.iterated !== null) return null;
    const wiring = wiringOf(system);
    const layout = layOut(system, elements, wiring);
    const instance = instantiate(newtonKernelBytes, layout.size);
    if (instance === null) return null;
    fill(instance.buffer, system, wiring, layout);
    const { leak, tolerance, caution, fast, maximumSolves } = limits;
    const integers = new Int32Array(instance.buffer);
    integers[FRACTIONS / 4 - 2] = maximumSolves;
    new Float64Array(instance.buffer).set([leak, tolerance, caution, fast], FRACTIONS / 8);
    integers.set([layout.injections, injections === null ? 1 : 0], FRACTIONS / 4 + 8);
    return new NewtonKernel(instance, system, elements, injections, layout);
  }

  /**
   * @param voltages  V, [node]: held entries are read, the others hold the first guess and receive the answer
   * @returns         the number of linear solves; 0, and the voltages as they were, where `NewtonSolver` has to find the way
   */
  solve(voltages: Float64Array): number {
    const { transconductances, overdrives, conductances } = this.#elements;
    const numbers = this.#numbers;
    const inside = this.#voltages;
    const nodes = this.#nodes;
    const injections = this.#injections;
    const fed = this.#fed;
    for (let edge = 0, place = 0; edge < overdrives.length; edge++, place += 3) {
      numbers[place] = transconductances[edge];
      numbers[place + 1] = overdrives[edge];
      numbers[place + 2] = conductances[edge];
    }
    for (let node = 0; node < inside.length; node++) inside[node] = voltages[node];
    if (injections !== null) for (let unknown = 0; unknown < nodes.length; unknown++) fed[unknown] = injections[nodes[unknown]];
    const solves = this.#run();
    if (solves > 0) for (let unknown = 0; unknown < nodes.length; unknown++) voltages[nodes[unknown]] = inside[nodes[unknown]];
    return solves;
  }
}

/** Where everything begins in the memory, bytes. */
interface Layout {
  readonly nodeCount: number;
  readonly rows: number;
  readonly entries: number;
  readonly voltages: number;
  readonly elements: number;
  readonly injections: number;
  readonly tables: number;
  readonly size: number;
}

function layOut({ plan, nodeA, nodeB }: KirchhoffSystem, { overdrives }: EdgeElements, { inner, outer }: Wiring): Layout {
  const nodeCount = 1 + [nodeA, nodeB].flatMap((ends) => [...ends]).reduce((largest, node) => Math.max(largest, node), 0);
  const rows = HEAD;
  const entries = rows + 16 * plan.count;
  const voltages = entries + 16 * plan.rows.length;
  const elements = voltages + 8 * nodeCount;
  const injections = elements + 24 * overdrives.length;
  const tables = injections + 8 * plan.count;
  const places = outer.length + (6 / 7) * inner.length + outer.length + 2 * plan.count + plan.rows.length + plan.targets.length;
  return { nodeCount, rows, entries, voltages, elements, injections, tables, size: tables + 4 * Math.ceil(places) };
}

/** Writes the tables of addresses, and the head that says where they are. */
function fill(buffer: ArrayBuffer, { plan, nodes }: KirchhoffSystem, { inner, outer }: Wiring, layout: Layout): void {
  const head: number[] = [];
  const memory = new Int32Array(buffer);
  let next = layout.tables;
  const write = (table: readonly number[]): void => {
    memory.set(table, next / 4);
    head.push(next);
    next += 4 * table.length;
  };
  const element = (edge: number): number => layout.elements + 24 * edge;
  const voltage = (node: number): number => layout.voltages + 8 * node;
  const row = (unknown: number): number => layout.rows + 16 * unknown;
  // The diagonal comes first in a plan, then the lower part, then the upper one in the same order.
  const entry = (slot: number): number => layout.entries + 16 * ((slot - plan.lower) % plan.rows.length);

  write([...new Set(tuples(outer, 4, ([, , held]) => [voltage(held)]))]);
  head.push(next);
  write(
    tuples(inner, 7, ([edge, a, b, i, j, slot]) =>
      i < j
        ? [element(edge), voltage(a), voltage(b), row(i), row(j), entry(slot)]
        : [element(edge), voltage(b), voltage(a), row(j), row(i), entry(slot)],
    ),
  );
  head.push(next);
  write(tuples(outer, 4, ([edge, node, held, i]) => [element(edge), voltage(node), voltage(held), row(i)]));
  head.push(next);
  head.push(layout.rows, layout.entries);
  write([...nodes].map(voltage));
  write([...plan.starts.subarray(1)].map((end) => layout.entries + 16 * end));
  head.push(layout.entries, layout.voltages);
  write([...plan.rows].map(row));
  write([...plan.targets].map(entry));
  memory.set(head);
}

/** A packed table, of so many numbers each, as another one. */
function tuples(packed: Int32Array, size: number, map: (tuple: readonly number[]) => readonly number[]): number[] {
  return Array.from({ length: packed.length / size }, (_, index) => map([...packed.subarray(size * index, size * (index + 1))])).flat();
}
