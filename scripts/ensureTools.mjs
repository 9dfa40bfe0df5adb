/**
 * The tests need programs that npm does not carry: Chromium (the screen), ngspice (an independent circuit simulator that the physics is
 * checked against), Debian's Python with numpy, h5py and scipy (which read back what is exported), and for the boards the firmware's
 * compilers, simavr (an independent emulator) and PyVISA (an independent client). Installs what is missing where
 * apt-get may be used without asking anyone, else says what to install.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const tools = [
  { names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], packages: ['chromium', 'fonts-dejavu-core'] },
  { names: ['ngspice'], packages: ['ngspice'] },
  { names: ['python3 with numpy'], packages: ['python3-numpy'], module: 'numpy' },
  { names: ['python3 with h5py'], packages: ['python3-h5py'], module: 'h5py' },
  { names: ['python3 with scipy'], packages: ['python3-scipy'], module: 'scipy' },
  { names: ['gcc'], packages: ['gcc', 'libc6-dev'] },
  { names: ['make'], packages: ['make'] },
  { names: ['avr-gcc'], packages: ['gcc-avr'] },
  { names: ['avr-objcopy'], packages: ['binutils-avr'] },
  { names: ['avr-libc'], packages: ['avr-libc'], file: '/usr/lib/avr/include/avr/io.h' },
  { names: ['arm-none-eabi-gcc'], packages: ['gcc-arm-none-eabi', 'libnewlib-arm-none-eabi'] },
  { names: ['simavr'], packages: ['simavr'] },
  { names: ['libsimavr'], packages: ['libsimavr-dev'], file: '/usr/include/simavr/sim_avr.h' },
  { names: ['libelf'], packages: ['libelf-dev'], file: '/usr/include/libelf.h' },
  { names: ['socat'], packages: ['socat'] },
  { names: ['python3 with pyvisa'], packages: ['python3-pyvisa', 'python3-pyvisa-py', 'python3-serial'], module: 'pyvisa_py, serial' },
];

/** @param {string} name */
function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Debian's own Python, whatever other one comes first on the path. @param {string} module */
const hasModule = (module) => spawnSync('/usr/bin/python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;

/** @param {(typeof tools)[number]} tool */
function isThere({ names, module, file }) {
  if (file !== undefined) return existsSync(file);
  return module === undefined ? names.some(isOnPath) : hasModule(module);
}

const missingTools = () => tools.filter((tool) => !isThere(tool));

/** The words before `apt-get`, or `null` where it is absent or would ask for a password. */
function privilege() {
  if (!isOnPath('apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  const isAllowed = isOnPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return isAllowed ? ['sudo', '-n'] : null;
}

/** @param {string[]} prefix @param {string[]} words @returns {boolean} whether it went well */
function aptGet(prefix, words) {
  const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...words];
  return spawnSync(command ?? 'env', rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

const missing = missingTools();
const prefix = privilege();
if (missing.length > 0 && prefix !== null) {
  const packages = missing.flatMap((tool) => tool.packages);
  console.log(`Installing ${packages.join(', ')} with apt-get …`);
  aptGet(prefix, ['update', '-q']);
  aptGet(prefix, ['install', '-q', '-y', '--no-install-recommends', ...new Set(packages)]);
}

const stillMissing = missingTools();
if (stillMissing.length > 0) {
  console.error(
    `The tests need ${stillMissing.map(({ names }) => names[0]).join(' and ')}, and apt-get can't be used here without a password.`,
  );
  console.error(`Install ${stillMissing.length > 1 ? 'them' : 'it'} and start again. On Debian or Ubuntu:`);
  console.error(`  sudo apt-get install --no-install-recommends ${stillMissing.flatMap((tool) => tool.packages).join(' ')}`);
  process.exitCode = 1;
} else {
  console.log('Chromium, ngspice, Python with its libraries, the firmware’s compilers and simavr are there.');
}
