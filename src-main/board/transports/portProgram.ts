/** Holds one serial port for a thread that may not (`openApart`): bytes both ways, until either end closes. */
import process from 'node:process';
import type { FromPort, ToPort } from './portApart.ts';
import { openHere } from './rawPort.ts';

const [path, baudRate] = process.argv.slice(2);
const tell = (message: FromPort): void => {
  if (process.connected) process.send?.(message);
};
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// Whoever it was opened for is gone.
process.on('disconnect', () => process.exit(0));
try {
  const port = await openHere(path, Number(baudRate));
  port.onBytes((bytes, arrived) => tell({ kind: 'bytes', bytes: Uint8Array.from(bytes), arrived }));
  port.onEnd((why) => tell({ kind: 'end', why }));
  process.on('message', (message) => {
    const asked = message as ToPort;
    if (asked.kind === 'bytes') port.send(asked.bytes);
    else if (asked.kind === 'close') void port.close().finally(() => process.exit(0));
    else
      port.setBaudRate(asked.baudRate).then(
        () => tell({ kind: 'baudRate', why: '' }),
        (error: unknown) => tell({ kind: 'baudRate', why: reasonOf(error) }),
      );
  });
  tell({ kind: 'open' });
} catch (error) {
  tell({ kind: 'failed', why: reasonOf(error) });
  process.disconnect?.();
}
