import { BrowserWindow, type Session, type WebContents } from 'electron';
import { screenAddress } from './screenProtocol.ts';

/** Opens the bench. @param preload  absolute path of the built preload script */
export function openWindow(preload: string, isPackaged: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 450,
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
  window.once('ready-to-show', () => window.show());
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

/** Denies whatever a page may ask of the machine: camera, notifications, USB and all the rest. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
