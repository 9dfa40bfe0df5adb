import { describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../../shared/problem.ts';
import { ProblemError } from '../../../shared/problem.ts';
import { EngineClient } from '../../../src-renderer/engine/client.ts';
import type { EngineTransport } from '../../../src-renderer/engine/connector.ts';
import { FakeRun } from '../fake/fakeRun.ts';
import { xorLattice } from '../fake/networks.ts';

/** A transport whose far end is the test. */
function testTransport(): { transport: EngineTransport; sent: { id: number; name: string }[]; receive: (message: unknown) => void } {
  const sent: { id: number; name: string }[] = [];
  let listener: (message: unknown) => void = () => undefined;
  const transport: EngineTransport = {
    send: (message) => sent.push(message),
    onMessage: (receive) => (listener = receive),
    onClose: () => undefined,
    close: () => undefined,
  };
  return { transport, sent, receive: (message) => listener(message) };
}

async function problemFrom(promise: Promise<unknown>): Promise<Problem> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return (error as ProblemError).problem;
}

describe('EngineClient', () => {
  it('matches answers to requests by id, in any order', async () => {
    const { transport, sent, receive } = testTransport();
    const client = new EngineClient(() => undefined);
    client.attach(transport);
    const first = client.request('run.set', { isRunning: true });
    const second = client.request('damage.undo', {});
    receive({ type: 'response', id: sent[1].id, result: { edges: ['e1'], damage: null, reason: '', isolatedNodes: 0 } });
    receive({ type: 'response', id: sent[0].id, result: {} });
    expect(await first).toEqual({});
    expect((await second).edges).toEqual(['e1']);
  });

  it("passes the engine's problem on", async () => {
    const { transport, sent, receive } = testTransport();
    const client = new EngineClient(() => undefined);
    client.attach(transport);
    const answer = client.request('session.load', { task: 'nothing' });
    const problem = { code: 'E-RUN-INVALID', what: 'No such task', why: 'not in the catalogue', remedy: 'choose another' };
    receive({ type: 'response', id: sent[0].id, problem });
    expect(await problemFrom(answer)).toEqual(problem);
  });

  it('refuses an answer that does not fit the contract', async () => {
    const { transport, sent, receive } = testTransport();
    const client = new EngineClient(() => undefined);
    client.attach(transport);
    const answer = client.request('damage.undo', {});
    receive({ type: 'response', id: sent[0].id, result: { edges: 'all' } });
    expect((await problemFrom(answer)).code).toBe('E-BRIDGE-MESSAGE');
  });

  it('reports messages and events that make no sense, and goes on', () => {
    const { transport, receive } = testTransport();
    const problems: Problem[] = [];
    const client = new EngineClient((problem) => problems.push(problem));
    const frames: number[] = [];
    client.on('frame', (frame) => frames.push(frame.sequence));
    client.attach(transport);
    receive('not a message');
    receive({ type: 'event', name: 'frame', payload: { sequence: 1 } });
    receive({ type: 'event', name: 'frame', payload: new FakeRun(xorLattice(), 1).frame(2, 0, 0, 0) });
    expect(problems.map((problem) => problem.code)).toEqual(['E-BRIDGE-MESSAGE', 'E-BRIDGE-MESSAGE']);
    expect(frames).toEqual([2]);
  });

  it('fails what waits when the connection is lost, and what is asked without one', async () => {
    const { transport } = testTransport();
    const client = new EngineClient(() => undefined);
    client.attach(transport);
    const waiting = client.request('run.set', { isRunning: true });
    client.detach();
    expect((await problemFrom(waiting)).code).toBe('E-BRIDGE-LOST');
    expect((await problemFrom(client.request('run.set', { isRunning: true }))).code).toBe('E-BRIDGE-LOST');
  });

  it('waits for an engine that is busy, for as long as it tells anything', async () => {
    vi.useFakeTimers();
    const { transport, sent, receive } = testTransport();
    const client = new EngineClient(() => undefined, 1000);
    client.attach(transport);
    const early = client.request('run.set', { isRunning: true });
    const late = problemFrom(client.request('run.set', { isRunning: true }));
    for (let sequence = 0; sequence < 10; sequence++) {
      await vi.advanceTimersByTimeAsync(800);
      receive({ type: 'event', name: 'frame', payload: new FakeRun(xorLattice(), 1).frame(sequence, 0, 0, 0) });
    }
    receive({ type: 'response', id: sent[0].id, result: {} });
    expect(await early).toEqual({});
    await vi.advanceTimersByTimeAsync(1251);
    expect(await late).toMatchObject({ code: 'E-BRIDGE-LOST', why: 'No answer came within 9.25 s.' });
    vi.useRealTimers();
  });

  it('gives up after so long a silence', async () => {
    vi.useFakeTimers();
    const { transport } = testTransport();
    const client = new EngineClient(() => undefined, 1000);
    client.attach(transport);
    const answer = problemFrom(client.request('run.set', { isRunning: true }));
    await vi.advanceTimersByTimeAsync(1001);
    expect((await answer).code).toBe('E-BRIDGE-LOST');
    vi.useRealTimers();
  });

  it('no longer listens to a transport that was replaced', () => {
    const old = testTransport();
    const client = new EngineClient(() => undefined);
    const frames: number[] = [];
    client.on('frame', (frame) => frames.push(frame.sequence));
    client.attach(old.transport);
    client.attach(testTransport().transport);
    old.receive({ type: 'event', name: 'frame', payload: new FakeRun(xorLattice(), 1).frame(3, 0, 0, 0) });
    expect(frames).toEqual([]);
  });
});
