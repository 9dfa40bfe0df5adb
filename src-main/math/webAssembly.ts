/** A module at work in a memory of its own. */
export interface WasmInstance {
  readonly buffer: ArrayBuffer;
  readonly exports: Readonly<Record<string, (...numbers: number[]) => number>>;
}

const PAGE = 65_536;
/** What of WebAssembly is used here; the types of the language have it only where there is a browser. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const compiled = new WeakMap<Uint8Array, object>();

/**
 * An instance of a module that `npm run wasm` has made; `null` where there is no WebAssembly or no memory for it: whoever asks has the same in
 * TypeScript.
 *
 * @param bytes  the module; compiled once
 * @param size   bytes of memory that it needs; all zero
 */
export function instantiate(bytes: Uint8Array, size: number): WasmInstance | null {
  const api = (globalThis as unknown as { WebAssembly?: WebAssemblyApi }).WebAssembly;
  if (api === undefined) return null;
  try {
    const module = compiled.get(bytes) ?? new api.Module(bytes);
    compiled.set(bytes, module);
    const pages = Math.ceil(size / PAGE);
    const memory = new api.Memory({ initial: pages, maximum: pages });
    const { exports } = new api.Instance(module, { env: { memory } });
    return { buffer: memory.buffer, exports: exports as WasmInstance['exports'] };
  } catch {
    return null;
  }
}
