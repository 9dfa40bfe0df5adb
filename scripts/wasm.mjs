/** `npm run wasm`: compiles src-main/math/denseKernel.as (AssemblyScript) into src-main/math/denseKernelWasm.ts. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from './build.mjs';

const source = join(root, 'src-main/math/denseKernel.as');
const target = join(root, 'src-main/math/denseKernelWasm.ts');
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/**
 * The text of the target, as the source says it should be. AssemblyScript runs as a program of its own: its declarations would replace
 * those of JavaScript's arrays in everything that is checked together with an import of it.
 */
export async function compileKernel() {
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-wasm-'));
  try {
    copyFileSync(source, join(folder, 'kernel.ts'));
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [compiler, 'kernel.ts', ...OPTIONS, '--outFile', 'kernel.wasm'], { cwd: folder });
    return await moduleText(readFileSync(join(folder, 'kernel.wasm')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Uint8Array} bytes */
async function moduleText(bytes) {
  const text = `/** Made from denseKernel.as by \`npm run wasm\`, not by hand: the bytes of a WebAssembly module. */
export const denseKernelBytes = new Uint8Array([${bytes.join(', ')}]);
`;
  return format(text, { ...(await resolveConfig(target)), filepath: target });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(target, await compileKernel());
