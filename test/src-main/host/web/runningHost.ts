import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { build } from 'vite';
import { WebSocket } from 'ws';
import type { EventName, EventPayload } from '../../../../shared/bridge/events.ts';
import type { FromEngine } from '../../../../shared/bridge/messages.ts';
import type { RequestName, RequestParameters, RequestResult } from '../../../../shared/bridge/requests.ts';
import { startWebHost, type WebHost } from '../../../../src-main/host/web/webHost.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export interface RunningHost {
  host: WebHost;
  token: string;
  close(): Promise<void>;
}

/** A web host with the fake engine, serving a folder with a page, a script and, beside it, a secret. */
export async function startHost(): Promise<RunningHost> {
  mkdirSync(join(root, 'artifacts'), { recursive: true });
  const folder = mkdtempSync(join(root, 'artifacts/host-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: fileURLToPath(new URL('fakeEngineWorker.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'engineWorker.js' } },
    },
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'renderer/assets/main.js'), '"script"');
  writeFileSync(join(folder, 'secret.json'), '"secret"');
  const engineFile = pathToFileURL(join(folder, 'engineWorker.js'));
  const host = await startWebHost({ port: 0, rendererFolder: join(folder, 'renderer'), engineFile });
  return {
    host,
    token: new URL(host.url).searchParams.get('token')!,
    close: async () => {
      await host.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A bare HTTP request: unlike `fetch`, it sends any path and any header as they are. */
export function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

/** A window: a WebSocket that speaks the bridge, and remembers what came. */
export class TestWindow {
  readonly socket: WebSocket;
  readonly received: FromEngine[] = [];
  #nextId = 1;
  #waiting: (() => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as FromEngine;
      this.received.push(message);
      if (message.type === 'event' && message.name === 'frame') this.#acknowledge(message.payload as EventPayload<'frame'>);
      for (const look of this.#waiting) look();
    });
  }

  /** Opens a window; rejects with the HTTP status when it is refused. */
  static open({ host, token }: RunningHost, headers: Record<string, string> = {}): Promise<TestWindow> {
    return new Promise((resolve, reject) => {
      const origin = `http://127.0.0.1:${host.port}`;
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}/bridge?token=${token}`, { headers: { origin, ...headers } });
      const window = new TestWindow(socket);
      socket.on('open', () => resolve(window));
      socket.on('unexpected-response', (_request, response) => reject(new Error(`refused with ${response.statusCode}`)));
      socket.on('error', reject);
    });
  }

  async ask<N extends RequestName>(name: N, parameters: RequestParameters<N>): Promise<RequestResult<N>> {
    const id = this.#nextId++;
    this.socket.send(JSON.stringify({ type: 'request', id, name, parameters }));
    const answer = await this.until((message) => message.type === 'response' && message.id === id);
    if ('problem' in answer) throw Object.assign(new Error(answer.problem.what), { problem: answer.problem });
    return (answer as { result: unknown }).result as RequestResult<N>;
  }

  /** The next event of a kind that fits. */
  async event<N extends EventName>(name: N, fits: (payload: EventPayload<N>) => boolean = () => true): Promise<EventPayload<N>> {
    const message = await this.until((one) => one.type === 'event' && one.name === name && fits(one.payload as EventPayload<N>));
    return (message as { payload: unknown }).payload as EventPayload<N>;
  }

  until(fits: (message: FromEngine) => boolean): Promise<FromEngine> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.received.find(fits);
        if (found === undefined) return;
        this.#waiting = this.#waiting.filter((other) => other !== look);
        resolve(found);
      };
      this.#waiting.push(look);
      look();
    });
  }

  #acknowledge({ sequence }: EventPayload<'frame'>): void {
    this.socket.send(JSON.stringify({ type: 'request', id: this.#nextId++, name: 'frame.acknowledge', parameters: { sequence } }));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.on('close', () => resolve());
      this.socket.close();
    });
  }
}
