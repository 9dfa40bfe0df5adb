import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isPseudoTerminal, openPseudoTerminal } from '../../../../src-main/board/transports/pty.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinbench-pty-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a path for a pseudo-terminal', () => {
  const file = join(folder, 'thesis.tex');
  const link = join(folder, 'link');
  writeFileSync(file, 'years of work');
  symlinkSync(file, link);

  // socat would replace the file by a link of its own, and take that away at the end.
  test.each([file, link, folder])('where something else is already is refused, and left as it is: %s', async (path) => {
    const problem = { code: 'E-BOARD-PORT', where: path, why: 'something else is there' };
    await expect(openPseudoTerminal(path)).rejects.toMatchObject({ problem });
    expect(readFileSync(file, 'utf8')).toBe('years of work');
  });

  test('is known by its device', () => {
    expect(['/dev/pts/0', '/dev/pts/17', '/dev/ttys003'].every(isPseudoTerminal)).toBe(true);
    expect(['/dev/ttyACM0', '/dev/ttyS0', '/dev/cu.usbmodem1', 'COM3', '/tmp/dev/pts/0', ''].some(isPseudoTerminal)).toBe(false);
  });
});
