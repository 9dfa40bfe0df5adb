import type { DamageKind } from '../../../shared/documents/network.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { Experiment } from '../../learning/experiment/experiment.ts';
import { wiringLines, wiringOf } from '../wiring.ts';

/** What only hands can do to a board, and no command: an emulated board has its own, a real one asks the person in front of it. */
export interface Hands {
  /** What they have done, [edge]. */
  readonly damages: (DamageKind | null)[];
  /** Damages edges in both networks, or repairs them (`null`). */
  damage(edges: readonly number[], kind: DamageKind | null): void | Promise<void>;
  /** Puts the wires in for an experiment. */
  wire(experiment: Experiment): void | Promise<void>;
  /** Brings every edge back to the state that the experiment began with. */
  reset(experiment: Experiment): void | Promise<void>;
}

/** Asks a person to do something, and resolves when that is done. */
export type Ask = (instruction: string) => Promise<void>;

/** The hands of the person in front of a real board. */
export function handsOfPerson(experiment: Experiment, channels: number, ask: Ask): Hands {
  const { network, edges } = experiment;
  const damages = edges.map((edge) => edge.damage ?? null);
  const nameOf = (edge: number): string =>
    `${network.edgeIds[edge]} (between nodes ${network.nodeIds[network.from[edge]]} and ${network.nodeIds[network.to[edge]]})`;
  return {
    damages,
    async damage(chosen, kind) {
      await ask(`${words[kind ?? 'repair']}: ${chosen.map(nameOf).join(', ')}, in both networks.`);
      for (const edge of chosen) damages[edge] = kind;
    },
    wire: (next) =>
      ask(
        `Wire the board for "${next.document.title}":\n${wiringLines(wiringOf(next, channels), next)
          .map((line) => `  ${line}\n`)
          .join('')}`,
      ),
    reset: () => ask('Bring every edge back to the state that the experiment began with.'),
  };
}

const words = {
  cut: 'Pull the jumper of the edge',
  short: 'Bridge the ends of the edge',
  stuck: 'Take the learning circuit of the edge off the freeze line',
  repair: 'Repair the edge',
} as const;

/** What an experiment asks of hands in its course: damage, other wires, edges that are brought back; "" for nothing. */
export function workForHands({ damage, sequence, ...first }: Experiment, channels: number): string {
  if (damage.length > 0) return 'it damages edges in its course';
  if (sequence.some(({ isReset }) => isReset)) return 'it brings the edges back between its tasks';
  const wires = (experiment: Pick<Experiment, 'inputNodes' | 'supplyNodes' | 'outputs'>): string =>
    JSON.stringify(wiringOf(experiment, channels));
  const before = wires(first);
  return sequence.some(({ experiment }) => wires(experiment) !== before) ? 'its tasks need different wires' : '';
}

/** @throws ProblemError E-BOARD-MISMATCH where an experiment needs hands and nobody can be asked */
export function checkHands(experiment: Experiment, channels: number): void {
  const work = workForHands(experiment, channels);
  if (work === '') return;
  throw new ProblemError({
    code: 'E-BOARD-MISMATCH',
    what: 'This experiment needs hands at the board',
    where: experiment.damage.length > 0 ? '$.damage' : '$.sequence',
    why: `${work}, which no command to a board does, and nobody can be asked from here`,
    remedy: 'Run it in a terminal (`twinbench train FILE --machine board:PATH`), which asks at the right moment, or on the emulated board.',
  });
}
