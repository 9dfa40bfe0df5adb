import type { Bench } from '../e2e/support/bench.ts';
import { lookAt, type Scene } from './scene.ts';

/** A trained network with what may befall its edges, paused. */
async function damaged(bench: Bench): Promise<void> {
  await bench.train(12_000);
  await bench.ask('damage.apply', { edges: ['e10'], damage: 'cut' });
  await bench.ask('damage.apply', { edges: ['e21'], damage: 'stuck' });
  await bench.ask('damage.apply', { edges: ['e6'], damage: 'short' });
  await bench.train(3000);
}

/** Opens a figure of the gallery by its name, and lets it run for a while. */
async function figure(bench: Bench, name: string): Promise<void> {
  await bench.page.keyboard.press('g');
  const dialog = bench.page.getByRole('dialog', { name: 'Experiments' });
  await dialog.waitFor();
  await bench.page.keyboard.type(name);
  await dialog.getByRole('option', { selected: true }).waitFor();
  await bench.untilNextSession(() => bench.page.keyboard.press('Enter'));
}

/** Opens what a key opens above the bench. */
const above =
  (key: string) =>
  async (bench: Bench): Promise<void> => {
    await bench.train(3000);
    await bench.page.keyboard.press(key);
    await bench.page.getByRole('dialog').waitFor();
  };

/** Runs a command of the palette by its words. */
async function command({ page }: Bench, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands' }).fill(words);
  await page.keyboard.press('Enter');
}

/** Records a run of so many steps. */
async function record(bench: Bench, name: string, steps: number): Promise<void> {
  await bench.pause();
  await bench.ask('record.start', { name });
  await bench.train(steps);
  await bench.ask('record.stop', {});
}

/** A random network of so many edges, as a document. */
const large = (edges: number) => ({
  format: 'twinbench.experiment',
  version: 1,
  title: `${edges} edges`,
  generate: {
    topology: { kind: 'random', nodes: Math.round(edges / 2), edges },
    edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
    state: 1.5,
    spread: 0.2,
  },
  roles: {
    inputs: [{ name: 'V1', node: 'n0' }],
    supplies: [
      { name: 'V−', node: 'n1', voltage: 0.11 },
      { name: 'V+', node: 'n5', voltage: 0.33 },
    ],
    outputs: [{ name: 'O', plus: 'n4', minus: 'n12' }],
  },
  dataset: { kind: 'table', inputs: [[0], [0.45]], labels: [[0], [-0.05]] },
  rule: { kind: 'continuous', rate: 1377.4, gateFloor: 0.7, gateCeiling: 5.7 },
  clamping: { kind: 'differential', nudge: 0.5 },
  schedule: { kind: 'random' },
  stepTime: 1e-4,
  steps: 2000,
  measure: { every: 100, of: 'training' },
  seed: 1,
});

/** Opens a document as a person does, and lets it run for a moment. */
async function openDocument(bench: Bench, document: { title: string }): Promise<void> {
  await bench.button(/^Choose a task, now/).click();
  const buffer = Buffer.from(JSON.stringify(document));
  const field = bench.page.locator('label.file input[type=file]');
  await bench.untilNextSession(() => field.setInputFiles({ name: 'large.json', mimeType: 'application/json', buffer }));
  await bench.page.getByRole('heading', { level: 1, name: document.title }).waitFor();
  await bench.train(50);
}

async function sweep(bench: Bench): Promise<void> {
  await bench.pause();
  await bench.page.keyboard.press('Control+4');
  // The first button of all is there before the templates are, and opens a file.
  await bench.page.getByRole('navigation', { name: 'Sweeps' }).getByRole('listitem').getByRole('button').first().click();
  await bench.page.getByText('Estimated time').waitFor();
}

const scenes: readonly Scene[] = [
  ['bench', damaged],
  [
    'bench-inspector',
    async (bench) => {
      await damaged(bench);
      await bench.edge('e12').focus();
      await bench.page.keyboard.press('Enter');
      await bench.button('Table').click();
    },
  ],
  [
    'bench-both',
    async (bench) => {
      await damaged(bench);
      await command(bench, 'show: both');
    },
  ],
  [
    'bench-task-list',
    async (bench) => {
      await bench.pause();
      await bench.button(/^Choose a task, now/).click();
    },
  ],
  [
    'bench-axes',
    async (bench) => {
      await bench.train(3000);
      await bench.button('Axes: automatic').first().click();
    },
  ],
  ['bench-divider', (bench) => bench.chooseTask('Voltage divider').then(() => bench.train(200))],
  ['bench-iris', (bench) => bench.chooseTask('Iris').then(() => bench.train(200))],
  ['bench-143-edges', (bench) => openDocument(bench, large(143))],
  ['bench-1000-edges', (bench) => openDocument(bench, large(1000))],
  ['figure-regression', (bench) => figure(bench, 'transistors2024/regression').then(() => bench.train(4000))],
  ['figure-cycle', (bench) => figure(bench, 'imperfection2025/compatibleTasks').then(() => bench.train(4000))],
  [
    'bench-source',
    async (bench) => {
      await bench.pause();
      await bench.button(/^Source: /).click();
    },
  ],
  [
    'bench-project-menu',
    async (bench) => {
      await bench.pause();
      await bench.ask('project.save', { as: 'My XOR', mayReplace: true });
      await bench.page
        .getByRole('banner')
        .getByRole('button', { name: /\.twinbench/ })
        .click();
    },
  ],
  [
    'editor',
    async (bench) => {
      await bench.pause();
      await bench.page.keyboard.press('e');
      await bench.page.getByRole('application', { name: /^Editor of the network/ }).waitFor();
    },
  ],
  ['presentation', (bench) => damaged(bench).then(() => command(bench, 'present:'))],
  ['lesson', (bench) => damaged(bench).then(() => command(bench, 'hide: task'))],
  ['gallery', above('g')],
  ['manual', above('F1')],
  ['figure-dialog', above('i')],
  ['palette', above('Control+k')],
  ['keys', above('?')],
  ['projects', above('Control+o')],
  ['name', above('Control+Shift+S')],
  ['messages', (bench) => bench.train(100).then(() => command(bench, 'messages so far'))],
  [
    'damage-study',
    async (bench) => {
      await bench.train(20_000);
      await command(bench, 'how many edges');
      const dialog = bench.page.getByRole('dialog', { name: 'How many edges can be lost?' });
      await dialog.getByLabel('How many random orders').fill('4');
      await dialog.getByLabel('Learning steps after each loss').fill('200');
      await dialog.getByRole('button', { name: 'Measure', exact: true }).click();
      await dialog.getByText(/Half of the orders keep the error below/).waitFor();
    },
  ],
  ['tour', (bench) => bench.train(3000).then(() => command(bench, 'tour'))],
  [
    'problem',
    async (bench) => {
      await bench.train(3000);
      await bench.button(/^Choose a task, now/).click();
      const buffer = Buffer.from('{"format": "twinbench.experiment", "version": 1, "title": 3}');
      await bench.page.locator('label.file input[type=file]').setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer });
      await bench.page.getByRole('alert').waitFor();
    },
  ],
  [
    'compare',
    async (bench) => {
      await bench.chooseTask('XOR');
      await bench.pause();
      await bench.page.keyboard.press('Control+2');
      await bench.page.getByLabel('vs').selectOption({ label: 'Emulated board, mild' });
      await bench.page.locator('main').getByRole('button', { name: 'Compare', exact: true }).click();
      await bench.poll('the end of the comparison', async () => (await bench.ask('compare.status', {})).status?.state === 'done');
    },
  ],
  ['compare-empty', (bench) => bench.pause().then(() => bench.page.keyboard.press('Control+2'))],
  ['calibrate', (bench) => bench.pause().then(() => bench.page.keyboard.press('Control+3'))],
  ['sweep-offer', sweep],
  [
    'sweep-running',
    async (bench) => {
      await sweep(bench);
      await bench.button('Start').click();
      await bench.poll('a cell', async () => Number(await bench.page.getByRole('progressbar').getAttribute('aria-valuenow')) >= 2);
      await bench.button('Pause').click();
      await bench.page.locator('.counts strong').getByText('Paused', { exact: true }).waitFor();
    },
  ],
  [
    'recording',
    async (bench) => {
      await bench.pause();
      await bench.ask('record.start', { name: 'first board' });
      await bench.train(4000);
    },
  ],
  [
    'runs',
    async (bench) => {
      await record(bench, 'first board', 4000);
      await bench.page.keyboard.press('Control+5');
      await bench.page.getByRole('option').first().click();
    },
  ],
  [
    'export',
    async (bench) => {
      await record(bench, 'first board', 4000);
      await bench.page.keyboard.press('Control+5');
      await bench.page.getByRole('option').first().click();
      await bench.button(/^Export/).click();
      await bench.page.getByRole('dialog').waitFor();
    },
  ],
  [
    'replay',
    async (bench) => {
      await record(bench, 'first board', 4000);
      await bench.page.keyboard.press('Control+5');
      await bench.page.getByRole('option').first().click();
      await bench.untilNextSession(() => bench.button('Replay').click());
    },
  ],
];

/** `npm run screens -- -t NAME` looks at those whose name has it. */
lookAt(scenes);
