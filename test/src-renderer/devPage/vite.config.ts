import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** The development page: `npx vite -c test/src-renderer/devPage/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: '../../../src-renderer/public',
  plugins: [svelte()],
  server: { port: 5199, strictPort: true, fs: { allow: ['../../..'] } },
  build: { outDir: '/tmp/twinbench-dev-page', emptyOutDir: true },
});
