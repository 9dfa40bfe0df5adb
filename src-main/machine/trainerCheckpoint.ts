import { z } from 'zod';
import { damageKinds } from '../../shared/documents/network.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { Trainer } from '../learning/trainer.ts';
import type { MachineCheckpoint } from './machine.ts';

const numbers = z.array(z.number());

/** Everything that a simulated run needs to go on bit for bit. The defects are not here: the seed draws them again. */
const checkpointSchema = z.strictObject({
  steps: z.int().min(0),
  /** Step and learning time of the last change of the step time, from which the time is counted. */
  origin: z.strictObject({ steps: z.int().min(0), time: z.number() }),
  datapoint: z.int(),
  nudge: z.number(),
  stepTime: z.number(),
  states: numbers,
  damage: z.array(z.enum(damageKinds).nullable()),
  labels: numbers,
  classLabels: numbers,
  clamp: numbers,
  free: numbers,
  clamped: numbers,
  /** Voltages that are not in equilibrium, as the dynamics keep them. */
  motion: numbers,
  random: z.array(z.array(z.int())).length(2),
});

type TrainerCheckpoint = z.infer<typeof checkpointSchema>;

const machineSchema = checkpointSchema.extend({
  isLearning: z.boolean(),
  events: z.int().min(0),
  /** Task of the sequence, and the step and learning time at which it began. */
  part: z.int().min(0),
  begin: z.strictObject({ steps: z.int().min(0), time: z.number() }),
});

/** The task of the sequence that a checkpoint was written in; 0 where that can't be told. */
export function partOf({ data }: MachineCheckpoint): number {
  const parsed = z.looseObject({ part: z.int().min(0) }).safeParse(data);
  return parsed.success ? parsed.data.part : 0;
}

export function saveTrainer(trainer: Trainer): TrainerCheckpoint {
  return {
    steps: trainer.steps,
    origin: { ...trainer.origin },
    datapoint: trainer.datapoint,
    nudge: trainer.nudge,
    stepTime: trainer.stepTime,
    states: [...trainer.twin.bank.states],
    damage: [...trainer.twin.damage],
    labels: [...trainer.labels],
    classLabels: [...trainer.classLabels],
    clamp: [...trainer.clamp.memory],
    free: [...trainer.memory.free],
    clamped: [...trainer.memory.clamped],
    motion: trainer.saveMotion(),
    random: trainer.saveRandom(),
  };
}

/**
 * Takes a checkpoint up.
 *
 * @throws ProblemError E-RUN-INVALID when it was written for another experiment; nothing is changed then
 */
export function restoreTrainer(trainer: Trainer, checkpoint: MachineCheckpoint): z.infer<typeof machineSchema> {
  const parsed = machineSchema.safeParse(checkpoint.data);
  const { twin, memory } = trainer;
  if (!parsed.success || parsed.data.states.length !== twin.bank.states.length || parsed.data.free.length !== memory.free.length) {
    throw foreignCheckpoint();
  }
  const saved = parsed.data;
  twin.bank.states.set(saved.states);
  saved.damage.forEach((kind, edge) => {
    if (kind !== twin.damage[edge]) trainer.setDamage([edge], kind);
  });
  twin.refresh();
  trainer.labels.set(saved.labels);
  trainer.classLabels.set(saved.classLabels);
  trainer.clamp.memory.set(saved.clamp);
  memory.free.set(saved.free);
  memory.clamped.set(saved.clamped);
  trainer.nudge = saved.nudge;
  trainer.jumpTo(saved.steps, saved.stepTime, saved.origin);
  trainer.datapoint = saved.datapoint;
  trainer.loadMotion(saved.motion);
  trainer.loadRandom(saved.random);
  return saved;
}

export function foreignCheckpoint(): ProblemError {
  return new ProblemError({
    code: 'E-RUN-INVALID',
    what: 'The checkpoint can’t be taken up',
    why: 'it was written for another experiment or by another version',
    remedy: 'Start the experiment from its first step; the seed gives the same run again.',
  });
}
