import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, twinbench } from '../builtProgram.ts';

/** A user of no group that may use serial ports: nobody, as every Linux has him. */
const NOBODY = 65534;

/** Why this can't be tried here; "": it can. */
function obstacle(): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root can run a program as somebody else';
  if (spawnSync('socat', ['-V']).status !== 0) return 'socat is not installed';
  const reads = spawnSync(process.execPath, ['--version'], { uid: NOBODY, gid: NOBODY, cwd: root });
  return reads.status === 0 ? '' : `nobody may not look into ${root}, or run ${process.execPath}`;
}

const why = obstacle();
if (why !== '') console.warn(`NOT TESTED: a port without permission, because ${why}`);

describe.skipIf(why !== '')('a port that its user may not use', () => {
  let folder: string;
  let port: string;
  let line: ChildProcess;

  beforeAll(async () => {
    // Builds what is stale, as whoever owns the checkout.
    await twinbench(['--version']);
    folder = await mkdtemp(join(tmpdir(), 'twinbench-port-'));
    // The way to the port is open to everybody; the port is root's alone.
    await chmod(folder, 0o755);
    port = join(folder, 'board');
    line = spawn('socat', ['-d', '-d', `PTY,link=${port},rawer,ignoreeof,user=root,mode=600`, 'EXEC:sleep 1000'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    while (!told.includes('starting data transfer loop')) told += String((await once(line.stderr!, 'data'))[0]);
  });

  afterAll(async () => {
    const ended = once(line, 'exit');
    line.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['info', ['board', 'info']],
    ['console', ['board', 'console']],
  ])('board %s names the reason, the group and the command that helps', async (_, words) => {
    const { code, out, error } = await twinbench([...words, port], { user: NOBODY });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('Error E-BOARD-PORT: The port can’t be opened');
    expect(error).toContain(`where: ${port}`);
    expect(error).toMatch(/why: +you are not allowed to use serial ports \(.*Permission denied/);
    expect(error).toMatch(/do: .*sudo usermod -aG dialout \$USER.*log out and in again/s);
  });

  test('an experiment on it says the same', async () => {
    const { code, error } = await twinbench(['train', 'xor', '--machine', `board:${port}`], { user: NOBODY });
    expect(code).toBe(2);
    expect(error).toMatch(/E-BOARD-PORT.*usermod -aG dialout/s);
  });
});
