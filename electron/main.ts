/** Entry of the desktop program: its life cycle, and nothing else. */
import { app, BrowserWindow, ipcMain, session, type MessagePortMain } from 'electron';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { everyInterval } from '../src-main/host/clock.ts';
import { Supervisor } from '../src-main/host/supervisor.ts';
import { nodeFiles } from '../src-main/recording/nodeFiles.ts';
import { forkEngine, PORT_CHANNEL, windowClient } from './engineProcess.ts';
import { setMenu } from './menu.ts';
import { registerScreenScheme, serveScreen } from './screenProtocol.ts';
import { isFromOwnScreen } from './senderCheck.ts';
import { confine, denyPermissions, openWindow } from './window.ts';
import { keepPlace, readPlace } from './windowPlace.ts';

const besides = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const supervisor = new Supervisor<MessagePortMain>({
  spawn: () => forkEngine(besides('engineEntry.js')),
  now: () => performance.now(),
  every: everyInterval,
});

/** Where the window was is being written, until this is done. */
let kept = Promise.resolve();

/** Closes what is being recorded before the program ends. */
function quit(event: Electron.Event): void {
  event.preventDefault();
  void Promise.all([supervisor.close(), kept]).then(() => app.exit());
}

/** Opens a window and gives it a port to the engine whenever its page asks: at the first load, and at every reload. */
async function open(): Promise<void> {
  const placeFile = join(app.getPath('userData'), 'window.json');
  const window = openWindow(besides('preload.cjs'), app.isPackaged, await readPlace(nodeFiles, placeFile));
  const contents = window.webContents;
  const client = windowClient(contents);
  const serve = (event: Electron.IpcMainEvent): void => {
    if (!isFromOwnScreen(event, contents)) return;
    supervisor.remove(client);
    supervisor.add(client);
  };
  ipcMain.on(PORT_CHANNEL, serve);
  window.on('close', () => {
    kept = keepPlace(nodeFiles, placeFile, window);
  });
  window.on('closed', () => {
    ipcMain.off(PORT_CHANNEL, serve);
    supervisor.remove(client);
  });
}

async function main(): Promise<void> {
  // A second start shows the window that there is.
  if (!app.requestSingleInstanceLock()) return app.quit();
  registerScreenScheme();
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => confine(contents));
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.show());
  app.once('will-quit', quit);
  await app.whenReady();
  denyPermissions(session.defaultSession);
  serveScreen(session.defaultSession, besides('../renderer'));
  setMenu(process.platform === 'darwin', app.isPackaged);
  supervisor.start();
  await open();
}

void main();
