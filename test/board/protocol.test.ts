import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { onCore } from './support/coreSuite.ts';
import { crc16, measurementOf, parseStream } from './support/wire.ts';

const root = new URL('../../', import.meta.url);
const protocol = readFileSync(new URL('PROTOCOL.md', root), 'utf8');
const commandTable = readFileSync(new URL('firmware/core/commands.h', root), 'utf8');

/** `> ` and `< ` lines of each fenced block, as pairs. */
function dialogues(): { said: string; answers: string[] }[][] {
  const blocks = [...protocol.matchAll(/```\n([^`]*?)```/g)].map(([, text]) => text.split('\n'));
  return blocks
    .map((lines) => {
      const turns: { said: string; answers: string[] }[] = [];
      for (const line of lines) {
        if (line.startsWith('> ')) turns.push({ said: line.slice(2).replace('␊', ''), answers: [] });
        else if (line.startsWith('< ') && !line.startsWith('< #') && !line.startsWith('< ...'))
          turns.at(-1)?.answers.push(line.slice(2).replace('␊', ''));
      }
      return turns;
    })
    .filter((turns) => turns.length > 0);
}

/** `<00 14>` stands for bytes. */
function bytesOf(said: string): Buffer {
  const parts = said.split(/(<[0-9a-f ]+>)/).map((part) => {
    return part.startsWith('<') ? Buffer.from(part.replace(/[<> ]/g, ''), 'hex') : Buffer.from(part);
  });
  return Buffer.concat([...parts, Buffer.from('\n')]);
}

describe('PROTOCOL.md', () => {
  it('has worked frames whose checksums and lengths are right', () => {
    const frames = [...protocol.matchAll(/< #2(\d\d) ((?:[0-9a-f]{2,8} ?)+)␊/g)];
    expect(frames).toHaveLength(2);
    for (const [, length, digits] of frames) {
      const content = Buffer.from(digits.replaceAll(' ', ''), 'hex');
      expect(content).toHaveLength(Number(length));
      expect(crc16(content)).toBe(0);
    }
    const [heartbeat, measured] = frames.map(
      ([, length, digits]) =>
        parseStream(Buffer.concat([Buffer.from(`#2${length}`), Buffer.from(digits.replaceAll(' ', ''), 'hex'), Buffer.from('\n')]))
          .frames[0],
    );
    expect(heartbeat).toMatchObject({ kind: 1, sequence: 7, time: 12_345_678 });
    expect(measurementOf(measured)).toEqual({
      run: 4711,
      step: 1500,
      learningTime: 150_000,
      row: 2,
      repeats: 4,
      what: 3,
      sums: [400, 404],
    });
    // What the text says of it: 400 after 4 readings is 0.177557 V.
    expect(((400 / 4) * 5) / 11 / 256).toBeCloseTo(0.177557, 6);
  });

  it('names every command of the firmware, and the firmware has every one it names', () => {
    const inFirmware = new Set([...commandTable.matchAll(/COMMAND\("([^"]+)"/g)].map(([, name]) => name.replace('?', '')));
    // The first cells of the tables of commands; `SYSTem:ERRor[:NEXT]?` names two.
    const cells = [...protocol.matchAll(/^\| (`.*?) \| /gm)].map(([, cell]) => cell);
    const named = new Set<string>();
    for (const [, header] of cells.flatMap((cell) => [...cell.matchAll(/`(\*?[A-Za-z:[\]]+)/g)])) {
      named.add(header.replace(/\[.*\]/, ''));
      named.add(header.replace(/[[\]]/g, ''));
    }
    expect([...named].sort()).toEqual([...inFirmware].sort());
  });
});

onCore('the examples of PROTOCOL.md', 'transistors2024', (core) => {
  it.each(dialogues().map((turns) => [turns[0].said.slice(0, 30), turns] as const))('are answered as printed: %s ...', async (_, turns) => {
    const heard: string[] = [];
    for (const { said, answers } of turns) {
      const { lines } = parseStream(await core.bytes(bytesOf(said)));
      expect(lines, said).toEqual(answers);
      heard.push(...lines);
      if (said.startsWith('INIT')) await core.poll(30_000);
    }
    expect(heard.length).toBeGreaterThan(0);
  });

  it('describe the capabilities as the board does', async () => {
    const printed = /```\n(protocol=[^`]*)```/.exec(protocol)![1].replace(/\n/g, '');
    expect(await core.ask('SYST:CAP?')).toBe(printed);
  });

  it('list errors with the numbers and texts that the board has', async () => {
    const listed = [...protocol.matchAll(/^\| (−?\d+) \| ([^|]+) \|/gm)].map(
      ([, code, text]) => `${code.replace('−', '-')},"${text.trim()}"`,
    );
    expect(listed).toHaveLength(20);
    const source = readFileSync(new URL('firmware/core/errors.c', root), 'utf8');
    const header = readFileSync(new URL('firmware/core/errors.h', root), 'utf8');
    const codes = new Map([...header.matchAll(/#define (ERROR_\w+) \(?(-?\d+)\)?/g)].map(([, name, code]) => [name, code]));
    const inFirmware = [...source.matchAll(/\{(ERROR_\w+), "([^"]+)"\}/g)].map(([, name, text]) => `${codes.get(name)},"${text}"`);
    expect(inFirmware.sort()).toEqual(listed.sort());
  });
});
