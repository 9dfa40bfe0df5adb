import { BrowserWindow, screen, type Session, type WebContents } from 'electron';
import { screenAddress } from './screenProtocol.ts';
import { boundsOn, smallest, type WindowPlace } from './windowPlace.ts';

/**
 * Opens the bench.
 *
 * @param preload  absolute path of the built preload script
 * @param place    where it was when it was closed last, or `null`
 */
export function openWindow(preload: string, isPackaged: boolean, place: WindowPlace | null): BrowserWindow {
  const { id } = screen.getPrimaryDisplay();
  const displays = screen.getAllDisplays().sort((one, other) => Number(other.id === id) - Number(one.id === id));
  const bounds = boundsOn(
    displays.map(({ workArea }) => workArea),
    place,
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Twinbench',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !isPackaged,
    },
  });
  // A new window is measured in the scale of the main screen; on another one it has its size only when it is there.
  if (bounds.x !== undefined) window.setBounds(bounds);
  // Once: what a person zooms to stays at a reload.
  window.webContents.once('did-finish-load', () => window.webContents.setZoomFactor(place?.zoom ?? 1));
  window.once('ready-to-show', () => {
    if (place?.isMaximized === true) window.maximize();
    window.show();
  });
  void window.loadURL(screenAddress);
  return window;
}

/** Keeps a page where it is: no navigation but a reload, no new window, no frame, no web view. For every page ever made. */
export function confine(contents: WebContents): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (event.url !== screenAddress) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** The one thing that a page is granted: to put text or a picture on the clipboard when its user presses a button for it. */
const granted = 'clipboard-sanitized-write';

/** Denies whatever else a page may ask of the machine: camera, notifications, USB, to read the clipboard, and all the rest. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(permission === granted));
  session.setPermissionCheckHandler((_contents, permission) => permission === granted);
  session.setDevicePermissionHandler(() => false);
}
