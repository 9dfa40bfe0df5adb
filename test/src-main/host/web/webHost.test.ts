import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebHost } from '../../../../src-main/host/web/webHost.ts';
import { get, startHost, TestWindow, type RunningHost } from './runningHost.ts';

let running: RunningHost;
let port: number;
let cookie: string;

beforeAll(async () => {
  running = await startHost();
  port = running.host.port;
  cookie = (await get(port, `/?token=${running.token}`)).headers['set-cookie']![0].split(';')[0];
});

afterAll(() => running.close());

describe('pages', () => {
  it('come with the token, and with a cookie for what they load', async () => {
    const page = await get(port, `/?token=${running.token}`);
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>page</title>' });
    expect(page.headers['set-cookie']![0]).toMatch(/^twinbench-\d+=\S+; HttpOnly; SameSite=Strict; Path=\/$/);
    const script = await get(port, '/assets/main.js', { cookie });
    expect(script).toMatchObject({ status: 200, body: '"script"', headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    expect((await get(port, '/', { cookie })).status).toBe(200);
  });

  it.each([
    ['no token', '/'],
    ['a wrong token', '/?token=wrong'],
    ['an empty token', '/?token='],
    ['a script without a token', '/assets/main.js'],
  ])('are refused with %s', async (_, path) => {
    const answer = await get(port, path);
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('script');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('are refused under a foreign name (DNS rebinding) and to a foreign origin', async () => {
    expect((await get(port, '/', { cookie, host: `evil.example:${port}` })).status).toBe(421);
    expect((await get(port, '/', { cookie, host: '127.0.0.1:1' })).status).toBe(421);
    expect((await get(port, '/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await get(port, '/', { cookie, origin: `https://127.0.0.1:${port}` })).status).toBe(403);
    expect((await get(port, '/', { cookie, origin: `http://127.0.0.1:${port}` })).status).toBe(200);
    expect((await get(port, '/', { cookie, host: `localhost:${port}` })).status).toBe(200);
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/%00.json',
    '/%.json',
    '//secret.json',
  ])('never lie outside the folder: %s', async (path) => {
    const answer = await get(port, path, { cookie });
    expect([400, 404, 421]).toContain(answer.status);
    expect(answer.body).not.toContain('secret"');
  });

  it('know no other method', async () => {
    expect((await get(port, '/', { cookie }, 'POST')).status).toBe(405);
    expect(await get(port, '/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it.each(['/', '/missing.js'])('carry the headers that confine them: %s', async (path) => {
    for (const headers of [{ cookie }, {}]) {
      const answer = await get(port, path, headers);
      const policy = answer.headers['content-security-policy'] as string;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('the bridge', () => {
  it.each([
    ['a foreign origin', { origin: 'http://evil.example' }],
    ['a foreign name', { host: 'evil.example' }],
    ['the null origin', { origin: 'null' }],
  ])('is closed to %s', async (_, headers) => {
    await expect(TestWindow.open(running, headers)).rejects.toThrow(/refused with 4(03|21)/);
  });

  it('is closed without the token, and at any other path', async () => {
    await expect(TestWindow.open({ ...running, token: 'wrong' })).rejects.toThrow('refused with 403');
    expect((await get(port, '/bridge', { cookie, connection: 'Upgrade', upgrade: 'websocket' })).status).not.toBe(101);
  });

  it('serves several windows at once', async () => {
    const [one, other] = [await TestWindow.open(running), await TestWindow.open(running)];
    const [first] = [await one.ask('session.get', {}), await other.ask('session.get', {})];
    await one.ask('run.restart', { seed: 3 });
    expect(await other.event('session')).toMatchObject({ run: first.run + 1, seed: 3 });
    await one.close();
    expect((await other.ask('session.get', {})).seed).toBe(3);
    await other.close();
  });

  it('answers what is no message, and goes on', async () => {
    const window = await TestWindow.open(running);
    window.socket.send('this is no JSON');
    expect((await window.event('notice')).problem.code).toBe('E-BRIDGE-MESSAGE');
    expect((await window.ask('session.get', {})).task).toBe('fake');
    await window.close();
  });

  it('closes a window that sends too much, and only that one', async () => {
    const [greedy, other] = [await TestWindow.open(running), await TestWindow.open(running)];
    greedy.socket.on('error', () => undefined);
    const closed = new Promise<number>((resolve) => greedy.socket.on('close', resolve));
    greedy.socket.send('x'.repeat(17 * 1024 * 1024));
    expect([1006, 1009]).toContain(await closed);
    expect((await other.ask('session.get', {})).task).toBe('fake');
    await other.close();
  });

  it('answers a pause while the run is at full speed', async () => {
    const window = await TestWindow.open(running);
    await window.ask('session.get', {});
    await window.ask('run.speed', { stepsPerSecond: null });
    await window.ask('run.set', { isRunning: true });
    await window.event('frame', ({ step, stepsPerSecond }) => step > 1000 && stepsPerSecond > 10_000);
    await window.ask('run.set', { isRunning: false });
    const paused = await window.ask('session.get', {});
    expect(paused.frame.isRunning).toBe(false);
    expect((await window.ask('session.get', {})).frame.step).toBe(paused.frame.step);
    await window.close();
  });
});

describe('recovery', () => {
  it('a dropped WebSocket loses nothing: session.get tells everything', async () => {
    const window = await TestWindow.open(running);
    await window.ask('run.restart', {});
    await window.ask('run.set', { isRunning: false });
    await window.ask('run.step', { steps: 250 });
    await window.ask('damage.apply', { edges: ['e1'], damage: 'cut' });
    const before = await window.ask('session.get', {});
    window.socket.terminate();
    const again = await TestWindow.open(running);
    const after = await again.ask('session.get', {});
    expect(after).toEqual(before);
    expect(after.markers).toMatchObject([{ kind: 'cut', step: 250 }]);
    await again.close();
  });

  it('a killed engine is started again and goes on, with word of it', async () => {
    const window = await TestWindow.open(running);
    await window.ask('session.load', { task: 'other', seed: 8 });
    await window.ask('run.set', { isRunning: false });
    await window.ask('run.step', { steps: 123 });
    await window.ask('damage.apply', { edges: ['e2'], damage: 'cut' });
    await window.ask('run.parameters', { nudge: 0.25 });
    const before = await window.ask('session.get', {});
    running.host.killEngine();
    const word = await window.event('engine', ({ state }) => state === 'restarted');
    expect(word.problem).toMatchObject({ code: 'E-ENGINE-DIED' });
    const after = await window.ask('session.get', {});
    expect({ ...after, frame: null }).toEqual({ ...before, frame: null });
    expect(after.frame).toMatchObject({
      step: before.frame.step,
      damage: [null, null, 'cut'],
      undo: before.frame.undo,
      states: before.frame.states,
    });
    await window.ask('damage.undo', {});
    await window.ask('damage.undo', {});
    expect((await window.ask('session.get', {})).frame).toMatchObject({ damage: [null, null, null], nudge: 0.5 });
    await window.close();
  });

  it('a request under way when the engine dies is answered with a problem', async () => {
    const window = await TestWindow.open(running);
    await window.ask('run.set', { isRunning: false });
    const { frame } = await window.ask('session.get', {});
    const asking = window.ask('run.step', { steps: 1_000_000 });
    // Killed only once the engine is at it; killed sooner, the request would be the next engine's.
    await window.event('frame', ({ isRunning, step }) => isRunning && step > frame.step);
    running.host.killEngine();
    await expect(asking).rejects.toMatchObject({ problem: { code: 'E-ENGINE-DIED' } });
    await window.close();
  });

  it('an engine that keeps dying is given up, with what to do, until the window is reloaded', async () => {
    const another = await startHost();
    const window = await TestWindow.open(another);
    await window.ask('session.get', {});
    for (let death = 1; death <= 3; death++) {
      another.host.killEngine();
      await window.until(() => window.received.filter((message) => message.type === 'event' && message.name === 'engine').length > death);
    }
    expect(await window.event('engine', ({ state }) => state === 'failed')).toMatchObject({ problem: { code: 'E-ENGINE-DIED' } });
    await expect(window.ask('session.get', {})).rejects.toMatchObject({ problem: { code: 'E-ENGINE-DIED' } });
    const reloaded = await TestWindow.open(another);
    expect((await reloaded.ask('session.get', {})).task).toBe('fake');
    await another.close();
  });
});

it('says what to do when its port is taken', async () => {
  const options = { port, rendererFolder: '/nowhere', engineFile: new URL('file:///nowhere.js') };
  await expect(startWebHost(options)).rejects.toMatchObject({ problem: { code: 'E-USAGE', where: `127.0.0.1:${port}` } });
});
