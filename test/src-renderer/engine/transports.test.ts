import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../../shared/problem.ts';
import { backOffMs } from '../../../src-renderer/engine/backOff.ts';
import type { EngineTransport } from '../../../src-renderer/engine/connector.ts';
import { portConnector } from '../../../src-renderer/engine/portTransport.ts';
import { takeToken } from '../../../src-renderer/engine/token.ts';
import { webSocketConnector } from '../../../src-renderer/engine/webSocketTransport.ts';

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly made: FakeSocket[] = [];
  readyState = FakeSocket.OPEN;
  readonly sent: string[] = [];
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

describe('backOffMs', () => {
  it('doubles up to five seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(backOffMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });
});

describe('takeToken', () => {
  it('takes the token out of the address and remembers it for reloads', () => {
    const stored = new Map<string, string>();
    const sessionStorage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    };
    const addresses: string[] = [];
    const history = { replaceState: (_data: unknown, _unused: string, url: string) => void addresses.push(url) };
    const first = takeToken({ location: { href: 'http://127.0.0.1:5000/?token=abc&view=1' }, history, sessionStorage });
    expect(first).toBe('abc');
    expect(addresses).toEqual(['http://127.0.0.1:5000/?view=1']);
    expect(takeToken({ location: { href: addresses[0] }, history, sessionStorage })).toBe('abc');
  });
});

describe('webSocketConnector', () => {
  beforeEach(() => {
    FakeSocket.made.length = 0;
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('opens again after a loss, with back-off, and says when the address itself is suspect', async () => {
    const problems: Problem[] = [];
    const opened: EngineTransport[] = [];
    const stop = webSocketConnector('ws://127.0.0.1:1/bridge')({
      onOpen: (transport) => opened.push(transport),
      onLost: (problem) => problems.push(problem),
    });
    FakeSocket.made[0].dispatchEvent(new Event('open'));
    expect(opened).toHaveLength(1);
    FakeSocket.made[0].close();
    expect(problems[0]).toMatchObject({ code: 'E-BRIDGE-LOST' });
    expect(problems[0].what).toContain('reconnecting');
    await vi.advanceTimersByTimeAsync(249);
    expect(FakeSocket.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.made).toHaveLength(2);
    for (let attempt = 1; attempt < 5; attempt++) {
      FakeSocket.made[attempt].close();
      await vi.advanceTimersByTimeAsync(5000);
    }
    expect(problems[1].why).not.toContain('token');
    expect(problems.at(-1)!.why).toContain('token');
    stop();
    const attempts = FakeSocket.made.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.made).toHaveLength(attempts);
  });

  it('carries JSON both ways, and hands on what is none', () => {
    const received: unknown[] = [];
    let transport: EngineTransport | undefined;
    webSocketConnector('ws://127.0.0.1:1/bridge')({ onOpen: (open) => (transport = open), onLost: () => undefined });
    const socket = FakeSocket.made[0];
    socket.dispatchEvent(new Event('open'));
    transport!.onMessage((message) => received.push(message));
    transport!.send({ type: 'request', id: 1, name: 'damage.undo', parameters: {} });
    expect(socket.sent).toEqual(['{"type":"request","id":1,"name":"damage.undo","parameters":{}}']);
    socket.dispatchEvent(new MessageEvent('message', { data: '{"type":"response"}' }));
    socket.dispatchEvent(new MessageEvent('message', { data: 'broken {' }));
    expect(received).toEqual([{ type: 'response' }, 'broken {']);
  });
});

/** As much of a MessagePort as the transport uses. */
class FakePort extends EventTarget {
  readonly posted: unknown[] = [];
  isStarted = false;
  isClosed = false;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }

  start(): void {
    this.isStarted = true;
  }

  close(): void {
    this.isClosed = true;
  }
}

describe('portConnector', () => {
  function post(port: FakePort, source: unknown, data: unknown = { type: 'twinbench-port' }): void {
    const event = new MessageEvent('message', { data });
    Object.defineProperties(event, { source: { value: source }, ports: { value: [port] } });
    window.dispatchEvent(event);
  }

  it("takes a port from the page's own preload script only, and the newer one when the engine was started again", () => {
    const opened: EngineTransport[] = [];
    const problems: Problem[] = [];
    const stop = portConnector(window)({ onOpen: (transport) => opened.push(transport), onLost: (problem) => problems.push(problem) });
    const [foreign, first, second] = [new FakePort(), new FakePort(), new FakePort()];
    post(foreign, {});
    post(foreign, window, { type: 'something-else' });
    expect(opened).toHaveLength(0);
    post(first, window);
    expect(first.isStarted).toBe(true);
    first.dispatchEvent(new Event('close'));
    expect(problems.map((problem) => problem.code)).toEqual(['E-BRIDGE-LOST']);
    post(second, window);
    expect(first.isClosed).toBe(true);
    opened[1].send({ type: 'request', id: 7, name: 'damage.redo', parameters: {} });
    expect(second.posted).toHaveLength(1);
    stop();
    expect(second.isClosed).toBe(true);
  });
});
