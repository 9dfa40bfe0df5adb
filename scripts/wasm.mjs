/** `npm run wasm`: compiles every kernel in AssemblyScript (NAME.as) into its bytes (NAMEWasm.ts beside it). */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from './build.mjs';

/** Sources without their ending `.as`. */
const kernels = ['src-main/math/denseKernel', 'src-main/physics/solvers/newtonKernel', 'src-main/learning/transient/flowKernel'];
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/**
 * The text of `NAMEWasm.ts`, as the source says it should be. AssemblyScript runs as a program of its own: its declarations would replace
 * those of JavaScript's arrays in everything that is checked together with an import of it.
 *
 * @param {string} kernel  one of `kernels`
 */
export async function compileKernel(kernel) {
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-wasm-'));
  try {
    copyFileSync(join(root, `${kernel}.as`), join(folder, 'kernel.ts'));
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [compiler, 'kernel.ts', ...OPTIONS, '--outFile', 'kernel.wasm'], { cwd: folder });
    return await moduleText(kernel, readFileSync(join(folder, 'kernel.wasm')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} kernel @param {Uint8Array} bytes */
async function moduleText(kernel, bytes) {
  const name = basename(kernel);
  const text = `/** Made from ${name}.as by \`npm run wasm\`, not by hand: the bytes of a WebAssembly module. */
export const ${name}Bytes = new Uint8Array([${bytes.join(', ')}]);
`;
  return format(text, { ...(await resolveConfig(targetOf(kernel))), filepath: targetOf(kernel) });
}

/** @param {string} kernel */
function targetOf(kernel) {
  return join(root, `${kernel}Wasm.ts`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const kernel of kernels) writeFileSync(targetOf(kernel), await compileKernel(kernel));
}
