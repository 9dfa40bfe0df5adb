import { describe, expect, test } from 'vitest';
import { eventNames } from '../../shared/bridge/events.ts';
import type { Transport } from '../../shared/bridge/messages.ts';
import { requestNames, type RequestHandlers, type RequestName } from '../../shared/bridge/requests.ts';
import type { Problem } from '../../shared/problem.ts';
import { Client } from '../../src-main/host/client.ts';
import type { Clock } from '../../src-main/host/clock.ts';
import { EngineClient } from '../../src-renderer/engine/client.ts';

/** The least that the editor can send. */
const draft = {
  title: '',
  edgeModel: { kind: 'resistor' },
  nodes: [],
  edges: [],
  generate: null,
  period: null,
  roles: { inputs: [], supplies: [], outputs: [] },
  dataset: { kind: 'table', inputs: [] },
  rest: { rule: { kind: '' }, clamping: { kind: '' }, schedule: { kind: '' } },
};

const comparisonSettings = { alignment: { kind: 'step' }, aligner: '', tolerances: {}, signals: {}, time: 0 };

/** One end of a transport whose other end is the test. */
class Wire implements Transport<unknown, unknown> {
  readonly sent: unknown[] = [];
  #listener: (message: unknown) => void = () => undefined;

  send(message: unknown): void {
    this.sent.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }
  onClose(): void {
    // Nothing here closes.
  }
  close(): void {
    // Nothing here closes.
  }
  /** A message from the other end, and time for whatever it sets off. */
  async receive(message: unknown): Promise<void> {
    this.#listener(message);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

const clock: Clock = { now: () => 0, after: () => () => undefined, yield: () => Promise.resolve() };

/** The engine's end, with handlers that only note that they ran and answer `result`. */
function engineEnd(result: unknown): { wire: Wire; called: RequestName[] } {
  const wire = new Wire();
  const called: RequestName[] = [];
  const note = (name: RequestName) => (): unknown => {
    called.push(name);
    return result;
  };
  const handlers = Object.fromEntries(requestNames.map((name) => [name, note(name)])) as unknown as RequestHandlers;
  new Client(wire, clock).serve(handlers);
  return { wire, called };
}

const problemOf = (message: unknown): Problem | undefined => (message as { problem?: Problem }).problem;

describe('the engine refuses what the bridge does not lay down', () => {
  test.each(requestNames)('%s with a surplus parameter reaches no handler', async (name) => {
    const { wire, called } = engineEnd({});
    await wire.receive({ type: 'request', id: 7, name, parameters: { surplus: true } });
    expect(called).toEqual([]);
    expect(wire.sent).toMatchObject([{ type: 'response', id: 7, problem: { code: 'E-BRIDGE-MESSAGE' } }]);
  });

  test.each([
    ['an unknown request', { type: 'request', id: 1, name: 'run.explode', parameters: {} }],
    ['a message of another type', { type: 'event', id: 1, name: 'frame', payload: {} }],
    ['a surplus key', { type: 'request', id: 1, name: 'session.get', parameters: {}, surplus: 1 }],
    ['an id that is no integer', { type: 'request', id: 1.5, name: 'session.get', parameters: {} }],
    ['text', 'session.get'],
    ['nothing', null],
  ])('%s', async (_, message) => {
    const { wire, called } = engineEnd({});
    await wire.receive(message);
    expect(called).toEqual([]);
    expect(JSON.stringify(wire.sent)).toContain('E-BRIDGE-MESSAGE');
  });

  test.each(requestNames)('a wrong result of %s never leaves the engine', async (name) => {
    const { wire } = engineEnd(7);
    const parameters: Partial<Record<RequestName, unknown>> = {
      'run.set': { isRunning: true },
      'run.step': { steps: 1 },
      'run.speed': { stepsPerSecond: null },
      'run.learning': { isLearning: true },
      'run.state': { edge: 'e0', state: 2 },
      'damage.apply': { edges: ['e0'], damage: 'cut' },
      'damage.random': { count: 1 },
      'damage.schedule': { schedule: null },
      'damage.curve': { draws: 1, relearnSteps: 0 },
      'run.mark': { text: '' },
      'record.start': { name: '' },
      'replay.seek': { step: 0 },
      'replay.skip': { measurements: 1 },
      'runs.rename': { run: 'r', name: '' },
      'runs.note': { run: 'r', text: 'n' },
      'runs.tag': { run: 'r', tag: 't' },
      'runs.delete': { run: 'r' },
      'runs.restore': { undo: 'u' },
      'runs.reveal': { run: 'r' },
      'runs.open': { run: 'r' },
      'upload.begin': { name: 'f' },
      'upload.piece': { upload: 1, base64: '' },
      'import.start': { upload: 1, meta: null },
      'job.cancel': { job: 1 },
      'machines.allowReset': { serialNumber: 's' },
      'console.read': { from: 0 },
      'console.say': { line: '*IDN?' },
      'export.estimate': { run: 'r', span: {}, hasComma: false },
      'export.start': { run: 'r', format: 'csv', span: {}, hasComma: false },
      'project.save': { as: null, mayReplace: false },
      'project.open': { path: 'p' },
      'project.take': { name: 'n', text: '' },
      'project.new': { edges: 'transistor' },
      'project.recover': { snapshot: 's' },
      'project.discard': { key: 'k' },
      'project.look': { look: {} },
      'editor.change': { label: 'l', draft: null },
      'editor.generate': { draft, topology: { kind: 'divider' }, state: 1, spread: 0 },
      'calibrate.get': { id: 'c' },
      'calibrate.begin': { fitted: ['r'], held: [] },
      'calibrate.run': { id: 'c', stages: ['edges'] },
      'calibrate.skip': { id: 'c', stage: 'bias', isSkipped: true },
      'calibrate.save': { id: 'c' },
      'calibrate.apply': { id: null },
      'calibrate.discard': { id: 'c' },
      'twin.forecast': { seconds: 1, cut: null },
      'sweep.start': { id: 's', workers: 1 },
      'compare.start': {
        baseline: { kind: 'machine', machine: 'simulated' },
        compared: { kind: 'run', run: 'r' },
        steps: null,
        start: 'program',
      },
      'compare.cancel': {},
      'compare.status': {},
      'compare.view': { settings: comparisonSettings, quantity: 'state', signal: '', time: null },
      'compare.report': { settings: comparisonSettings },
      'sweep.change': { id: 's', action: 'pause' },
      'sweep.get': { id: 's' },
      'sweep.export': { id: 's', format: 'csv' },
      'frame.acknowledge': { sequence: 1 },
    };
    await wire.receive({ type: 'request', id: 3, name, parameters: parameters[name] ?? {} });
    expect(problemOf(wire.sent[0])?.code).toBe('E-INTERNAL');
  });
});

/** The screen's end, and what it complains about. */
function screenEnd(): { wire: Wire; client: EngineClient; complaints: Problem[] } {
  const wire = new Wire();
  const complaints: Problem[] = [];
  const client = new EngineClient((problem) => complaints.push(problem));
  client.attach(wire);
  return { wire, client, complaints };
}

describe('the screen refuses what the bridge does not lay down', () => {
  test.each(eventNames)('event %s with another payload reaches no listener', async (name) => {
    const { wire, client, complaints } = screenEnd();
    let heard = 0;
    client.on(name, () => (heard += 1));
    await wire.receive({ type: 'event', name, payload: { surplus: true } });
    expect(heard).toBe(0);
    expect(complaints.map(({ code }) => code)).toEqual(['E-BRIDGE-MESSAGE']);
  });

  test.each([
    ['an unknown event', { type: 'event', name: 'explosion', payload: {} }],
    ['a request', { type: 'request', id: 1, name: 'session.get', parameters: {} }],
    ['an answer with a problem of another shape', { type: 'response', id: 1, problem: { code: 'E-NOBODY' } }],
    ['nothing', null],
  ])('%s', async (_, message) => {
    const { wire, complaints } = screenEnd();
    await wire.receive(message);
    expect(complaints.map(({ code }) => code)).toEqual(['E-BRIDGE-MESSAGE']);
  });

  test('a result of another shape fails the request that asked for it', async () => {
    const { wire, client } = screenEnd();
    const answer = client.request('catalogue.get', {});
    const { id } = wire.sent[0] as { id: number };
    const refused = expect(answer).rejects.toMatchObject({ problem: { code: 'E-BRIDGE-MESSAGE' } });
    await wire.receive({ type: 'response', id, result: { version: 7 } });
    await refused;
  });
});
