import type { EventName, EventPayload } from '../../../shared/bridge/events.ts';
import { requests, type RequestHandlers, type RequestName } from '../../../shared/bridge/requests.ts';
import { requestMessageSchema, type FromEngine, type ToEngine } from '../../../shared/bridge/messages.ts';
import type { EdgeDamage } from '../../../shared/frames.ts';
import { problemOf, ProblemError } from '../../../shared/problem.ts';
import type { DamageReport, Session } from '../../../shared/session.ts';
import { buildManual } from '../../../src-main/host/manual.ts';
import { compareHandlers } from '../../../src-main/host/compareHandlers.ts';
import { stopKinds } from '../../../src-main/host/stopWatch.ts';
import { sweepHandlers } from '../../../src-main/host/sweepHandlers.ts';
import type { Connector, ConnectorListener, EngineTransport } from '../../../src-renderer/engine/connector.ts';
import { fakeOutputMap, fakePapers } from './fakeCatalogue.ts';
import { fakeProjects } from './fakeProjects.ts';
import { FakeRun } from './fakeRun.ts';
import { fakeFormats, fakeRecording, FakeShelf } from './fakeShelf.ts';
import { fakeExperiments } from './networks.ts';
import { realCalibrations } from './realCalibrations.ts';
import { realComparisons } from './realComparisons.ts';
import { realSweeps } from './realSweeps.ts';

/**
 * An engine for looking at the screen without one: same messages, made-up learning. It moves only when `tick` is called, so that
 * tests decide what has happened.
 */
export class FakeEngine {
  run: FakeRun;
  readonly comparisons = realComparisons((status) => this.sendEvent('comparison', status));
  readonly sweeps = realSweeps((news) => this.sendEvent('sweep', news));
  readonly shelf = new FakeShelf((job) => this.sendEvent('job', job));
  /** Every request that arrived, for tests to look at. */
  readonly received: { name: RequestName; parameters: unknown }[] = [];
  #runNumber = 1;
  #sequence = 0;
  #isAcknowledged = true;
  #sentHistory = 0;
  #sentMarkers = 0;
  #sentPeriods = 0;
  #listener: ConnectorListener | undefined;
  #toScreen: ((message: unknown) => void) | undefined;
  readonly #handlers: RequestHandlers;

  constructor(task = 'xor', seed = 42) {
    this.run = new FakeRun(fakeExperiments[task](), seed);
    this.#handlers = this.#makeHandlers();
  }

  /** What App is given instead of a WebSocket. */
  readonly connector: Connector = (listener) => {
    this.#listener = listener;
    this.open();
    return () => this.drop();
  };

  open(): void {
    this.#isAcknowledged = true;
    const transport: EngineTransport = {
      send: (message) => queueMicrotask(() => void this.#answer(message)),
      onMessage: (receive) => (this.#toScreen = receive),
      onClose: () => undefined,
      close: () => this.drop(),
    };
    this.#listener?.onOpen(transport);
  }

  /** Loses the connection; the run goes on. */
  drop(): void {
    this.#toScreen = undefined;
    this.#listener?.onLost({
      code: 'E-BRIDGE-LOST',
      what: 'Connection to the engine lost – reconnecting …',
      why: 'The engine stopped or the connection was cut. What it learned so far is kept in the engine.',
      remedy: 'Nothing to do: the screen tries again by itself.',
    });
  }

  /** Some steps, then a frame if the screen is ready for one. */
  tick(steps: number): void {
    if (this.run.isRunning) this.run.advance(steps);
    this.sendFrame();
  }

  sendFrame(): void {
    if (!this.#isAcknowledged || this.#toScreen === undefined) return;
    this.#isAcknowledged = false;
    const frame = this.run.frame(++this.#sequence, this.#sentHistory, this.#sentMarkers, this.#sentPeriods);
    this.#sentHistory = this.run.history.length;
    this.#sentMarkers = this.run.markers.length;
    this.#sentPeriods = this.run.periods.length;
    this.sendEvent('frame', frame);
  }

  sendEvent<N extends EventName>(name: N, payload: EventPayload<N>): void {
    this.#send({ type: 'event', name, payload });
  }

  #send(message: FromEngine): void {
    // Like every real transport: the receiver gets a copy.
    this.#toScreen?.(JSON.parse(JSON.stringify(message)));
  }

  async #answer(message: ToEngine): Promise<void> {
    const { id, name, parameters } = requestMessageSchema.parse(message);
    if (name !== 'frame.acknowledge') this.received.push({ name, parameters });
    try {
      const handler = this.#handlers[name] as (parameters: unknown) => unknown;
      this.#send({ type: 'response', id, result: await handler(requests[name].parameters.parse(parameters)) });
    } catch (thrown) {
      this.#send({ type: 'response', id, problem: problemOf(thrown) });
    }
  }

  #session(): Session {
    this.#sentHistory = this.run.history.length;
    this.#sentMarkers = this.run.markers.length;
    this.#sentPeriods = this.run.periods.length;
    return this.run.session(this.#runNumber, this.#sequence);
  }

  #start(run: FakeRun): Session {
    this.#runNumber += 1;
    this.run = run;
    return this.#session();
  }

  #damage(edges: readonly number[], damage: EdgeDamage, reason: string): DamageReport {
    const ids = edges.map((edge) => this.run.experiment.edges[edge].id);
    const next = this.run.damage.map((before, edge) => (edges.includes(edge) ? damage : before));
    this.run.setDamage(next, `${damage === null ? 'repair' : damage} ${ids.join(', ')}`);
    return { edges: ids, damage, reason, isolatedNodes: 0 };
  }

  #intact(): number[] {
    return this.run.damage.flatMap((damage, edge) => (damage === null ? [edge] : []));
  }

  #makeHandlers(): RequestHandlers {
    const nothing = (): Record<string, never> => ({});
    const travel = (entry: { before: EdgeDamage[]; after: EdgeDamage[] } | undefined, isUndo: boolean): DamageReport => {
      const changed = entry === undefined ? [] : entry.before.flatMap((before, edge) => (before === entry.after[edge] ? [] : [edge]));
      const ids = changed.map((edge) => this.run.experiment.edges[edge].id);
      if (isUndo) this.run.undo();
      else this.run.redo();
      return { edges: ids, damage: this.run.damage[changed[0] ?? 0] ?? null, reason: '', isolatedNodes: 0 };
    };
    return {
      // A fake trains nothing: cards of its gallery stay without a picture.
      'catalogue.picture': () => {
        throw new Error('no pictures');
      },
      'catalogue.get': () => ({
        version: '0.1.0',
        tasks: Object.values(fakeExperiments)
          .map((make) => make())
          .filter((experiment) => experiment.task !== '')
          .map(({ task, title, doc, source, edges }) => ({ name: task, title, doc, source, edges: edges.length })),
        papers: fakePapers,
        exportFormats: fakeFormats,
        stopKinds: stopKinds(),
      }),
      'manual.get': buildManual,
      'session.get': () => this.#session(),
      'session.document': () => ({ document: { format: 'twinbench.experiment', title: this.run.experiment.title } }),
      'session.measured': () => ({ document: { format: 'twinbench.experiment', title: this.run.experiment.title }, step: 0 }),
      'session.load': ({ task, experiment, seed }) => {
        const make = fakeExperiments[task ?? (experiment === 'imperfection2025/cycles' ? 'cycles' : '')];
        if (make === undefined) {
          throw new ProblemError({
            code: 'E-DOC-INVALID',
            what: 'The document is not a valid experiment',
            where: 'edges[3].gate',
            why: 'Expected a number in volts, got the text "high".',
            remedy: 'Give the gate voltage as a number, for example 2.5.',
          });
        }
        return this.#start(new FakeRun(make(), seed ?? 42));
      },
      'machines.list': () => ({ machines: [], missing: '', misbehaviours: [] }),
      'machines.allowReset': nothing,
      'machines.biases': () => ({ biases: null }),
      'console.read': () => ({ opened: 0, place: '', first: 0, next: 0, lines: [] }),
      'console.say': () => ({ answers: [], errors: [], isMarked: false }),
      'run.restart': ({ seed }) => this.#start(new FakeRun(this.run.experiment, seed ?? this.run.seed)),
      'run.set': ({ isRunning }) => ((this.run.isRunning = isRunning), nothing()),
      'run.step': ({ steps }) => ((this.run.isRunning = false), this.run.advance(steps), nothing()),
      'run.speed': ({ stepsPerSecond }) => ((this.run.speed = stepsPerSecond), nothing()),
      'run.learning': ({ isLearning }) => ((this.run.isLearning = isLearning), nothing()),
      'run.parameters': ({ nudge, stepTime, stop }) => {
        this.run.stop = stop ?? this.run.stop;
        this.run.stepTime = stepTime ?? this.run.stepTime;
        this.run.nudge = nudge ?? this.run.nudge;
        return nothing();
      },
      'run.state': ({ edge, state }) => {
        this.run.setState(
          this.run.experiment.edges.findIndex(({ id }) => id === edge),
          state,
        );
        return nothing();
      },
      'damage.apply': ({ edges, damage }) =>
        this.#damage(
          edges.map((id) => this.run.experiment.edges.findIndex((edge) => edge.id === id)),
          damage,
          '',
        ),
      'damage.random': ({ count }) => this.#damage(this.#intact().slice(3, 3 + count), 'cut', 'drawn at random'),
      'damage.rankCancel': () => ({}),
      'damage.worst': () => this.#damage(this.#intact().slice(-1), 'cut', 'raises the error most: ×240'),
      'damage.least': () => this.#damage(this.#intact().slice(0, 1), 'cut', 'raises the error least: ×1.02'),
      'damage.schedule': ({ schedule }) => ((this.run.damageSchedule = schedule), nothing()),
      'damage.importance': () => ({
        step: this.run.step,
        error: 1e-4,
        errors: this.run.damage.map((damage, edge) => (damage === 'cut' ? null : 1e-4 * 1.2 ** ((edge * 7) % 32))),
      }),
      'damage.curve': ({ draws, relearnSteps }) => {
        const curve = {
          run: this.#runNumber,
          step: this.run.step,
          error: 1e-4,
          goal: null,
          relearnSteps,
          draws,
          state: 'running',
          done: 0,
        } as const;
        this.sendEvent('damageCurve', { ...curve, frozen: [], relearned: [] });
        return nothing();
      },
      'damage.curveCancel': () => nothing(),
      'damage.undo': () => travel(this.run.undoStack.at(-1), true),
      'damage.redo': () => travel(this.run.redoStack.at(-1), false),
      'analysis.outputMap': () => fakeOutputMap(this.run.step),
      'run.mark': ({ text }) => (this.run.mark(text === '' ? 'mark' : text), nothing()),
      'record.start': ({ name }) => ((this.run.recording = fakeRecording(name)), nothing()),
      'record.stop': () => ((this.run.recording = null), nothing()),
      'replay.seek': ({ step }) => ((this.run.step = step), this.sendFrame(), nothing()),
      'replay.skip': ({ measurements }) => ((this.run.step += 100 * measurements), this.sendFrame(), nothing()),
      ...this.shelf.handlers,
      ...fakeProjects(() => this.#session()),
      ...sweepHandlers(this.sweeps),
      ...compareHandlers(this.comparisons, 'fake'),
      ...realCalibrations(),
      'frame.acknowledge': () => ((this.#isAcknowledged = true), nothing()),
    };
  }
}
