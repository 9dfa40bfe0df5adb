import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** One core for everybody. */
const ALONE = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
const PYTHON = '/usr/bin/python3';

/** What a peer printed, as numbers; `null` where it is not installed. */
export type Peer = (input: string) => number[] | null;

function numbersFrom(command: string, parameters: readonly string[], input: string): number[] | null {
  const { status, stdout, stderr } = spawnSync(command, parameters, { input, encoding: 'utf8', env: ALONE, maxBuffer: 1e9 });
  if (status === null) return null;
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} ended with ${status}: ${stderr}`);
  return stdout.trim().split(/\s+/).map(Number);
}

/** `peers.py` with an argument, where Debian's numpy and scipy are there. */
export function python(argument: 'numpy' | 'scipy' | 'relax'): Peer | null {
  if (spawnSync(PYTHON, ['-c', 'import scipy.sparse.linalg, scipy.integrate']).status !== 0) return null;
  return (input) => numbersFrom(PYTHON, ['test/bench/peers.py', argument], input);
}

let compiled: string | null | undefined;

/** `cholmod.c`, where gcc and libsuitesparse-dev are there. @param mode 0 simplicial, 1 as CHOLMOD chooses */
export function cholmod(mode: 0 | 1): Peer | null {
  if (compiled === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'twinbench-cholmod-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, 'cholmod');
    const { status } = spawnSync('gcc', ['-O2', '-o', program, 'test/bench/cholmod.c', '-lcholmod'], { stdio: 'ignore' });
    compiled = status === 0 ? program : null;
  }
  const program = compiled;
  return program === null ? null : (input) => numbersFrom(program, [String(mode)], input);
}
