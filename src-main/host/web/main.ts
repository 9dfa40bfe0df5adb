/** Entry of the web host: `node dist/webHost.js [--port N] [--no-open]`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatProblem, ProblemError, problemOf } from '../../../shared/problem.ts';
import { openBrowser } from './browser.ts';
import { startWebHost } from './webHost.ts';

const usage = `Twinbench for the browser, on this machine only.

  --port N    port on 127.0.0.1 (default: any free one)
  --no-open   only print the address, open no browser
  --help      this text
`;

function usageError(why: string): ProblemError {
  return new ProblemError({ code: 'E-USAGE', what: 'The command line is not right', why, remedy: 'See --help.' });
}

function readOptions(): { port: number; isOpening: boolean; isHelp: boolean } {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' }, help: { type: 'boolean' } } });
    const port = Number(values.port ?? '0');
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw usageError(`--port wants a number from 0 to 65535, not "${values.port}".`);
    return { port, isOpening: values['no-open'] !== true, isHelp: values.help === true };
  } catch (thrown) {
    throw thrown instanceof ProblemError ? thrown : usageError(problemOf(thrown).why);
  }
}

async function main(): Promise<void> {
  const { port, isOpening, isHelp } = readOptions();
  if (isHelp) return console.log(usage);
  const rendererFolder = fileURLToPath(new URL('renderer', import.meta.url));
  if (!existsSync(rendererFolder)) throw usageError('The screen is not built: run `npm run build` first.');
  const host = await startWebHost({ port, rendererFolder, engineFile: new URL('engineWorker.js', import.meta.url) });
  console.log(`Twinbench is running at ${host.url}\nCtrl-C stops it.`);

  let isStopping = false;
  const stop = (): void => {
    // A second Ctrl-C is for a first one that hangs.
    if (isStopping) process.exit(1);
    isStopping = true;
    void host.close().then(() => console.log('Twinbench has stopped.'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  if (!isOpening) return;
  const obstacle = await openBrowser(host.url, { platform: process.platform, environment: process.env });
  if (obstacle !== null && !isStopping) console.log(`No browser was opened (${obstacle}): open the address yourself.`);
}

main().catch((thrown: unknown) => {
  console.error(formatProblem(problemOf(thrown)));
  process.exitCode = 2;
});
