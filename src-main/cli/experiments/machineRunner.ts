import type { MachineChoice } from '../../machines/chooseMachine.ts';
import type { ExperimentDocument } from '../../learning/experiment/document.ts';
import { compileExperiment } from '../../learning/experiment/compile.ts';
import { Stopping } from '../../learning/stopping/stopping.ts';
import type { Measurement } from '../../machine/machine.ts';
import type { Figures, Report } from '../../experiments/experiment.ts';
import { experiments } from '../../experiments/index.ts';
import { openMachine } from '../boards/machineChoice.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';
import type { SeedRunner } from './seedRunner.ts';

/** How often a run reports, in parts of the whole. */
const REPORTS = 50;

/**
 * Runs seeds on a machine that was chosen, one after the other: each takes the place of the seed of the documents, and where no
 * emulated board was named, it is the number of the board as well, so that several seeds are several boards.
 */
export function createMachineRunner(choice: MachineChoice, io: Io): SeedRunner {
  let isStopped = false;
  return {
    lanes: 1,
    async run(experiment, seed, report) {
      const { measured } = experiments[experiment];
      if (measured === undefined) throw new Error(`${experiment} has no figures of measurements alone`);
      const documents = measured.documents(seed);
      const runs: Measurement[][] = [];
      for (const document of documents) {
        const part: Report = (fraction) => report((runs.length + fraction) / documents.length);
        runs.push(await runOn(document, seed, { ...choice, board: choice.board ?? seed }, part, () => isStopped, io));
      }
      return measured.figures(runs) as Figures;
    },
    stop() {
      isStopped = true;
      return Promise.resolve();
    },
  };
}

/** The measurements of a whole run, the first before its first step and the last after its last. */
async function runOn(
  document: ExperimentDocument,
  seed: number,
  choice: MachineChoice,
  report: Report,
  isStopped: () => boolean,
  io: Io,
): Promise<Measurement[]> {
  const machine = await openMachine(compileExperiment({ ...document, seed }), choice, io);
  try {
    const measurements = [await machine.measure(document.measure.of)];
    const stopping = new Stopping(document);
    machine.onMeasurement((measurement) => {
      measurements.push(measurement);
      stopping.measured(measurement);
    });
    const part = Math.max(Math.ceil(document.steps / REPORTS), 1);
    let done = 0;
    while (done < document.steps && stopping.stopped === null) {
      if (isStopped()) throw new Error('stopped');
      done += await machine.advance(Math.min(part, document.steps - done, stopping.room(done)));
      report(done / document.steps);
      await io.breathe();
    }
    if (measurements.at(-1)?.step !== done) measurements.push(await machine.measure(machine.experiment.document.measure.of));
    return measurements;
  } finally {
    await machine.close?.();
  }
}

/** Those of the experiments that any machine can make. @throws ProblemError E-USAGE where there is none */
export function measurable(names: readonly string[]): string[] {
  const able = (name: string): boolean => experiments[name].measured !== undefined;
  const found = names.filter(able);
  if (found.length > 0) return found;
  throw usageProblem(
    'This can’t be run on a board',
    `twinbench experiment run ${names.join(' ')}`,
    'its figures need what only a simulation tells (powers, linear theory, states that are set), its network is that of no board, or its runs take hours of a board',
    `Run it on the simulation. From measurements alone follow ${Object.keys(experiments).filter(able).join(', ')}.`,
  );
}
