/**
 * The only script with access to Electron inside a window: it hands the engine's port to the page, and nothing else. The page
 * gets no function of Electron's at all; what it can say to the engine is the typed bridge over that port.
 */
import { ipcRenderer } from 'electron';

const PORT_CHANNEL = 'engine-port';

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage({ type: 'twinbench-port' }, window.location.origin, [...event.ports]);
});

// The page's scripts have run by then, so somebody is listening.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(PORT_CHANNEL));
