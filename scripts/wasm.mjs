/** `npm run wasm`: compiles src-main/math/denseKernel.as (AssemblyScript) into src-main/math/denseKernelWasm.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { main } from 'assemblyscript/asc';
import { format, resolveConfig } from 'prettier';
import { root } from './build.mjs';

const source = join(root, 'src-main/math/denseKernel.as');
const target = join(root, 'src-main/math/denseKernelWasm.ts');
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/** The text of the target, as the source says it should be. */
export async function compileKernel() {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { error } = await main(['kernel.ts', ...OPTIONS, '--outFile', 'kernel.wasm'], {
    readFile: (name) => (name === 'kernel.ts' ? readFileSync(source, 'utf8') : null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm' && typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) throw new Error('denseKernel.as was not compiled', { cause: error });
  const text = `/** Made from denseKernel.as by \`npm run wasm\`, not by hand: the bytes of a WebAssembly module. */
export const denseKernelBytes = new Uint8Array([${bytes.join(', ')}]);
`;
  return format(text, { ...(await resolveConfig(target)), filepath: target });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(target, await compileKernel());
