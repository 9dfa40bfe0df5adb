import { defineConfig, type EnvironmentOptions } from 'vite';
import { programs } from './scripts/programs.mjs';

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
        checks: { bundlerTimings: false },
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
