import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveToTrash, type TrashSurroundings } from '../../../src-main/recording/trash.ts';

let folder: string;
let surroundings: TrashSurroundings;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinbench-trash-'));
  const now = () => new Date(2026, 10, 21, 12, 3, 5);
  surroundings = { home: folder, environment: {}, userId: 0, now };
});

afterEach(() => rmSync(folder, { recursive: true }));

const bin = (...names: string[]): string => join(folder, '.local', 'share', 'Trash', ...names);

test('a file goes to the home trash with its entry, as the specification lays down, and comes back', async () => {
  const path = join(folder, 'run é 1.mcap');
  writeFileSync(path, 'contents');
  const { where, restore } = await moveToTrash(path, surroundings);
  expect(where).toBe(bin('files', 'run é 1.mcap'));
  expect(readFileSync(where, 'utf8')).toBe('contents');
  const entry = readFileSync(bin('info', 'run é 1.mcap.trashinfo'), 'utf8');
  expect(entry).toBe(`[Trash Info]\nPath=${folder}/run%20%C3%A9%201.mcap\nDeletionDate=2026-11-21T12:03:05\n`);
  await restore?.();
  expect(readFileSync(path, 'utf8')).toBe('contents');
  expect(readdirSync(bin('info'))).toEqual([]);
  expect(readdirSync(bin('files'))).toEqual([]);
});

test('two files of one name both stay, and nothing is ever overwritten when one comes back', async () => {
  const path = join(folder, 'a.mcap');
  writeFileSync(path, 'first');
  const first = await moveToTrash(path, surroundings);
  writeFileSync(path, 'second');
  const second = await moveToTrash(path, surroundings);
  expect([first.where, second.where]).toEqual([bin('files', 'a.mcap'), bin('files', 'a.2.mcap')]);
  writeFileSync(path, 'third');
  await expect(first.restore?.()).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path, 'utf8')).toBe('third');
  expect(readFileSync(first.where, 'utf8')).toBe('first');
});

test('XDG_DATA_HOME moves it; what is not there leaves no entry', async () => {
  const environment = { XDG_DATA_HOME: join(folder, 'data') };
  const path = join(folder, 'a.mcap');
  writeFileSync(path, '');
  expect((await moveToTrash(path, { ...surroundings, environment })).where).toBe(join(folder, 'data', 'Trash', 'files', 'a.mcap'));
  await expect(moveToTrash(join(folder, 'none'), surroundings)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readdirSync(bin('info'))).toEqual([]);
});
