/**
 * `npm run slurm [-- SWEEP.json]`: runs a sweep here and on a Slurm of one machine, and compares the bytes. The Slurm is Debian's
 * (slurmctld, slurmd, munge), configured in a temporary folder with a key, ports and sockets of its own; it needs no systemd, no cgroups
 * and no configuration of the machine, and is gone afterwards. On the way one task is killed, which Slurm has to run again.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, loadavg, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { build, root } from './build.mjs';

const daemons = ['/usr/sbin/munged', '/usr/sbin/slurmctld', '/usr/sbin/slurmd', '/usr/bin/sbatch'];
const absent = daemons.filter((path) => !existsSync(path));
if (absent.length > 0) {
  console.error(`There is no ${absent.join(', ')}: apt-get install slurmctld slurmd munge`);
  process.exit(2);
}

const sweep = resolve(process.argv[2] ?? join(root, 'examples/learning-rate.json'));
const folder = mkdtempSync(join(tmpdir(), 'twinbench-slurm-'));
const program = join(root, 'dist/cli/main.js');
/** @type {import('node:child_process').ChildProcess[]} */
const started = [];

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void tearDown().then(() => process.exit(1)));
await build({ targets: ['cli'], isSilent: true });
try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  showLogs();
  throw error;
} finally {
  await tearDown();
}

/** @returns {Promise<boolean>} whether the bytes are the same */
async function main() {
  const [here, there] = [join(folder, 'here'), join(folder, 'slurm')];
  const local = await timed(twinbench(['sweep', sweep, '--to', here, '--json']));
  console.log(`here:  ${local.seconds.toFixed(1)} s on ${availableParallelism()} workers (load ${loadavg()[0].toFixed(1)})`);

  await startSlurm();
  const start = performance.now();
  const count = readdirSync(join(here, 'cells')).length;
  const perTask = String(Math.max(Math.ceil(count / 12), 1));
  const waiting = twinbench(['sweep', sweep, '--to', there, '--on', 'slurm', '--wait', '--cells-per-task', perTask, '--json']);
  const killed = await killOneTask(there);
  const hurry = setInterval(startWaiting, 2000);
  const printed = await waiting;
  clearInterval(hurry);
  console.log(`slurm: ${((performance.now() - start) / 1000).toFixed(1)} s, ${perTask} cells a task (load ${loadavg()[0].toFixed(1)})`);

  const requeued = readdirSync(join(there, 'slurm')).some((name) => readFileSync(join(there, 'slurm', name), 'utf8').includes('Killed'));
  console.log(
    killed === null
      ? 'no task ran long enough to be killed'
      : `killed process ${killed}; Slurm ran its task again: ${requeued ? 'yes' : 'NO'}`,
  );
  const differences = compare(here, there);
  const sameReport = withoutFolder(local.output, here) === withoutFolder(printed, there);
  console.log(
    differences.length === 0 && sameReport
      ? `the same bytes: ${count} cells, table.csv, table.parquet and the report`
      : `DIFFERENT: ${differences.slice(0, 10).join(', ')}${sameReport ? '' : ', the report'}`,
  );
  return differences.length === 0 && sameReport && (killed === null || requeued);
}

/** A Slurm of one machine: its own key, its own ports, no cgroups. */
async function startSlurm() {
  for (const name of ['state', 'spool', 'logs']) mkdirSync(join(folder, name));
  const key = join(folder, 'munge.key');
  writeFileSync(key, randomBytes(128));
  chmodSync(key, 0o600);
  const socket = join(folder, 'munge.socket');
  // Everything lies in a folder of the user alone, below one that everybody may write to: munged wants to be forced there.
  launch(
    'munged',
    [
      ['--foreground', '--force', `--key-file=${key}`, `--socket=${socket}`, `--pid-file=${join(folder, 'munged.pid')}`],
      [`--log-file=${join(folder, 'logs/munged.log')}`, `--seed-file=${join(folder, 'munge.seed')}`, '--num-threads=2'],
    ].flat(),
  );
  await until(() => existsSync(socket), 'munged');
  const host = hostname().split('.')[0];
  const user = userInfo().username;
  const [controlPort, daemonPort] = [await freePort(), await freePort()];
  writeFileSync(
    join(folder, 'slurm.conf'),
    [
      'ClusterName=twinbench',
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmctldPort=${controlPort}`,
      `SlurmdPort=${daemonPort}`,
      `SlurmUser=${user}`,
      `SlurmdUser=${user}`,
      'AuthType=auth/munge',
      'CredType=cred/munge',
      `AuthInfo=socket=${socket}`,
      `StateSaveLocation=${join(folder, 'state')}`,
      `SlurmdSpoolDir=${join(folder, 'spool')}`,
      `SlurmctldPidFile=${join(folder, 'slurmctld.pid')}`,
      `SlurmdPidFile=${join(folder, 'slurmd.pid')}`,
      `SlurmctldLogFile=${join(folder, 'logs/slurmctld.log')}`,
      `SlurmdLogFile=${join(folder, 'logs/slurmd.log')}`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SwitchType=switch/none',
      'MpiDefault=none',
      'JobAcctGatherType=jobacct_gather/none',
      'AccountingStorageType=accounting_storage/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_CPU',
      'SlurmdParameters=config_overrides',
      'ReturnToService=2',
      'JobRequeue=1',
      'KillWait=2',
      'SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0',
      `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`,
      'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
      '',
    ].join('\n'),
  );
  launch('slurmctld', ['-D', '-f', join(folder, 'slurm.conf')]);
  launch('slurmd', ['-D', '-f', join(folder, 'slurm.conf'), '-N', host]);
  await until(() => slurm('sinfo', ['-h', '-o', '%T']).includes('idle'), 'slurmd');
}

/**
 * Kills one process of the job array once the first results are there. @param {string} path  folder of the sweep
 * @returns {Promise<number | null>}
 */
async function killOneTask(path) {
  for (let attempt = 0; attempt < 600; attempt++) {
    const some = existsSync(join(path, 'cells')) && readdirSync(join(path, 'cells')).length > 2;
    const pid = some ? processOf(path) : null;
    if (pid !== null) {
      process.kill(pid, 'SIGKILL');
      return pid;
    }
    await pause(50);
  }
  return null;
}

/** Slurm lets a task that is to run again wait for two minutes, which proves nothing here. */
function startWaiting() {
  for (const line of slurm('squeue', ['-h', '-t', 'PENDING', '-o', '%A %r']).split('\n')) {
    const [job, reason] = line.split(' ');
    if (reason === 'BeginTime') slurm('scontrol', ['update', `JobId=${job}`, 'StartTime=now']);
  }
}

/** A process that runs cells of this sweep. @param {string} path @returns {number | null} */
function processOf(path) {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      if (words.includes('cells') && words.includes(path)) return Number(name);
    } catch {
      // It has ended meanwhile.
    }
  }
  return null;
}

/** Files that differ, or are missing on one side. @param {string} a @param {string} b @returns {string[]} */
function compare(a, b) {
  const filesOf = (/** @type {string} */ path) => [
    ...readdirSync(join(path, 'cells')).map((name) => `cells/${name}`),
    'table.csv',
    'table.parquet',
    'sweep.json',
  ];
  const names = new Set([...filesOf(a), ...filesOf(b)]);
  return [...names].filter((name) => {
    const [first, second] = [join(a, name), join(b, name)];
    return !existsSync(first) || !existsSync(second) || !readFileSync(first).equals(readFileSync(second));
  });
}

/** @param {string} report @param {string} path @returns {string} */
function withoutFolder(report, path) {
  return report.replaceAll(path, '');
}

/** @param {string[]} parameters @returns {Promise<string>} what it prints */
function twinbench(parameters) {
  const child = spawn(process.execPath, [program, ...parameters], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`the sweep ended with code ${code}`))));
  });
}

/** @param {Promise<string>} running @returns {Promise<{ seconds: number, output: string }>} */
async function timed(running) {
  const start = performance.now();
  const output = await running;
  return { seconds: (performance.now() - start) / 1000, output };
}

/** @param {string} name @param {string[]} parameters */
function launch(name, parameters) {
  started.push(spawn(`/usr/sbin/${name}`, parameters, { env: environment(), stdio: 'ignore' }));
}

function environment() {
  return { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') };
}

/** @param {string} command @param {string[]} parameters @returns {string} what it prints; "" where it fails */
function slurm(command, parameters) {
  try {
    return execFileSync(command, parameters, {
      encoding: 'utf8',
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
  } catch {
    return '';
  }
}

/** @param {() => boolean} test @param {string} what */
async function until(test, what) {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (test()) return;
    await pause(100);
  }
  throw new Error(`${what} did not start within 30 s`);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function showLogs() {
  const logs = join(folder, 'logs');
  for (const name of existsSync(logs) ? readdirSync(logs) : []) {
    console.error(`--- ${name}\n${readFileSync(join(logs, name), 'utf8').split('\n').slice(-25).join('\n')}`);
  }
}

/** Ends what was started here, and nothing else. */
async function tearDown() {
  if (started.length > 0) slurm('scancel', ['--full', '--me']);
  for (const child of started.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    for (let attempt = 0; attempt < 50 && child.exitCode === null && child.signalCode === null; attempt++) await pause(100);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true });
}
