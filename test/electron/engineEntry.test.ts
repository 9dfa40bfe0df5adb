import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { FromEngine } from '../../shared/bridge/messages.ts';
import { MessageChannelMain, type FakePort } from './fakeElectron.ts';

/** The utility process's line to main. */
class FakeParentPort extends EventEmitter {
  readonly sent: unknown[] = [];
  postMessage(message: unknown): void {
    this.sent.push(structuredClone(message));
  }
}

const parentPort = new FakeParentPort();

/** It stays: an engine says that it lives as long as its process does. */
beforeAll(async () => {
  // A first launch: nothing is remembered, and nothing that a person has set is changed.
  process.env['TWINBENCH_PREFERENCES'] = join(mkdtempSync(join(tmpdir(), 'twinbench-')), 'preferences.json');
  Object.defineProperty(process, 'parentPort', { value: parentPort, configurable: true });
  await import('../../electron/engineEntry.ts');
});

function received(port: FakePort, fits: (message: FromEngine) => boolean): Promise<FromEngine> {
  return new Promise((resolve) => {
    port.on('message', ({ data }: { data: FromEngine }) => {
      if (fits(data)) resolve(data);
    });
  });
}

it('is the real engine, served over ports of Electron’s kind', async () => {
  const { port1, port2 } = new MessageChannelMain();
  parentPort.emit('message', { data: { type: 'start', checkpoint: null }, ports: [] });
  parentPort.emit('message', { data: { type: 'connect', restarted: null }, ports: [port2] });
  const answer = received(port1, (message) => message.type === 'response' && message.id === 1);
  port1.start();
  port1.postMessage({ type: 'request', id: 1, name: 'session.get', parameters: {} });
  expect(await answer).toMatchObject({ result: { task: 'xor', frame: { isRunning: true } } });
  const paused = received(port1, (message) => message.type === 'response' && message.id === 2);
  port1.postMessage({ type: 'request', id: 2, name: 'run.set', parameters: { isRunning: false } });
  expect(await paused).toMatchObject({ result: {} });
  expect(parentPort.sent.at(-1)).toMatchObject({ type: 'checkpoint', checkpoint: { isRunning: false, source: { task: 'xor' } } });
});
