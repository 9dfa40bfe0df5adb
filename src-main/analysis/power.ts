import type { Trainer } from '../learning/trainer.ts';
import { edgeCurrent } from '../physics/elements.ts';

/**
 * Power that the free network turns into heat while it answers, Σ_e K·ΔV², W, mean over the training set (Dillavou 2024,
 * Appendix D): inference alone, without the circuitry that learns.
 */
export function inferencePower(trainer: Trainer): number {
  const { experiment, twin, memory } = trainer;
  const { network, training } = experiment;
  const voltages = new Float64Array(network.nodeCount);
  let sum = 0;
  for (let datapoint = 0; datapoint < training.count; datapoint++) {
    voltages.set(memory.freeOf[datapoint]);
    twin.solveFree(voltages);
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const [a, b] = [voltages[network.from[edge]], voltages[network.to[edge]]];
      sum += edgeCurrent(twin.bank.elements, edge, a, b) * (a - b);
    }
  }
  return sum / training.count;
}

/** Time at equilibrium-level power that an answer is counted with, s: half of the 4 µs in which the board's voltages settle (Appendix D). */
export const SETTLING_TIME = 2e-6;

/** Energy per edge and answer, J: 10 to 20 pJ on the board of 2024. */
export function energyPerEdge(trainer: Trainer, settlingTime = SETTLING_TIME): number {
  return (inferencePower(trainer) * settlingTime) / trainer.experiment.network.edgeCount;
}
