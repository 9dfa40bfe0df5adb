import { createEdgeBank, setEveryDamage } from '../physics/edgeBank.ts';
import type { EdgeBank } from '../physics/edges/edgeModel.ts';
import { edgeModels } from '../physics/edges/index.ts';
import { floatingNodes } from '../physics/floating.ts';
import type { Defects } from '../physics/imperfections/imperfection.ts';
import { createSolverPair } from '../physics/pair.ts';
import type { Solver } from '../physics/solvers/solver.ts';
import { clampings } from './clamping/index.ts';
import type { Experiment } from './experiment/experiment.ts';
import type { Twin } from './twin.ts';

/** Builds both networks of an experiment, with what is wrong with this board. */
export function createTwin(experiment: Experiment, defects: Defects): Twin {
  const { network, edges, edgeModel, outputs } = experiment;
  const bank = createEdgeBank(edgeModel, edges);
  spread(bank, defects.gains, defects.thresholds);
  const clampedBank = clampedCopy(bank, experiment, defects);
  const damage = edges.map((edge) => edge.damage ?? null);
  const learns = new Uint8Array(network.edgeCount);
  const isFloating = new Uint8Array(network.nodeCount);
  const isFloatingClamped = new Uint8Array(network.nodeCount);
  const isHeldFree = maskOf(network.nodeCount, [...experiment.inputNodes, ...experiment.supplyNodes]);
  const { holdsOutputs } = clampings[experiment.document.clamping.kind];
  const heldOutputs = holdsOutputs ? [...outputs.plus, ...outputs.minus.filter((node) => node >= 0)] : [];
  const isHeldClamped = maskOf(network.nodeCount, heldOutputs, isHeldFree);
  const injections = new Float64Array(network.nodeCount);
  const model = edgeModels[edgeModel.kind];
  let free: Solver;
  let clamped: Solver;

  const analyse = (): void => {
    // A closed channel may open again while the network learns, so that only cut edges count as no path.
    const withoutPath = floatingNodes(network, bank.elements, isHeldFree, -Infinity);
    isFloating.set(withoutPath);
    const withoutClampedPath = floatingNodes(network, bank.elements, isHeldClamped, -Infinity);
    isFloatingClamped.set(withoutClampedPath);
    const fed = holdsOutputs ? null : injections;
    [free, clamped] = createSolverPair(
      network,
      { elements: bank.elements, isHeld: isHeldFree, isFloating: withoutPath, injections: null },
      { elements: clampedBank.elements, isHeld: isHeldClamped, isFloating: withoutClampedPath, injections: fed },
    );
  };

  const apply = (): void => {
    for (const each of new Set([bank, clampedBank])) setEveryDamage(each, damage);
    damage.forEach((kind, edge) => (learns[edge] = kind === null && model.learns ? bank.isAdaptive[edge] : 0));
    analyse();
  };

  apply();
  return {
    bank,
    clampedBank,
    damage,
    learns,
    isFloating,
    isFloatingClamped,
    injections,
    solveFree: (voltages) => void free.solve(voltages),
    solveClamped: (voltages) => void clamped.solve(voltages),
    refresh() {
      model.refresh(bank);
      if (clampedBank !== bank) model.refresh(clampedBank);
    },
    setDamage(changed, kind) {
      for (const edge of changed) damage[edge] = kind;
      apply();
    },
  };
}

/** Makes the edges of a bank unequal: relative deviations of S or δR, shifts of V_th. */
function spread(bank: EdgeBank, gains: Float64Array, thresholds: Float64Array): void {
  for (let edge = 0; edge < gains.length; edge++) {
    bank.scales[edge] *= 1 + gains[edge];
    bank.offsets[edge] += thresholds[edge];
  }
}

/** The clamped network's edges: the free network's own where the twins are identical, else a copy that shares the states. */
function clampedCopy(bank: EdgeBank, experiment: Experiment, defects: Defects): EdgeBank {
  const areIdentical = defects.twinGains.every((gain) => gain === 0) && defects.twinThresholds.every((shift) => shift === 0);
  if (areIdentical) return bank;
  const copy: EdgeBank = { ...createEdgeBank(experiment.edgeModel, experiment.edges), states: bank.states };
  copy.scales.set(bank.scales);
  copy.offsets.set(bank.offsets);
  spread(copy, defects.twinGains, defects.twinThresholds);
  return copy;
}

function maskOf(count: number, nodes: readonly number[], base?: Uint8Array): Uint8Array {
  const mask = base === undefined ? new Uint8Array(count) : Uint8Array.from(base);
  for (const node of nodes) mask[node] = 1;
  return mask;
}
