import type { ExitCode } from '../commands/command.ts';
import type { MachineChoice } from '../../machines/chooseMachine.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { count, quantity } from '../quantity.ts';
import { connect } from './connect.ts';

/** `twinbench board info PLACE` */
export async function boardInfo(place: string | undefined, options: MachineChoice & { readonly json?: true }, io: Io): Promise<ExitCode> {
  const connection = await connect(place, options, io);
  const { info } = connection;
  const [pulsesMade] = await connection.ask('PULS:JITT?').finally(() => connection.close());
  const { identity, capability, boot, status } = info;
  if (options.json === true) {
    io.out(formatJson({ ...info, pulses: jitterOf(pulsesMade) }));
    return 0;
  }
  const pulses = `${quantity(capability.shortestPulse, 's')} to ${quantity(capability.longestPulse, 's')}`;
  const lines = [
    `Board ${identity.serialNumber}: ${identity.profile}, firmware ${identity.firmware}, protocol ${info.protocol}`,
    `  Network   ${capability.topology}: ${capability.nodes} nodes, ${capability.edgeCount} edges (${capability.edge})`,
    `  Voltages  ${capability.outputs} channels, 0 to ${quantity(capability.highest, 'V')}; read in steps of ${quantity(capability.nodeStep, 'V')}`,
    `  Learning  ${capability.rule === 'pulse' ? `pulses of ${pulses}` : 'one step at each clock edge'}`,
    `  Timing    ${jitterText(jitterOf(pulsesMade))}`,
    `  Memory    ${count(capability.mostRows)} datapoints, ${count(capability.tableBytes)} bytes`,
    `  Started   ${boot.replace(',', ', start number ')}`,
    `  State     ${status.state === 'IDLE' ? 'idle' : `run ${status.run} ${status.state} at step ${count(status.step)}`}`,
  ];
  io.out(`${lines.join('\n')}\n`);
  return 0;
}

/** What the board has measured of its pulses on the freeze line since it started: ns, measured less commanded. */
interface Jitter {
  readonly count: number;
  readonly leastError: number;
  readonly greatestError: number;
  readonly notSensed: number;
}

function jitterOf(answer: string): Jitter {
  const [count, leastError, greatestError, , notSensed] = answer.split(',').map(Number);
  return { count, leastError, greatestError, notSensed };
}

function jitterText({ count: made, leastError, greatestError, notSensed }: Jitter): string {
  if (made === 0) return 'no pulse since it started';
  const errors = `${quantity(leastError * 1e-9, 's')} to ${quantity(greatestError * 1e-9, 's')} longer than ordered`;
  return `${count(made)} pulses since it started, ${errors}${notSensed > 0 ? `, ${count(notSensed)} not sensed` : ''}`;
}
