import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/**
 * The screen: one bundle of static files, served by the web host and loaded by Electron's window alike.
 * Every address in it is relative (`base: './'`), so that it works from a file as well as from any port.
 */
export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome120',
    minify: 'oxc',
    // A screen that runs under a strict Content-Security-Policy can't take assets as data: addresses.
    assetsInlineLimit: 0,
    // Loaded from this computer, at once: splitting it would only add files.
    chunkSizeWarningLimit: 1500,
    // How long a busy computer took is no fault of the sources, which alone a build warns of.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
