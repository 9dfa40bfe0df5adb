import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programs } from '../../../scripts/programs.mjs';

/** Folder of the checkout. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the checks themselves are made of; the sources stay behind, so that a plant is the only thing there is to find. */
const configuration = [
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'shared/tsconfig.json',
  'src-main/tsconfig.json',
  'src-main/tsconfig.node.json',
  'src-main/recording/tsconfig.json',
  'src-main/board/tsconfig.json',
  'src-main/machines/tsconfig.json',
  'src-main/sweeps/tsconfig.json',
  'src-main/host/tsconfig.json',
  'src-main/cli/tsconfig.json',
  'src-renderer/tsconfig.json',
  'electron/tsconfig.json',
  'test/tsconfig.json',
  'test/architecture/registries.json',
  'eslint.config.js',
  '.dependency-cruiser.cjs',
];

/** The least that every target of scripts/build.mjs builds from. */
export const stubPrograms: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...Object.values(programs).map(({ entry }) => entry), 'src-renderer/main.ts'].map((path) => [path, 'export {};\n']),
  ),
  'src-renderer/index.html': '<!doctype html><script type="module" src="./main.ts"></script>\n',
};

export interface Run {
  readonly code: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
  /** Standard output alone. */
  readonly answer: string;
}

/** A temporary checkout with the house's rules and nothing but planted sources. */
export class Skeleton {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param files path → text, planted at once; @param copied folders of the checkout to take along */
  static async create(files: Readonly<Record<string, string>>, copied: readonly string[] = []): Promise<Skeleton> {
    const skeleton = new Skeleton(await mkdtemp(join(tmpdir(), 'twinbench-planted-')));
    for (const path of [...configuration, ...copied]) await cp(join(root, path), join(skeleton.folder, path), { recursive: true });
    await symlink(join(root, 'node_modules'), join(skeleton.folder, 'node_modules'));
    for (const [path, text] of Object.entries(files)) await skeleton.plant(path, text);
    return skeleton;
  }

  async plant(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), text);
  }

  /** Runs a program of node_modules in the skeleton, just as the npm scripts run it in the checkout. */
  run(program: string, parameters: readonly string[]): Promise<Run> {
    return this.node(join(root, 'node_modules', program), parameters);
  }

  /** Runs a script of the skeleton with Node. @param environment  on top of ours; `undefined` takes a variable away */
  node(script: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [script, ...parameters], { cwd: this.folder, env: { ...process.env, ...environment } });
      const run = { output: '', answer: '' };
      child.stdout.on('data', (chunk: Buffer) => {
        run.output += chunk.toString();
        run.answer += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => (run.output += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code: code ?? -1, ...run });
      });
    });
  }

  /** The compiler over one room. */
  compile(room: string): Promise<Run> {
    return this.run('typescript/bin/tsc', ['-p', room, '--pretty', 'false']);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
