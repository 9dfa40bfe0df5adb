import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import { ProblemError } from '../../../shared/problem.ts';
import { everyInterval } from '../clock.ts';
import { Supervisor } from '../supervisor.ts';
import { AccessCheck, addressOf, createToken } from './accessCheck.ts';
import { BridgeSocket } from './bridgeSocket.ts';
import { servePage } from './pageServer.ts';
import { spawnWorkerEngine } from './workerEngine.ts';

/** A document with a large data set passes; a message that is meant to exhaust memory does not. */
const MAXIMUM_MESSAGE_BYTES = 16 * 1024 * 1024;

export interface WebHostOptions {
  /** Port on 127.0.0.1; 0: any free one. */
  port: number;
  /** The built screen, absolute. */
  rendererFolder: string;
  /** The built engine. */
  engineFile: URL;
}

export interface WebHost {
  /** The address to open, with the token. */
  readonly url: string;
  readonly port: number;
  /** Ends the engine as a crash would; for tests of the recovery. */
  killEngine(): void;
  close(): Promise<void>;
}

/**
 * Serves the screen and the bridge on 127.0.0.1, with the engine in a worker thread.
 *
 * @throws ProblemError  when the port can't be had
 */
export async function startWebHost({ port, rendererFolder, engineFile }: WebHostOptions): Promise<WebHost> {
  const server = createServer();
  await listen(server, port);
  const actualPort = (server.address() as AddressInfo).port;
  const access = new AccessCheck(createToken(), actualPort);
  // What the page fetches lies here until the program ends.
  const downloads = await mkdtemp(join(tmpdir(), 'twinbench-'));
  const supervisor = new Supervisor<MessagePort>({
    spawn: () => spawnWorkerEngine(engineFile, downloads),
    now: () => performance.now(),
    every: everyInterval,
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAXIMUM_MESSAGE_BYTES, perMessageDeflate: false });

  server.on('request', (request, response) => {
    servePage(request, response, access, { screen: rendererFolder, downloads }).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Without a listener, a client that goes away in the middle would end the process.
    stream.on('error', () => stream.destroy());
    const refusal = addressOf(request)?.pathname === '/bridge' ? access.refuse(request, 'socket') : { status: 404, reason: '' };
    if (refusal !== null) stream.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
  });
  sockets.on('connection', (socket) => {
    const client = new BridgeSocket(socket);
    // A message over the limit or a broken frame closes this socket, and only this one.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      supervisor.remove(client);
      client.close();
    });
    supervisor.add(client);
  });

  supervisor.start();
  return {
    url: `http://127.0.0.1:${actualPort}/?token=${access.token}`,
    port: actualPort,
    killEngine: () => supervisor.killEngine(),
    close: async () => {
      await supervisor.close();
      await rm(downloads, { recursive: true, force: true });
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new ProblemError({
          code: 'E-USAGE',
          what: `Port ${port} can't be opened`,
          where: `127.0.0.1:${port}`,
          why: error.code === 'EADDRINUSE' ? 'Another program uses it, perhaps another Twinbench.' : error.message,
          remedy: 'Leave out --port to take any free port, or name another one.',
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}
