import { chooseMachine, emulationOf, type MachineChoice } from '../../machines/chooseMachine.ts';
import { wiringLines, wiringOf } from '../../board/wiring.ts';
import type { SweepDocument } from '../../sweeps/document.ts';
import { cellAt, workOf, type SweepPlan } from '../../sweeps/plan.ts';
import type { Io } from '../io.ts';
import { usageProblem } from '../usage.ts';

/** What was said of the machine; nothing: that of the document. @throws ProblemError E-USAGE */
export function machineOf({ machine, condition, board }: MachineChoice): SweepDocument['machine'] {
  if (machine === undefined || machine === 'simulated') return undefined;
  chooseMachine(machine);
  return {
    machine,
    ...(condition === undefined ? {} : { condition: emulationOf({ condition }).condition }),
    ...(board === undefined ? {} : { board }),
  };
}

/** A real board runs one cell at a time, in this very process, which tells its wires first; clusters have none. */
export function isAtRealBoard(plan: SweepPlan, isOnCluster: boolean, io: Io): boolean {
  const { machine } = plan.document;
  if (machine === undefined || chooseMachine(machine.machine).kind.spec.kind !== 'board') return false;
  const where = `twinbench sweep --machine ${machine.machine}`;
  if (isOnCluster) {
    throw usageProblem('A board is not on the cluster', where, 'it hangs on a port of this computer', 'Leave --on slurm out.');
  }
  const moving = plan.axes.find(({ parameters }) => parameters.some((path) => path.startsWith('roles')));
  if (moving !== undefined) {
    const why = `the axis "${moving.name}" changes the roles of nodes, and with them the wires, which are put in by hand`;
    throw usageProblem('This sweep can’t be run on a real board', where, why, 'Run it on the emulated board, or one document at a time.');
  }
  const { experiment } = workOf(plan, cellAt(plan, 0));
  io.error(
    `The wires of every cell:\n${wiringLines(wiringOf(experiment, Infinity), experiment)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  );
  io.error('The edges of a cell begin as the last one has left them: a board can’t take back what it has learnt.\n');
  return true;
}
