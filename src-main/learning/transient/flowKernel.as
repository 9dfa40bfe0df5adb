/*
 * AssemblyScript: `CoupledFlow.evaluate` of coupledFlow.ts. Free voltage and response of a node lie side by side and go through vectors of
 * two. Every number is made by the same operations in the same order, so that the results are the same bytes. `npm run wasm` compiles it into
 * flowKernelWasm.ts.
 *
 * `flowKernel.ts` lays out the memory and fills its head, in bytes:
 */
const NODES: usize = 0; // how many
const STATE: usize = 4; // free voltages [node], responses [node], conductances [edge]
const RATES: usize = 8; // the same of their rates, written
const PAIRS: usize = 12; // free voltage and response, [node]
const SLOPES: usize = 16; // their rates, [node]
const EDGES: usize = 20; // three for each: pair of one end, of the other, 1 where it learns
const EDGES_END: usize = 24;
const SOURCES: usize = 28; // node
const SOURCES_END: usize = 32;
const TARGETS: usize = 36; // node, with a fraction in TARGET_VOLTAGES
const TARGETS_END: usize = 40;
const TARGET_VOLTAGES: usize = 44;
const RELAXATION: usize = 48;
const LEARNING: usize = 56;
const NUDGE: usize = 64;
const FLOOR: usize = 72;
const CEILING: usize = 80;

export function evaluate(): void {
  const pairs: usize = load<u32>(PAIRS);
  const slopes: usize = load<u32>(SLOPES);
  const size: usize = (<usize>load<u32>(NODES)) << 3;
  const state: usize = load<u32>(STATE);
  const rates: usize = load<u32>(RATES);
  const zero = f64x2.splat(0);
  for (let node: usize = 0; node < size; node += 8) {
    const pair = v128.load_lane<f64>(state + size + node, v128.load64_splat(state + node), 1);
    v128.store(pairs + 2 * node, pair);
    v128.store(slopes + 2 * node, zero);
  }
  const targets: usize = load<u32>(TARGETS);
  const targetsEnd: usize = load<u32>(TARGETS_END);
  const wanted: usize = load<u32>(TARGET_VOLTAGES);
  for (let target = targets; target < targetsEnd; target += 4) {
    const node: usize = load<u32>(target);
    store<f64>(pairs + 16 * node, load<f64>(wanted + 2 * (target - targets)) - load<f64>(state + 8 * node), 8);
  }
  follow(state + 2 * size, rates + 2 * size);
  const sourcesEnd: usize = load<u32>(SOURCES_END);
  for (let source: usize = load<u32>(SOURCES); source < sourcesEnd; source += 4) {
    v128.store(slopes + 16 * (<usize>load<u32>(source)), zero);
  }
  for (let target = targets; target < targetsEnd; target += 4) store<f64>(slopes + 16 * (<usize>load<u32>(target)), 0, 8);
  for (let node: usize = 0; node < size; node += 8) {
    const pair = v128.load(slopes + 2 * node);
    store<f64>(rates + node, f64x2.extract_lane(pair, 0));
    store<f64>(rates + size + node, f64x2.extract_lane(pair, 1));
  }
}

/** Currents of the edges, and the rates of their conductances. */
function follow(conductances: usize, rates: usize): void {
  const relaxation = load<f64>(RELAXATION);
  const learning = -load<f64>(LEARNING);
  const nudge = load<f64>(NUDGE);
  const floor = load<f64>(FLOOR);
  const ceiling = load<f64>(CEILING);
  const shift: usize = <usize>load<u32>(SLOPES) - <usize>load<u32>(PAIRS);
  const end: usize = load<u32>(EDGES_END);
  for (let edge: usize = load<u32>(EDGES); edge < end; edge += 12) {
    const a: usize = load<u32>(edge);
    const b: usize = load<u32>(edge, 4);
    const drops = f64x2.sub(v128.load(a), v128.load(b));
    const drop = f64x2.extract_lane(drops, 0);
    const rise = f64x2.extract_lane(drops, 1);
    const present = load<f64>(conductances);
    let conductance = present;
    let slope = learning * rise * (2 * drop + nudge * rise);
    if (load<u32>(edge, 8) === 0) slope = 0;
    else if (present <= floor) {
      conductance = floor;
      if (slope < 0) slope = 0;
    } else if (present >= ceiling && slope > 0) slope = 0;
    const currents = f64x2.mul(f64x2.splat(relaxation * conductance), drops);
    const slopeA = a + shift;
    const slopeB = b + shift;
    v128.store(slopeA, f64x2.sub(v128.load(slopeA), currents));
    v128.store(slopeB, f64x2.add(v128.load(slopeB), currents));
    store<f64>(rates, slope);
    conductances += 8;
    rates += 8;
  }
}
