import { readFileSync } from 'node:fs';
import { beforeAll, expect, it, vi } from 'vitest';
import { portMessageType } from '../../src-renderer/engine/portTransport.ts';
import { FakePort, ipcRenderer } from './fakeElectron.ts';

vi.mock('electron', () => import('./fakeElectron.ts'));

const posted: { message: unknown; origin: string; ports: unknown[] }[] = [];
const listeners = new Map<string, () => void>();

beforeAll(async () => {
  vi.stubGlobal('window', {
    location: { origin: 'app://bench' },
    postMessage: (message: unknown, origin: string, ports: unknown[]) => posted.push({ message: structuredClone(message), origin, ports }),
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
  });
  await import('../../electron/preload.ts');
});

it('asks for the port once the page listens', () => {
  expect(ipcRenderer.sent).toEqual([]);
  listeners.get('DOMContentLoaded')!();
  expect(ipcRenderer.sent).toEqual(['engine-port']);
});

it('hands every port on to the page of its own origin, and nothing else', () => {
  const port = new FakePort();
  ipcRenderer.emit('engine-port', { ports: [port], sender: 'secret' });
  expect(posted).toEqual([{ message: { type: portMessageType }, origin: 'app://bench', ports: [port] }]);
});

it('is short, and exposes nothing of Electron’s', () => {
  const source = readFileSync(new URL('../../electron/preload.ts', import.meta.url), 'utf8');
  expect(source.split('\n').length).toBeLessThan(60);
  expect(source).not.toContain('contextBridge');
});
