import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A stand-in for the `electron` module, for tests where its runtime can't be installed. Whatever crosses between processes is
 * structured-cloned, as the real one does: a value that can't be cloned fails here too.
 */

/** An event as handlers of navigation and web views get it. */
export class FakeEvent {
  readonly url: string;
  isPrevented = false;
  constructor(url = '') {
    this.url = url;
  }
  preventDefault(): void {
    this.isPrevented = true;
  }
}

export class FakePort extends EventEmitter {
  other: FakePort | null = null;
  #isStarted = false;
  #queue: unknown[] = [];

  postMessage(message: unknown): void {
    this.other?.deliver(structuredClone(message));
  }
  deliver(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#queue.push(data);
  }
  start(): void {
    this.#isStarted = true;
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] });
  }
  close(): void {
    this.other?.emit('close');
  }
}

export class MessageChannelMain {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

export class FakeUtilityProcess extends EventEmitter {
  static readonly all: FakeUtilityProcess[] = [];
  readonly file: string;
  readonly sent: { message: unknown; ports: FakePort[] }[] = [];
  isKilled = false;

  constructor(file: string) {
    super();
    this.file = file;
    FakeUtilityProcess.all.push(this);
  }
  postMessage(message: unknown, ports: FakePort[] = []): void {
    this.sent.push({ message: structuredClone(message), ports });
  }
  kill(): boolean {
    this.isKilled = true;
    return true;
  }
}

export class FakeWebContents extends EventEmitter {
  readonly mainFrame = { url: 'app://bench/index.html' };
  readonly posted: { channel: string; message: unknown; ports: FakePort[] }[] = [];
  zoomFactor = 1;
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });

  isDestroyed(): boolean {
    return false;
  }
  getZoomFactor(): number {
    return this.zoomFactor;
  }
  setZoomFactor(factor: number): void {
    this.zoomFactor = factor;
  }
  postMessage(channel: string, message: unknown, ports: FakePort[] = []): void {
    this.posted.push({ channel, message: structuredClone(message), ports });
  }
  setWindowOpenHandler(handler: typeof this.openHandler): void {
    this.openHandler = handler;
  }
}

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}
type WindowOptions = Partial<Bounds> & { webPreferences: Record<string, unknown> };

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly options: WindowOptions;
  readonly webContents = new FakeWebContents();
  bounds: Bounds;
  address = '';
  isShown = false;
  isLarge = false;

  constructor(options: WindowOptions) {
    super();
    this.options = structuredClone(options);
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 0, height: options.height ?? 0 };
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  static getFocusedWindow(): BrowserWindow | null {
    return null;
  }
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all;
  }
  loadURL(address: string): Promise<void> {
    this.address = address;
    return Promise.resolve();
  }
  show(): void {
    this.isShown = true;
  }
  setBounds(bounds: Partial<Bounds>): void {
    Object.assign(this.bounds, bounds);
  }
  getNormalBounds(): Bounds {
    return this.bounds;
  }
  isMaximized(): boolean {
    return this.isLarge;
  }
  maximize(): void {
    this.isLarge = true;
  }
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  isSandboxed = false;
  hasQuit = false;
  hasExited = false;
  readonly userData = mkdtempSync(join(tmpdir(), 'twinbench-electron-'));
  getPath(name: string): string {
    if (name !== 'userData') throw new Error(`no such folder: ${name}`);
    return this.userData;
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  enableSandbox(): void {
    this.isSandboxed = true;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  quit(): void {
    this.hasQuit = true;
  }
  exit(): void {
    this.hasExited = true;
  }
}

type Callback = (...values: never[]) => unknown;

class FakeSession {
  requestHandler: ((contents: unknown, permission: string, callback: (isGranted: boolean) => void) => void) | null = null;
  checkHandler: ((contents: unknown, permission: string) => boolean) | null = null;
  deviceHandler: Callback | null = null;
  readonly handlers = new Map<string, (request: { url: string }) => Promise<Response>>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: { url: string }) => Promise<Response>): void => {
      this.handlers.set(scheme, handler);
    },
  };
  setPermissionRequestHandler(handler: NonNullable<typeof this.requestHandler>): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler: NonNullable<typeof this.checkHandler>): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(handler: Callback): void {
    this.deviceHandler = handler;
  }
}

export const app = new FakeApp();
/** Two screens, the main one on the right. */
export const screen = {
  getPrimaryDisplay: () => ({ id: 2 }),
  getAllDisplays: () => [
    { id: 1, workArea: { x: -1280, y: 0, width: 1280, height: 1000 } },
    { id: 2, workArea: { x: 0, y: 30, width: 1920, height: 1050 } },
  ],
};
export const ipcMain = new EventEmitter();
export const session = { defaultSession: new FakeSession() };
export const utilityProcess = { fork: (file: string): FakeUtilityProcess => new FakeUtilityProcess(file) };
/** What the user chooses in the next dialog. */
export const dialog = {
  answer: { canceled: true, filePath: '' },
  showSaveDialog: (): Promise<{ canceled: boolean; filePath: string }> => Promise.resolve(dialog.answer),
};
export const shell = {
  shown: [] as string[],
  trashed: [] as string[],
  showItemInFolder: (path: string): void => void shell.shown.push(path),
  trashItem: (path: string): Promise<void> => Promise.resolve(void shell.trashed.push(path)),
};
/** What keeps the computer awake: the numbers of the blockers that are held. */
export const heldBlockers: number[] = [];
let blockerCount = 0;
export const powerSaveBlocker = {
  start: (type: string): number => {
    if (type !== 'prevent-app-suspension') throw new Error(`no such blocker: ${type}`);
    heldBlockers.push(++blockerCount);
    return blockerCount;
  },
  stop: (id: number): void => void heldBlockers.splice(heldBlockers.indexOf(id), 1),
};
export const schemes: { scheme: string; privileges: Record<string, boolean> }[] = [];
export const protocol = { registerSchemesAsPrivileged: (list: typeof schemes): void => void schemes.push(...list) };
export const menus: unknown[] = [];
export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu: (menu: unknown): void => void menus.push(menu),
};

/** The renderer's end, for the preload script. */
class FakeIpcRenderer extends EventEmitter {
  readonly sent: string[] = [];
  send(channel: string): void {
    this.sent.push(channel);
  }
}
export const ipcRenderer = new FakeIpcRenderer();
