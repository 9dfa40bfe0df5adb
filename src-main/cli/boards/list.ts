import { sortedPorts, type PortEntry } from '../../board/transports/ports.ts';
import type { ExitCode } from '../commands/command.ts';
import { formatJson } from '../formatJson.ts';
import type { Io } from '../io.ts';
import { textTable } from '../textTable.ts';

/** `twinbench board list` */
export async function listBoards(options: { readonly all?: true; readonly json?: true }, io: Io): Promise<ExitCode> {
  const ports = sortedPorts(await io.boards.listPorts(), options.all === true);
  if (options.json === true) io.out(formatJson(ports));
  else if (ports.length === 0) io.out(`${nothing(options.all === true)}\n`);
  else
    io.out(
      `${textTable([{ title: 'port' }, { title: 'what' }, { title: 'USB' }, { title: 'serial number' }, { title: '' }], ports.map(rowOf))}\n`,
    );
  return 0;
}

function rowOf({ path, title, vendorId, productId, serialNumber, mayReset }: PortEntry): string[] {
  return [path, title, vendorId === '' ? '' : `${vendorId}:${productId}`, serialNumber, mayReset ? 'opening may reset it' : ''];
}

function nothing(isAll: boolean): string {
  const others = isAll ? 'There is no serial port.' : 'No board is plugged in. `twinbench board list --all` shows every serial port.';
  return `${others} An emulated board is always there: --machine emulated.`;
}
