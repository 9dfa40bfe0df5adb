/**
 * `npm run firmware`: builds the firmware's images from their sources into `firmware/images/` and prints what they need of the chip.
 * `npm run firmware -- --check`: builds them apart and compares with the committed ones, byte for byte; so does the test.
 * Needs Debian's gcc-avr and avr-libc; another version of the compiler makes other, equally good bytes.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../firmware/', import.meta.url));
export const images = join(folder, 'images');
export const profiles = ['transistors2024', 'digipots2022'];

/** The compiler that made the committed images. */
export const compilerVersion = '5.4.0';

/** What the chip has, bytes: program memory without the 512 bytes of the boot loader, and memory. */
const capacity = { program: 32_256, memory: 2048 };

/** @returns {string | null} version of avr-gcc, `null` where there is none */
export function installedCompiler() {
  const { status, stdout } = spawnSync('avr-gcc', ['-dumpversion'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Runs the firmware's Makefile.
 *
 * @param {string} output  folder for what is built
 * @param {...string} targets
 */
export function make(output, ...targets) {
  const { status, stdout, stderr } = spawnSync('make', ['--silent', '-C', folder, `OUT=${output}`, ...targets], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`make ${targets.join(' ')} failed:\n${stdout}${stderr}`);
}

/** @param {string} profile */
export const imageName = (profile) => `twinbench-${profile}-atmega328p.hex`;

/**
 * Bytes of program and memory that an image needs; what is left of the memory is for the stack.
 *
 * @param {string} program  the linked program (.elf)
 */
export function budgetOf(program) {
  const { stdout } = spawnSync('avr-size', [program], { encoding: 'utf8' });
  const [text = 0, data = 0, zeroed = 0] = (stdout.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
  return { program: text + data, memory: data + zeroed, stack: capacity.memory - data - zeroed };
}

function run() {
  const version = installedCompiler();
  if (version === null) {
    console.error('The firmware is built with avr-gcc, which is not installed. On Debian: sudo apt-get install gcc-avr avr-libc');
    return 1;
  }
  if (version !== compilerVersion) console.warn(`avr-gcc ${version}: the committed images were made by ${compilerVersion} and may differ.`);
  const isCheck = process.argv.includes('--check');
  const output = mkdtempSync(join(tmpdir(), 'twinbench-firmware-'));
  let isGood = true;
  try {
    make(output, 'all');
    if (!isCheck) mkdirSync(images, { recursive: true });
    for (const profile of profiles) {
      const built = join(output, imageName(profile));
      const { program, memory, stack } = budgetOf(built.replace('.hex', '.elf'));
      const share = ((100 * program) / capacity.program).toFixed(0);
      console.log(`${basename(built)}: program ${program} of ${capacity.program} bytes (${share} %), memory ${memory}, stack ${stack}`);
      if (!isCheck) {
        copyFileSync(built, join(images, imageName(profile)));
      } else if (!readFileSync(built).equals(readFileSync(join(images, imageName(profile))))) {
        console.error(`firmware/images/${imageName(profile)} is not what the sources make: run npm run firmware and commit it.`);
        isGood = false;
      }
    }
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
  return isGood ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = run();
