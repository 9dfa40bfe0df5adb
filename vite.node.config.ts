import { defineConfig, type EnvironmentOptions } from 'vite';

/** Every program that Node (or Electron's Node) starts: output file without its extension, under dist/ → source. */
const programs: Record<string, { entry: string; output: string; format: 'es' | 'cjs' }> = {
  cli: { entry: 'src-main/cli/main.ts', output: 'cli/main', format: 'es' },
  seedWorker: { entry: 'src-main/cli/experiments/seedWorker.ts', output: 'cli/seedWorker', format: 'es' },
  sweepWorker: { entry: 'src-main/sweeps/cellWorker.ts', output: 'sweepWorker', format: 'es' },
  webHost: { entry: 'src-main/host/web/main.ts', output: 'webHost', format: 'es' },
  engineWorker: { entry: 'src-main/host/engineWorker.ts', output: 'engineWorker', format: 'es' },
  compareWorker: { entry: 'src-main/host/compareWorker.ts', output: 'compareWorker', format: 'es' },
  jobWorker: { entry: 'src-main/host/jobWorker.ts', output: 'jobWorker', format: 'es' },
  electronMain: { entry: 'electron/main.ts', output: 'electron/main', format: 'es' },
  electronEngine: { entry: 'electron/engineEntry.ts', output: 'electron/engineEntry', format: 'es' },
  // A sandboxed preload script can't be an ES module and can't require files of its own.
  electronPreload: { entry: 'electron/preload.ts', output: 'electron/preload', format: 'cjs' },
};

/**
 * Each program is one self-contained file, so that `import.meta.url` means the same place in dist/ whichever module asks.
 * Packages of node_modules stay outside; the preload script has none to require and takes its own along.
 */
function environment({ entry, output, format }: (typeof programs)[string]): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: format === 'cjs' ? { external: ['electron'], noExternal: true } : { external: true },
    build: {
      ssr: true,
      outDir: 'dist',
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node20',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: entry,
        output: { format, entryFileNames: format === 'cjs' ? `${output}.cjs` : `${output}.js`, codeSplitting: false },
      },
    },
  };
}

export default defineConfig({
  appType: 'custom',
  publicDir: false,
  environments: Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, environment(program)])),
  builder: {
    buildApp: async (builder) => {
      for (const name of Object.keys(programs)) await builder.build(builder.environments[name]);
    },
  },
});
