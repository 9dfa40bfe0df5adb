import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoOverflow } from './support/axe.ts';
import { Bench, sizes } from './support/bench.ts';
import { launchChromium } from './support/chromium.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The program as a person starts it: a process of its own, that can be killed. */
class Program {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(folder: string): Promise<Program> {
    const child = spawn(process.execPath, [join(dist, 'webHost.js'), '--no-open'], {
      env: {
        ...process.env,
        TWINBENCH_RUNS: join(folder, 'runs'),
        TWINBENCH_PROJECTS: join(folder, 'projects'),
        TWINBENCH_PREFERENCES: join(folder, 'preferences.json'),
      },
    });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (data: Buffer) => {
        said += String(data);
        const address = /http:\S+/.exec(said)?.[0];
        if (address !== undefined) resolve(address);
      });
      child.once('exit', () => reject(new Error(`the program ended: ${said}`)));
    });
    return new Program(child, url);
  }

  /** As the power failing does it: nothing can be saved any more. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.kill(signal);
    });
  }
}

describe('Chromium: projects and the editor', () => {
  let browser: Browser;
  let folder = '';
  let program: Program;
  let bench: Bench;

  async function open(theme: 'light' | 'dark' = 'light'): Promise<void> {
    program = await Program.start(folder);
    const context = await browser.newContext({ viewport: sizes[0], colorScheme: theme });
    const page = await context.newPage();
    const origin = new URL(program.url).origin;
    const parts = {
      page,
      ownAddresses: [`${origin}/`, `${origin.replace('http', 'ws')}/bridge`],
      prefix: 'projects-',
      killEngine: () => Promise.reject(new Error('kill the program')),
      close: () => context.close(),
    };
    bench = await Bench.open(parts, () => page.goto(program.url));
  }

  /** A fresh program, with a task on its simulation. */
  async function openOn(task: string): Promise<void> {
    await open();
    await bench.chooseTask(task);
  }

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'twinbench-projects-'));
    await openOn('XOR');
  });
  afterEach(async () => {
    await program.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  const path = (): string => join(folder, 'projects', 'my-xor.twinbench');
  const chip = (): ReturnType<Bench['button']> => bench.page.getByRole('banner').getByRole('button', { name: /Project|\.twinbench/ });

  it('saves, says when, opens again from the recent ones, and refuses a bad file with its place', async () => {
    await bench.pause();
    await bench.ask('damage.apply', { edges: ['e12'], damage: 'cut' });
    await bench.page.keyboard.press('Control+s');
    const name = bench.page.getByLabel('Name', { exact: true });
    await name.fill('My XOR');
    await bench.screenshot('name');
    await expectAccessible(bench, 'the dialog of the name');
    await bench.page.keyboard.press('Enter');
    await bench.reads(chip(), /my-xor\.twinbench.*saved/s);
    const saved = JSON.parse(await readFile(path(), 'utf8')) as Record<string, unknown>;
    expect(saved).toMatchObject({ format: 'twinbench.project', version: 1, damage: { e12: 'cut' }, experiment: { title: 'XOR' } });
    await bench.ask('damage.apply', { edges: ['e3'], damage: 'cut' });
    await bench.reads(chip(), /unsaved changes/);
    await bench.page.keyboard.press('Control+s');
    await bench.reads(chip(), /saved (just now|\d)/);
    await bench.chooseTask('Voltage divider');
    await bench.reads(chip(), /^Project/);

    await writeFile(join(folder, 'projects', 'bad.twinbench'), JSON.stringify({ ...saved, damage: { e12: 'burnt' } }));
    await bench.page.keyboard.press('Control+o');
    const dialog = bench.page.getByRole('dialog', { name: 'Open a project' });
    await dialog.getByRole('button', { name: /^bad/ }).waitFor();
    await bench.screenshot('open');
    await expectAccessible(bench, 'the list of projects');
    await dialog.getByRole('button', { name: /^bad/ }).click();
    await bench.reads(bench.page.getByRole('alert'), /\$\.damage\.e12/);
    expect((await bench.session()).title).toBe('Voltage divider');
    await bench.page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
    await bench.page.keyboard.press('Control+o');
    await bench.untilNextSession(() => dialog.getByRole('button', { name: /^my-xor/ }).click());
    await bench.page.getByRole('heading', { level: 1, name: 'XOR' }).waitFor();
    const { damage } = await bench.frame();
    expect([damage[12], damage[3]]).toEqual(['cut', 'cut']);
    await bench.reads(chip(), /my-xor/);
    await chip().click();
    await bench.page.getByRole('button', { name: /^my-xor \d/ }).waitFor();
    await bench.screenshot('menu');
    await expectAccessible(bench, 'the menu of the project');
    await bench.close();
  });

  it('copies the experiment as text, begins the same run from a paste, finds files of the folder in the gallery, and logs all that', async () => {
    const { page } = bench;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await bench.pause();
    const before = await bench.session();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Copy the experiment');
    await page.keyboard.press('Enter');
    await page.getByRole('main').getByText('The experiment is on the clipboard').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(text)).toMatchObject({ format: 'twinbench.experiment', title: 'XOR', seed: before.seed });

    await mkdir(join(folder, 'projects'), { recursive: true });
    await writeFile(
      join(folder, 'projects', 'for-the-lecture.json'),
      JSON.stringify({ ...(JSON.parse(text) as object), title: 'For all' }),
    );
    await page.keyboard.press('g');
    const gallery = page.getByRole('dialog', { name: 'Experiments' });
    await page.keyboard.type('for-the-lecture');
    await gallery.getByRole('group', { name: 'Your own' }).getByRole('option', { name: 'for-the-lecture' }).waitFor();
    const own = await bench.untilNextSession(() => page.keyboard.press('Enter'));
    expect(own.title).toBe('For all');

    const pasted = await bench.untilNextSession(() => page.keyboard.press('Control+v'));
    expect(pasted).toMatchObject({ title: 'XOR', seed: before.seed });
    expect(pasted.nodes).toEqual(before.nodes);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('Messages so far');
    await page.keyboard.press('Enter');
    const log = page.getByRole('dialog', { name: 'Messages' });
    await bench.reads(log, /The experiment is on the clipboard/);
    await expectAccessible(bench, 'the log of messages');
    await bench.close();
  });

  it('is killed, and the next start offers what was not saved', async () => {
    await bench.ask('project.save', { as: 'My XOR', mayReplace: false });
    await bench.pause();
    await bench.ask('damage.apply', { edges: ['e7'], damage: 'cut' });
    await bench.reads(chip(), /unsaved changes/);
    await bench.poll('a snapshot', async () => {
      const files = await readdir(join(folder, 'projects', 'snapshots')).catch(() => []);
      return files.some((file) => file.endsWith('.twinbench'));
    });
    bench.forgive(/WebSocket connection to|ERR_|Failed to load resource/);
    await program.kill('SIGKILL');
    await bench.close();

    await open('dark');
    const offer = bench.page.getByRole('region', { name: 'Unsaved changes' });
    await bench.reads(offer, /Recovered project\s+my-xor\s+from \d\d:\d\d/);
    await bench.screenshot('recover');
    await expectAccessible(bench, 'the offer to recover');
    await bench.untilNextSession(() => offer.getByRole('button', { name: 'Restore' }).click());
    await offer.waitFor({ state: 'detached' });
    expect((await bench.frame()).damage[7]).toBe('cut');
    await bench.reads(chip(), /my-xor.*unsaved changes/s);
    expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({ damage: {} });
    await bench.page.keyboard.press('Control+s');
    await bench.reads(chip(), /saved (just now|\d)/);
    expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({ damage: { e7: 'cut' } });
    await bench.close();
  });

  it('a divider is built in the editor by keyboard alone, undone and redone, trained, saved, and trained by the command line', async () => {
    const { page } = bench;
    const { keyboard } = page;
    const draft = async (): Promise<{ nodes: unknown[]; edges: unknown[] } | null> => (await bench.ask('project.get', {})).draft;
    await keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search commands' }).waitFor();
    await keyboard.type('New network of digipots');
    await page.getByRole('dialog', { name: 'Commands' }).getByRole('option', { selected: true }).waitFor();
    await bench.untilNextSession(() => keyboard.press('Enter'));
    const editor = page.getByRole('application', { name: /^Editor of the network/ });
    await editor.waitFor();
    await bench.poll('the focus in the editor', () => editor.evaluate((element) => element === document.activeElement));
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await keyboard.press(key);
    };
    await press('a');
    await bench.poll('a node', async () => ((await draft())?.nodes.length ?? 0) === 1);
    await press('s', 'Shift+a');
    await bench.poll('an edge', async () => ((await draft())?.edges.length ?? 0) === 1);
    await press('o', 'Shift+a');
    await bench.poll('two edges', async () => ((await draft())?.edges.length ?? 0) === 2);
    await press('s');
    const names = async (): Promise<string> => ((await editor.textContent()) ?? '').replace(/\s+/g, ' ');
    await bench.poll('both supplies', async () => /V\+\s*O\s*V−/.test(await names()));
    await bench.screenshot('editor-keyboard');

    // One stack: what was done last is taken back first, and the run goes on meanwhile.
    const { run } = await bench.session();
    await press('Control+z');
    await bench.poll('the supply to be undone', async () => !(await names()).includes('V−'));
    await press('Control+z');
    await bench.poll('the node to be undone', async () => ((await draft())?.nodes.length ?? 0) === 2);
    await press('Control+y', 'Control+y');
    await bench.poll('both supplies again', async () => /V−/.test(await names()));
    expect((await bench.session()).run).toBe(run);

    const type = async (label: string | RegExp, text: string): Promise<void> => {
      const field = page.getByLabel(label, { exact: true });
      for (let count = 0; count < 60 && !(await field.evaluate((element) => element === document.activeElement)); count++)
        await press('Shift+Tab');
      await press('Control+a');
      await keyboard.type(text);
      await press('Tab');
    };
    // The first node is 5 V; from the network the keyboard reaches the forms through the whole page.
    await editor.getByRole('button', { name: /^Node n0/ }).focus();
    await type(/^Voltage/, '5');
    await type('O', '3');
    const foot = page.getByRole('region', { name: 'Network editor' });
    await bench.reads(foot, /Nothing is wrong with it/);
    await expectAccessible(bench, 'the editor');
    const apply = page.getByRole('button', { name: 'Apply' });
    await apply.focus();
    const session = await bench.untilNextSession(() => press('Enter'));
    expect(session).toMatchObject({ edgeKind: 'digipot', outputNames: ['O'] });
    expect(session.edges).toHaveLength(2);
    const trained = await bench.train(200);
    // Half a wiper position of two of 64 kΩ together is 5 V / 256; the sign rule steps to and fro by one.
    expect(Math.abs(trained.outputs[0][0]! - 3)).toBeLessThan(0.1);

    expect(await bench.ask('project.save', { as: 'My divider', mayReplace: false })).toEqual({ state: 'saved' });
    const file = join(folder, 'projects', 'my-divider.twinbench');
    const report = execFileSync(process.execPath, [join(dist, 'cli', 'main.js'), 'train', file, '--json'], { encoding: 'utf8' });
    const { training } = JSON.parse(report) as { training: { outputs: number[]; labels: number[] }[] };
    expect(training).toHaveLength(1);
    expect(training[0].labels).toEqual([3]);
    expect(Math.abs(training[0].outputs[0] - 3)).toBeLessThan(0.1);
    await bench.close();
  });

  it('edits with the pointer, generates, takes lists and tables, and says where a fault is', async () => {
    const { page } = bench;
    await bench.button('Edit the network').click();
    const region = page.getByRole('region', { name: 'Network editor' });
    const editor = page.getByRole('application', { name: /^Editor of the network: 16 nodes, 32 edges/ });
    await editor.waitFor();
    const session = await bench.session();

    const grip = await page.evaluate(() => {
      const shape = document.querySelector('[data-id="node n10"] circle.shape')!.getBoundingClientRect();
      return { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 };
    });
    await page.mouse.move(grip.x, grip.y);
    await page.mouse.down();
    await page.mouse.move(grip.x + 40, grip.y + 45, { steps: 5 });
    await page.mouse.up();
    await bench.reads(region, /Nothing is wrong with it/);
    await bench.button(/^Undo move n10/).waitFor();

    await page.getByLabel('Topology').selectOption('openSquare');
    await page.getByRole('button', { name: /^Generate/ }).click();
    await page.getByRole('application', { name: /^Editor of the network: 16 nodes, 24 edges/ }).waitFor();
    const list = page.getByLabel(/^One edge in a line/);
    await list.fill('a b\nb b');
    await page.getByRole('button', { name: 'Replace all' }).click();
    await bench.reads(page.getByRole('alert'), /Line 2: both ends are the node "b"/);
    await list.fill('a b\nb c 3\nc a');
    await page.getByRole('button', { name: 'Replace all' }).click();
    await page.getByRole('application', { name: /^Editor of the network: 3 nodes, 3 edges/ }).waitFor();
    await bench.reads(region, /there is no node|\$\.roles/);
    expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    for (const [width, height] of [
      [1440, 900],
      [1280, 720],
      [720, 450],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await bench.screenshot(`editor-${width}x${height}-${colorScheme}`);
        await expectAccessible(bench, `the editor at ${width} × ${height}, ${colorScheme}`);
      }
      await expectNoOverflow(bench, `the editor at ${width}`);
    }
    await page.getByRole('button', { name: 'Cancel' }).click();
    await bench.network.waitFor();
    expect((await bench.session()).run).toBe(session.run);
    expect((await bench.ask('project.get', {})).draft).toBeNull();
    await bench.close();
  });
});
