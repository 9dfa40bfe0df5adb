import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createKeepAwake, inhibitors } from '../../../src-main/recording/keepAwake.ts';
import { nodeClock, nodeFiles } from '../../../src-main/recording/nodeFiles.ts';
import { openRecording } from '../../../src-main/recording/reader.ts';
import { RecordingWriter } from '../../../src-main/recording/writer.ts';
import { header } from './header.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinbench-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const event = { kind: 'measurement', step: 1, time: 1, set: 'training', error: 1, accuracy: null } as const;
const arrays = { outputs: new Float64Array(1000), labels: new Float64Array(1000) };

describe('on a real disk', () => {
  test('a recording is written and read, and leaves nothing else behind', async () => {
    const path = join(folder, 'deep/down/a.mcap');
    const writer = await RecordingWriter.create({ files: nodeFiles, clock: nodeClock, path, header });
    for (let step = 0; step < 300; step++) writer.append({ ...event, ...arrays, step });
    await writer.close('complete');
    expect((await nodeFiles.status(path))?.size).toBe(writer.size);
    const recording = await openRecording(path, nodeFiles);
    const { counts, loss } = await recording.survey();
    expect(counts.measurement).toBe(300);
    expect(loss).toEqual({ bytes: 0, events: 0, isCutOff: false });
    await recording.close();
    expect(readdirSync(join(folder, 'deep/down'))).toEqual(['a.mcap']);
    const again = RecordingWriter.create({ files: nodeFiles, clock: nodeClock, path, header });
    await expect(again).rejects.toMatchObject({ problem: { code: 'E-RECORDING-WRITE' } });
  });

  test('texts are replaced as a whole, files moved without overwriting, and what is absent is no error', async () => {
    const [text, other] = [join(folder, 'texts/a.json'), join(folder, 'texts/b.json')];
    expect(await nodeFiles.readText(text)).toBeNull();
    expect(await nodeFiles.status(text)).toBeNull();
    expect(await nodeFiles.list(join(folder, 'nowhere'))).toEqual([]);
    await nodeFiles.writeText(text, 'one');
    await nodeFiles.writeText(text, 'two');
    await nodeFiles.writeText(other, 'other');
    await expect(nodeFiles.move(text, other)).rejects.toMatchObject({ code: 'EEXIST' });
    await nodeFiles.move(text, join(folder, 'trash/a.json'));
    expect(await nodeFiles.readText(join(folder, 'trash/a.json'))).toBe('two');
    expect(await nodeFiles.list(join(folder, 'texts'))).toEqual(['b.json']);
  });

  test.each([
    ['no-such-file.mcap', 'there is no such file'],
    ['.', 'it is a folder, not a file'],
  ])('%s is refused in words', async (name, why) => {
    await expect(openRecording(join(folder, name), nodeFiles)).rejects.toMatchObject({ problem: { code: 'E-RECORDING-READ', why } });
  });
});

const disk = join(folder, 'disk');
mkdirSync(disk);
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status === 0;

describe.skipIf(!isMounted)('a disk of 256 kB (needs the right to mount one; memory stands in for it elsewhere)', () => {
  afterAll(() => void spawnSync('umount', [disk]));

  test('fills up: recording stops with a clear problem, and what fitted is whole', async () => {
    const path = join(disk, 'a.mcap');
    const codes: string[] = [];
    const writer = await RecordingWriter.create({
      files: nodeFiles,
      clock: nodeClock,
      path,
      header,
      onProblem: ({ code }) => codes.push(code),
    });
    for (let step = 0; step < 40; step++) {
      writer.append({ ...event, ...arrays, step });
      await writer.flush();
    }
    await writer.close('complete');
    expect(codes).toEqual(['E-RECORDING-FULL']);
    const recording = await openRecording(path, nodeFiles);
    const { counts, lastStep, loss } = await recording.survey();
    await recording.close();
    expect(counts.measurement).toBeGreaterThan(5);
    expect(lastStep).toBe(counts.measurement - 1);
    expect(loss).toEqual({ bytes: 0, events: 0, isCutOff: true });
  });
});

describe('keeping awake', () => {
  /** A program of this system that does what it is told, or refuses. */
  const program = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const of = (name: string) => createKeepAwake({ name, arguments: (reason) => [`--why=${reason}`] })('testing');

  test('holds as long as it is wanted', async () => {
    const path = program('holds', `echo "$1" > ${folder}/why; shift; "$@"; echo over > ${folder}/over`);
    const wakefulness = await of(path);
    expect(wakefulness).toMatchObject({ isHeld: true, how: path });
    expect(await nodeFiles.readText(join(folder, 'why'))).toBe('--why=testing\n');
    expect(await nodeFiles.readText(join(folder, 'over'))).toBeNull();
    wakefulness.release();
    await expect.poll(() => nodeFiles.readText(join(folder, 'over'))).toBe('over\n');
  });

  test('says why it can’t', async () => {
    expect(await of(program('refuses', 'exit 1'))).toMatchObject({ isHeld: false, how: `${join(folder, 'refuses')} was refused` });
    expect(await of('no-such-program')).toMatchObject({ isHeld: false, how: 'no-such-program is not installed' });
    expect(await createKeepAwake(inhibitors.win32)('testing')).toMatchObject({ isHeld: false, how: 'this system has no program for it' });
  });

  test('asks what Linux and macOS bring along', () => {
    expect(inhibitors.linux?.arguments('Recording XOR')).toContain('--why=Recording XOR');
    expect(inhibitors.darwin?.name).toBe('caffeinate');
  });
});
