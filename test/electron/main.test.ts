import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import * as fake from './fakeElectron.ts';
import { settle } from '../src-main/host/testClock.ts';

vi.mock('electron', () => import('./fakeElectron.ts'));

let window: fake.BrowserWindow;
const processes = fake.FakeUtilityProcess.all;

/** The page of the window asks for its port. */
function askForPort(sender: unknown = window.webContents, frame: unknown = window.webContents.mainFrame): void {
  fake.ipcMain.emit('engine-port', { sender, senderFrame: frame });
}

const ports = () => window.webContents.posted.filter(({ channel }) => channel === 'engine-port');
const connects = (index: number) => processes[index].sent.filter(({ message }) => (message as { type: string }).type === 'connect');

const placeFile = join(fake.app.userData, 'window.json');
const place = { bounds: { x: -1200, y: 80, width: 1000, height: 700 }, isMaximized: true, zoom: 1.5 };

beforeAll(async () => {
  writeFileSync(placeFile, JSON.stringify(place));
  await import('../../electron/main.ts');
  await vi.waitFor(() => expect(fake.BrowserWindow.all).toHaveLength(1));
  await settle();
  window = fake.BrowserWindow.all[0];
});

describe('window', () => {
  it('is sandboxed, isolated and without Node', () => {
    expect(fake.app.isSandboxed).toBe(true);
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
    expect(window.options.webPreferences['preload']).toMatch(/preload\.cjs$/);
  });

  it('is where it was, as large and as enlarged', () => {
    expect(window.bounds).toEqual(place.bounds);
    window.emit('ready-to-show');
    expect(window.isLarge).toBe(true);
    window.webContents.emit('did-finish-load');
    expect(window.webContents.zoomFactor).toBe(1.5);
    // What is zoomed to afterwards stays at a reload.
    window.webContents.zoomFactor = 2;
    window.webContents.emit('did-finish-load');
    expect(window.webContents.zoomFactor).toBe(2);
  });

  it('shows the screen under its own scheme, and stays there', () => {
    expect(window.address).toBe('app://bench/index.html');
    const contents = window.webContents;
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      const event = new fake.FakeEvent('https://evil.example/');
      contents.emit(name, event);
      expect(event.isPrevented, name).toBe(true);
    }
    const reload = new fake.FakeEvent('app://bench/index.html');
    contents.emit('will-navigate', reload);
    expect(reload.isPrevented).toBe(false);
    expect(contents.openHandler({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
  });

  it('is granted nothing but to copy', () => {
    const { requestHandler, checkHandler, deviceHandler } = fake.session.defaultSession;
    const answers: boolean[] = [];
    for (const permission of ['media', 'clipboard-read', 'clipboard-sanitized-write']) {
      requestHandler!(null, permission, (isGranted) => answers.push(isGranted));
      expect(checkHandler!(null, permission)).toBe(answers.at(-1));
    }
    expect(answers).toEqual([false, false, true]);
    expect(deviceHandler!()).toBe(false);
  });

  it('serves files of the screen alone, with the policy that confines them', async () => {
    expect(fake.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
    const serve = fake.session.defaultSession.handlers.get('app')!;
    for (const url of [
      'app://bench/../main.js',
      'app://bench/..%2felectron%2fmain.js',
      'app://evil/index.html',
      'app://bench/missing.js',
    ]) {
      expect((await serve({ url })).status, url).toBe(404);
    }
  });
});

describe('engine process', () => {
  it('is started at once', () => {
    expect(processes).toHaveLength(1);
    expect(processes[0].file).toMatch(/engineEntry\.js$/);
    expect(processes[0].sent).toEqual([{ message: { type: 'start', checkpoint: null, downloads: null }, ports: [] }]);
  });

  it('gives its port only to the main frame of our own screen', () => {
    const frame = window.webContents.mainFrame;
    askForPort(new fake.FakeWebContents());
    askForPort(window.webContents, { url: 'app://bench/index.html' });
    askForPort(window.webContents, null);
    frame.url = 'https://evil.example/';
    askForPort();
    frame.url = 'app://bench.evil.example/';
    askForPort();
    frame.url = 'app://bench/index.html';
    expect(ports()).toHaveLength(0);
    askForPort();
    expect(ports()).toHaveLength(1);
  });

  it('is connected with the window by one channel, which main does not read', () => {
    const theirs = connects(0)[0].ports[0];
    const ours = ports()[0].ports[0];
    expect(ours.other).toBe(theirs);
    expect(ours.listenerCount('message')).toBe(0);
    expect(connects(0)[0].message).toEqual({ type: 'connect', restarted: null });
  });

  it('gives a reloaded page a new port', () => {
    askForPort();
    expect(ports()).toHaveLength(2);
    expect(connects(0)).toHaveLength(2);
  });

  it('keeps the computer awake while it wants to, and no longer than it lives', () => {
    const want = (isWanted: boolean) => processes[0].emit('message', { type: 'keepAwake', isWanted });
    want(true);
    want(true);
    expect(fake.heldBlockers).toEqual([1]);
    want(false);
    want(false);
    expect(fake.heldBlockers).toEqual([]);
    want(true);
    expect(fake.heldBlockers).toEqual([2]);
  });

  it('is started again from its last checkpoint when it dies, and the window gets a port to the new one', () => {
    processes[0].emit('message', { type: 'checkpoint', checkpoint: { run: 4 } });
    processes[0].emit('exit', 9);
    expect(processes).toHaveLength(2);
    expect(processes[1].sent[0].message).toEqual({ type: 'start', checkpoint: { run: 4 }, downloads: null });
    expect(fake.heldBlockers).toEqual([]);
    expect(connects(1)[0].message).toMatchObject({ restarted: { code: 'E-ENGINE-DIED', why: 'Its process ended with code 9.' } });
    expect(ports()).toHaveLength(3);
  });

  it('is given up when it keeps dying; the window is told, and its requests are answered', () => {
    processes[1].emit('exit', 1);
    processes[2].emit('exit', 1);
    expect(processes).toHaveLength(3);
    const port = ports().at(-1)!.ports[0];
    const received: unknown[] = [];
    port.on('message', ({ data }: { data: unknown }) => received.push(data));
    port.start();
    port.postMessage({ type: 'request', id: 5, name: 'session.get', parameters: {} });
    expect(received).toMatchObject([
      { type: 'event', name: 'engine', payload: { state: 'failed', problem: { code: 'E-ENGINE-DIED' } } },
      { type: 'response', id: 5, problem: { code: 'E-ENGINE-DIED' } },
    ]);
  });

  it('is tried again when the page is reloaded', () => {
    askForPort();
    expect(processes).toHaveLength(4);
    expect(processes[3].sent[0].message).toEqual({ type: 'start', checkpoint: { run: 4 }, downloads: null });
  });
});

describe('life cycle', () => {
  it('a second start shows the window', () => {
    fake.app.emit('second-instance');
    expect(window.isShown).toBe(true);
  });

  it('does for the engine what only the desktop can: asks where a file goes, shows it, throws it away', async () => {
    const engine = processes.at(-1)!;
    const ask = async (id: number, what: string, value: string): Promise<unknown> => {
      engine.emit('message', { type: 'ask', id, what, value });
      await new Promise((resolve) => setImmediate(resolve));
      return engine.sent.at(-1)!.message;
    };
    fake.dialog.answer = { canceled: false, filePath: '/home/me/run.csv' };
    expect(await ask(1, 'chooseFile', 'run.csv')).toEqual({ type: 'answer', id: 1, value: '/home/me/run.csv' });
    fake.dialog.answer = { canceled: true, filePath: '' };
    expect(await ask(2, 'chooseFile', 'run.csv')).toEqual({ type: 'answer', id: 2, value: null });
    expect(await ask(3, 'reveal', '/runs/a.mcap')).toMatchObject({ id: 3, value: '/runs/a.mcap' });
    expect(await ask(4, 'trash', '/runs/a.mcap')).toMatchObject({ id: 4, value: '/runs/a.mcap' });
    expect(fake.shell).toMatchObject({ shown: ['/runs/a.mcap'], trashed: ['/runs/a.mcap'] });
  });

  it('ends with its last window, after the engine has closed what it has open', async () => {
    window.bounds = { x: 100, y: 200, width: 800, height: 600 };
    window.isLarge = false;
    window.emit('close');
    window.emit('closed');
    fake.app.emit('window-all-closed');
    expect(fake.app.hasQuit).toBe(true);
    const event = new fake.FakeEvent();
    fake.app.emit('will-quit', event);
    expect(event.isPrevented).toBe(true);
    expect(processes.at(-1)!.sent.at(-1)!.message).toEqual({ type: 'stop' });
    processes.at(-1)!.emit('exit', 0);
    await vi.waitFor(() => expect(fake.app.hasExited).toBe(true));
    expect(JSON.parse(readFileSync(placeFile, 'utf8'))).toEqual({
      bounds: { x: 100, y: 200, width: 800, height: 600 },
      isMaximized: false,
      zoom: 2,
    });
    expect(fake.ipcMain.listenerCount('engine-port')).toBe(0);
  });
});
