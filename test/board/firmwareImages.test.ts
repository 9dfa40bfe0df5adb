import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { budgetOf, compilerVersion, imageName, images, installedCompiler, profiles } from '../../scripts/firmware.mjs';
import { build, canRun } from './support/firmwareBuild.ts';

const committed = (profile: string): string => readFileSync(join(images, imageName(profile)), 'utf8');

/** Bytes of an Intel HEX file; throws at a wrong checksum. */
function bytesOf(hex: string): number {
  let count = 0;
  for (const line of hex.trim().split(/\r?\n/)) {
    const record = Buffer.from(line.slice(1), 'hex');
    const sum = record.reduce((total, byte) => (total + byte) & 0xff, 0);
    if (!line.startsWith(':') || sum !== 0) throw new Error(`Not a record of Intel HEX: ${line}`);
    if (record[3] === 0) count += record[0];
  }
  return count;
}

describe('the committed images', () => {
  it.each(profiles)('of %s are whole and leave room for the boot loader', (profile) => {
    const bytes = bytesOf(committed(profile));
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(32_256);
    expect(committed(profile).trim().endsWith(':00000001FF')).toBe(true);
  });
});

const version = installedCompiler();
const isBuildable = canRun('the committed images', ['avr-gcc', 'avr-objcopy', 'make'], 'gcc-avr avr-libc binutils-avr make');
if (isBuildable && version !== compilerVersion) {
  console.warn(`\n*** avr-gcc ${version} instead of ${compilerVersion}: the committed images were NOT compared ***\n`);
}

describe.skipIf(!isBuildable || version !== compilerVersion)('building anew', () => {
  const built = isBuildable ? build('all') : null;
  afterAll(() => built?.remove());

  it.each(profiles)('gives the committed image of %s, byte for byte', (profile) => {
    // Told by its first different line: a whole image is no message.
    const [ours, theirs] = [readFileSync(built!.path(imageName(profile)), 'utf8').split('\n'), committed(profile).split('\n')];
    const differs = ours.findIndex((line, index) => line !== theirs[index]);
    expect(
      differs < 0 && ours.length === theirs.length ? 'the same' : `line ${differs + 1} differs: run npm run firmware and commit it`,
    ).toBe('the same');
  });

  it.each(profiles)('leaves %s at least 250 bytes of stack', (profile) => {
    const budget = budgetOf(built!.path(imageName(profile).replace('.hex', '.elf')));
    // The deepest use seen in simavr is 123 bytes (firmware/README.md); twice that is kept.
    expect(budget.stack).toBeGreaterThanOrEqual(250);
    expect(budget.program).toBe(bytesOf(committed(profile)));
  });
});

const hasArm = canRun('the Due’s target', ['arm-none-eabi-gcc', 'make'], 'gcc-arm-none-eabi libnewlib-arm-none-eabi make');

describe.skipIf(!hasArm)('the target of the Arduino Due', () => {
  const built = hasArm ? build('due') : null;
  afterAll(() => built?.remove());

  it.each(profiles)('compiles and links %s, with its vectors where the chip looks for them', (profile) => {
    const { stdout } = spawnSync('arm-none-eabi-nm', ['-n', built!.path(`twinbench-${profile}-due.elf`)], { encoding: 'utf8' });
    const addressOf = (name: string): number =>
      Number.parseInt(
        stdout.split('\n').find((line) => line.endsWith(` ${name}`))!,
        16,
      );
    expect(addressOf('vectors')).toBe(0x80000);
    expect(addressOf('stackTop')).toBe(0x20010000);
    for (const name of ['main', 'serialInterrupt', 'clockInterrupt', 'executeLine']) {
      expect(addressOf(name)).toBeGreaterThan(0x80000);
      expect(addressOf(name)).toBeLessThan(0xc0000);
    }
  });
});
