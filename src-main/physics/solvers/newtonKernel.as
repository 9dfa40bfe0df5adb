/*
 * AssemblyScript: the loop of `NewtonSolver` (newton.ts) for small networks, where nothing goes wrong. Every number is made by the same operations
 * in the same order, so that the results are the same bytes. Pairs of numbers that lie side by side go through vectors of two: the
 * diagonal of a row with its right-hand side, and an entry of L with that of U in the same place. `npm run wasm` compiles it into newtonKernelWasm.ts.
 *
 * Tables hold addresses, in bytes; `newtonKernel.ts` lays them out and fills the head of the memory:
 */
const BOUNDARY: usize = 0; // of the voltage of each held node next to an unknown one
const BOUNDARY_END: usize = 4;
const INNER: usize = 8; // six for each edge between two unknown nodes: element, voltage a, voltage b, row a, row b, entry; a is eliminated before b
const INNER_END: usize = 12;
const OUTER: usize = 16; // four for each edge from an unknown node to a held one: element, voltage, imposed voltage, row
const OUTER_END: usize = 20;
const ROWS: usize = 24; // [unknown], two numbers each: diagonal (1/D after `factor`), right-hand side
const ROWS_END: usize = 28;
const NODES: usize = 32; // of the voltage of each unknown, [unknown]
const COLUMNS: usize = 36; // of the end of each column of entries, [unknown]
const ENTRIES: usize = 40; // column by column, two numbers each: L, U
const ENTRIES_END: usize = 44;
const ENTRY_ROWS: usize = 48; // of the row of each entry of L
const TARGETS: usize = 52; // as in `FactorPlan`
const MAXIMUM_SOLVES: usize = 56;
const LEAK: usize = 64;
const TOLERANCE: usize = 72;
const CAUTION: usize = 80;
const FAST: usize = 88;
const INJECTIONS: usize = 96; // current fed into each unknown, [unknown]
const HAS_BOX: usize = 100; // 1 where there are none

/** The furthest that a node went in the last step, V, and Σ|F|, A. */
let moved: f64 = 0;
let norm: f64 = 0;
/** The box. */
let lowest: f64 = 0;
let highest: f64 = 0;

/** The number of linear solves; 0 where this is not the way: `NewtonSolver` begins anew then. */
export function solve(): i32 {
  const tolerance = load<f64>(TOLERANCE);
  const caution = load<f64>(CAUTION);
  const fast = load<f64>(FAST);
  const most = load<i32>(MAXIMUM_SOLVES);
  enterBox();
  for (let solves = 1; solves <= most; solves++) {
    assemble();
    let before = norm;
    if (!factor()) return 0;
    substitute();
    move();
    if (moved <= tolerance) return solves;
    residual();
    if (!(norm < fast * before)) return 0;
    do {
      before = norm;
      const previous = moved;
      solves++;
      eliminate();
      substitute();
      move();
      if (moved <= tolerance || caution * moved * moved <= tolerance * previous) return solves;
      residual();
      if (norm > before) return 0;
    } while (norm < fast * before);
  }
  return 0;
}

function enterBox(): void {
  if (load<i32>(HAS_BOX) === 0) {
    lowest = -Infinity;
    highest = Infinity;
    return;
  }
  const end: usize = load<u32>(BOUNDARY_END);
  lowest = Infinity;
  highest = -Infinity;
  for (let place: usize = load<u32>(BOUNDARY); place < end; place += 4) {
    const voltage = load<f64>(load<u32>(place));
    if (voltage < lowest) lowest = voltage;
    if (voltage > highest) highest = voltage;
  }
  let node: usize = load<u32>(NODES);
  const last: usize = node + ((load<u32>(ROWS_END) - load<u32>(ROWS)) >> 2);
  for (; node < last; node += 4) {
    const at: usize = load<u32>(node);
    const voltage = load<f64>(at);
    if (voltage < lowest) store<f64>(at, lowest);
    else if (voltage > highest) store<f64>(at, highest);
  }
}

/** The Jacobian with the leak on its diagonal, −F, and Σ|F|. */
function assemble(): void {
  const zero = f64x2.splat(0);
  const rows: usize = load<u32>(ROWS);
  const rowsEnd: usize = load<u32>(ROWS_END);
  const entriesEnd: usize = load<u32>(ENTRIES_END);
  let injection: usize = load<u32>(INJECTIONS);
  for (let row = rows; row < rowsEnd; row += 16, injection += 8) v128.store(row, v128.load_lane<f64>(injection, zero, 1));
  for (let entry: usize = load<u32>(ENTRIES); entry < entriesEnd; entry += 16) v128.store(entry, zero);
  const innerEnd: usize = load<u32>(INNER_END);
  for (let place: usize = load<u32>(INNER); place < innerEnd; place += 24) {
    const element: usize = load<u32>(place);
    const rowA: usize = load<u32>(place, 12);
    const rowB: usize = load<u32>(place, 16);
    const entry: usize = load<u32>(place, 20);
    const voltages = v128.load_lane<f64>(load<u32>(place, 8), v128.load64_splat(load<u32>(place, 4)), 1);
    const channel = load<f64>(element);
    const conductance = load<f64>(element, 16);
    const open = f64x2.pmax(f64x2.sub(v128.load64_splat(element, 8), voltages), zero);
    const openA = f64x2.extract_lane(open, 0);
    const openB = f64x2.extract_lane(open, 1);
    const drop = f64x2.extract_lane(voltages, 0) - f64x2.extract_lane(voltages, 1);
    const current = 0.5 * channel * (openB - openA) * (openB + openA) + conductance * drop;
    const slopes = f64x2.add(f64x2.mul(f64x2.splat(channel), open), f64x2.splat(conductance));
    v128.store(rowA, f64x2.add(v128.load(rowA), f64x2.replace_lane(slopes, 1, -current)));
    v128.store(rowB, f64x2.add(v128.load(rowB), f64x2.replace_lane(v128.shuffle<f64>(slopes, slopes, 1, 1), 1, current)));
    v128.store(entry, f64x2.sub(v128.load(entry), slopes));
  }
  const outerEnd: usize = load<u32>(OUTER_END);
  for (let place: usize = load<u32>(OUTER); place < outerEnd; place += 16) {
    const element: usize = load<u32>(place);
    const row: usize = load<u32>(place, 12);
    const voltages = v128.load_lane<f64>(load<u32>(place, 8), v128.load64_splat(load<u32>(place, 4)), 1);
    const channel = load<f64>(element);
    const conductance = load<f64>(element, 16);
    const opening = f64x2.pmax(f64x2.sub(v128.load64_splat(element, 8), voltages), zero);
    const open = f64x2.extract_lane(opening, 0);
    const openImposed = f64x2.extract_lane(opening, 1);
    const drop = f64x2.extract_lane(voltages, 0) - f64x2.extract_lane(voltages, 1);
    const current = 0.5 * channel * (openImposed - open) * (openImposed + open) + conductance * drop;
    const both = f64x2.replace_lane(f64x2.splat(channel * open + conductance), 1, -current);
    v128.store(row, f64x2.add(v128.load(row), both));
  }
  const leak = load<f64>(LEAK);
  let sum: f64 = 0;
  for (let row = rows; row < rowsEnd; row += 16) {
    sum += Math.abs(load<f64>(row, 8));
    store<f64>(row, load<f64>(row) + leak);
  }
  norm = sum;
}

/** −F and Σ|F|. */
function residual(): void {
  const zero = f64x2.splat(0);
  const rows: usize = load<u32>(ROWS);
  const rowsEnd: usize = load<u32>(ROWS_END);
  let injection: usize = load<u32>(INJECTIONS);
  for (let row = rows; row < rowsEnd; row += 16, injection += 8) store<f64>(row, load<f64>(injection), 8);
  const innerEnd: usize = load<u32>(INNER_END);
  for (let place: usize = load<u32>(INNER); place < innerEnd; place += 24) {
    const element: usize = load<u32>(place);
    const rowA: usize = load<u32>(place, 12);
    const rowB: usize = load<u32>(place, 16);
    const current = currentOf(element, load<u32>(place, 4), load<u32>(place, 8), zero);
    store<f64>(rowA, load<f64>(rowA, 8) - current, 8);
    store<f64>(rowB, load<f64>(rowB, 8) + current, 8);
  }
  const outerEnd: usize = load<u32>(OUTER_END);
  for (let place: usize = load<u32>(OUTER); place < outerEnd; place += 16) {
    const row: usize = load<u32>(place, 12);
    store<f64>(row, load<f64>(row, 8) - currentOf(load<u32>(place), load<u32>(place, 4), load<u32>(place, 8), zero), 8);
  }
  let sum: f64 = 0;
  for (let row = rows; row < rowsEnd; row += 16) sum += Math.abs(load<f64>(row, 8));
  norm = sum;
}

@inline
function currentOf(element: usize, a: usize, b: usize, zero: v128): f64 {
  const voltages = v128.load_lane<f64>(b, v128.load64_splat(a), 1);
  const open = f64x2.pmax(f64x2.sub(v128.load64_splat(element, 8), voltages), zero);
  const openA = f64x2.extract_lane(open, 0);
  const openB = f64x2.extract_lane(open, 1);
  const drop = f64x2.extract_lane(voltages, 0) - f64x2.extract_lane(voltages, 1);
  return 0.5 * load<f64>(element) * (openB - openA) * (openB + openA) + load<f64>(element, 16) * drop;
}

/** `factorGeneral`. */
function factor(): bool {
  const rowsEnd: usize = load<u32>(ROWS_END);
  let entry: usize = load<u32>(ENTRIES);
  let entryRow: usize = load<u32>(ENTRY_ROWS);
  let column: usize = load<u32>(COLUMNS);
  let target: usize = load<u32>(TARGETS);
  for (let row: usize = load<u32>(ROWS); row < rowsEnd; row += 16) {
    const pivot = load<f64>(row);
    if (!(pivot > 0)) return false;
    const inverse = 1 / pivot;
    store<f64>(row, inverse);
    const both = f64x2.splat(inverse);
    const known = v128.load64_splat(row, 8);
    const begin = entry;
    const end: usize = load<u32>(column);
    column += 4;
    for (; entry < end; entry += 16) {
      const pair = v128.load(entry);
      const scaled = f64x2.mul(pair, both);
      for (let other = begin; other < entry; other += 16) {
        const at: usize = load<u32>(target);
        target += 4;
        const crossed = v128.load(other);
        v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(scaled, v128.shuffle<f64>(crossed, crossed, 1, 0))));
      }
      const at: usize = load<u32>(entryRow);
      entryRow += 4;
      const left = v128.shuffle<f64>(scaled, scaled, 0, 0);
      v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(left, v128.shuffle<f64>(pair, known, 1, 3))));
    }
  }
  return true;
}

function eliminate(): void {
  const rowsEnd: usize = load<u32>(ROWS_END);
  let entry: usize = load<u32>(ENTRIES);
  let entryRow: usize = load<u32>(ENTRY_ROWS);
  let column: usize = load<u32>(COLUMNS);
  for (let row: usize = load<u32>(ROWS); row < rowsEnd; row += 16) {
    const known = load<f64>(row, 8) * load<f64>(row);
    const end: usize = load<u32>(column);
    column += 4;
    for (; entry < end; entry += 16) {
      const at: usize = load<u32>(entryRow);
      entryRow += 4;
      store<f64>(at, load<f64>(at, 8) - load<f64>(entry) * known, 8);
    }
  }
}

function substitute(): void {
  const rows: usize = load<u32>(ROWS);
  const entries: usize = load<u32>(ENTRIES);
  let entry: usize = load<u32>(ENTRIES_END);
  let entryRow: usize = <usize>load<u32>(ENTRY_ROWS) + ((entry - entries) >> 2);
  let column: usize = <usize>load<u32>(COLUMNS) + ((<usize>load<u32>(ROWS_END) - rows) >> 2);
  for (let row: usize = load<u32>(ROWS_END); row > rows; ) {
    row -= 16;
    column -= 4;
    const begin: usize = row === rows ? entries : load<u32>(column - 4);
    let sum = load<f64>(row, 8);
    while (entry > begin) {
      entry -= 16;
      entryRow -= 4;
      sum -= load<f64>(entry, 8) * load<f64>(load<u32>(entryRow), 8);
    }
    store<f64>(row, sum * load<f64>(row), 8);
  }
}

/** Adds the step to the voltages, as far as the box allows. */
function move(): void {
  const rowsEnd: usize = load<u32>(ROWS_END);
  let node: usize = load<u32>(NODES);
  let furthest: f64 = 0;
  for (let row: usize = load<u32>(ROWS); row < rowsEnd; row += 16) {
    const at: usize = load<u32>(node);
    node += 4;
    const before = load<f64>(at);
    let after = before + load<f64>(row, 8);
    if (after < lowest) after = lowest;
    else if (after > highest) after = highest;
    furthest = Math.max(furthest, Math.abs(after - before));
    store<f64>(at, after);
  }
  moved = furthest;
}
