import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Skeleton, stubPrograms } from '../architecture/support/skeleton.ts';

let checkout: Skeleton;

beforeAll(async () => {
  const host = "console.log('host', JSON.stringify(process.argv.slice(2)));\n";
  checkout = await Skeleton.create({ ...stubPrograms, 'src-main/host/web/main.ts': host }, [
    'scripts',
    'vite.config.ts',
    'vite.node.config.ts',
  ]);
});
afterAll(() => checkout.remove());

const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };

test.runIf(process.platform === 'linux')('without a display it says so in one line and serves the browser', async () => {
  const { code, output } = await checkout.node('scripts/start.mjs', ['--port', '8080'], noDisplay);
  expect(code).toBe(0);
  expect(output.split('\n')).toEqual([
    'No desktop window: this machine has no display. Twinbench starts for the browser instead.',
    'host ["--port","8080"]',
    '',
  ]);
});

test('the browser can be asked for, and the host does not see the word', async () => {
  const { output } = await checkout.node('scripts/start.mjs', ['--web', '--no-open']);
  expect(output).toContain('the web host was asked for');
  expect(output).toContain('host ["--no-open"]');
});

test('the exit code of the host is passed on', async () => {
  await checkout.plant('src-main/host/web/main.ts', 'process.exitCode = 2;\n');
  expect((await checkout.node('scripts/start.mjs', ['--web'])).code).toBe(2);
});

test('without a build it says what to do', async () => {
  const bare = await Skeleton.create({}, ['scripts']);
  const { code, output } = await bare.node('scripts/start.mjs', ['--web']);
  await bare.remove();
  expect(code).toBe(1);
  expect(output).toContain('npm ci');
});

test.runIf(process.platform === 'linux')('ending npm ends the host', async () => {
  const host = `
    import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => {
      writeFileSync('stopped', '');
      process.exit();
    });
    setInterval(() => undefined, 1000);
    console.log('ready');`;
  await checkout.plant('src-main/host/web/main.ts', host);
  const npm = spawn('npm', ['start', '--', '--web'], { cwd: checkout.folder });
  let output = '';
  npm.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await expect.poll(() => output).toContain('ready');
  npm.kill('SIGTERM');
  await expect.poll(() => existsSync(join(checkout.folder, 'stopped'))).toBe(true);
});
