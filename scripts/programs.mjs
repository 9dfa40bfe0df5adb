/**
 * Every program that Node (or Electron's Node) starts: the target it is built with, its source, its output file under dist/ without
 * the extension. `build.mjs` and `vite.node.config.ts` both go by it.
 *
 * @type {Record<string, { target: 'cli' | 'host' | 'electron', entry: string, output: string, format: 'es' | 'cjs' }>}
 */
export const programs = {
  cli: { target: 'cli', entry: 'src-main/cli/main.ts', output: 'cli/main', format: 'es' },
  seedWorker: { target: 'cli', entry: 'src-main/cli/experiments/seedWorker.ts', output: 'cli/seedWorker', format: 'es' },
  sweepWorker: { target: 'cli', entry: 'src-main/sweeps/cellWorker.ts', output: 'sweepWorker', format: 'es' },
  webHost: { target: 'host', entry: 'src-main/host/web/main.ts', output: 'webHost', format: 'es' },
  engineWorker: { target: 'host', entry: 'src-main/host/engineWorker.ts', output: 'engineWorker', format: 'es' },
  compareWorker: { target: 'host', entry: 'src-main/host/compareWorker.ts', output: 'compareWorker', format: 'es' },
  jobWorker: { target: 'host', entry: 'src-main/host/jobWorker.ts', output: 'jobWorker', format: 'es' },
  portProgram: { target: 'host', entry: 'src-main/board/transports/portProgram.ts', output: 'portProgram', format: 'es' },
  electronMain: { target: 'electron', entry: 'electron/main.ts', output: 'electron/main', format: 'es' },
  electronEngine: { target: 'electron', entry: 'electron/engineEntry.ts', output: 'electron/engineEntry', format: 'es' },
  // A sandboxed preload script can't be an ES module and can't require files of its own.
  electronPreload: { target: 'electron', entry: 'electron/preload.ts', output: 'electron/preload', format: 'cjs' },
};
