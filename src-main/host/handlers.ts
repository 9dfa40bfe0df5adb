import type { RequestHandlers } from '../../shared/bridge/requests.ts';
import { benchDocument } from './benchDocument.ts';
import { calibrateHandlers } from './calibrateHandlers.ts';
import type { CalibrationBench } from './calibrationBench.ts';
import type { Client } from './client.ts';
import type { Clock } from './clock.ts';
import type { CompareDesk } from './compareDesk.ts';
import { compareHandlers } from './compareHandlers.ts';
import { consoleHandlers } from './consoleHandlers.ts';
import { damageHandlers } from './damageHandlers.ts';
import { sourceOf, type Library } from './library.ts';
import { exportFormats, runHandlers, type RunControl } from './runHandlers.ts';
import { buildManual } from './manual.ts';
import { measuredDocument } from './measuredDocument.ts';
import { machineHandlers } from './machineHandlers.ts';
import type { Pictures } from './pictures.ts';
import type { Preferences } from './preferences.ts';
import type { Session } from './session.ts';
import type { SessionSwitch } from './sessionSwitch.ts';
import { stopKinds } from './stopWatch.ts';
import type { SweepDesk } from './sweepDesk.ts';
import { projectHandlers, type ProjectControl } from './project/handlers.ts';
import { sweepHandlers } from './sweepHandlers.ts';

/** What handlers ask of the engine. */
export interface EngineControl extends RunControl, ProjectControl {
  readonly sweeps: SweepDesk;
  readonly comparisons: CompareDesk;
  readonly calibration: CalibrationBench;
  readonly clock: Clock;
  readonly library: Library;
  readonly pictures: Pictures;
  readonly preferences: Preferences | undefined;
  readonly session: Session;
  readonly sessions: SessionSwitch;
  save(): Promise<void>;
  startRecording(name: string): Promise<void>;
  stopRecording(): Promise<void>;
}

/** What the engine does on each request of one screen. Whatever the user changed is with the host before the answer goes out. */
export function createHandlers(engine: EngineControl, client: Client): RequestHandlers {
  const saved = async <T>(action: Promise<T>): Promise<T> => {
    const result = await action;
    await engine.save();
    return result;
  };
  const done = async (action: Promise<void>): Promise<Record<string, never>> => {
    await saved(action);
    return {};
  };

  return {
    'catalogue.get': () => ({
      version: engine.library.version,
      tasks: engine.library.tasks(),
      papers: engine.library.papers(),
      exportFormats: exportFormats(),
      stopKinds: stopKinds(),
    }),
    'catalogue.picture': ({ task, experiment }) => engine.pictures.of(sourceOf({ task, experiment })),
    'manual.get': buildManual,
    'session.get': () => client.take(engine.session),
    'session.document': () => ({ document: engine.projects.edits.pending() ?? benchDocument(engine.session) }),
    'session.measured': async () => {
      await engine.session.refresh();
      return { document: measuredDocument(engine.session), step: engine.session.state.step };
    },
    'session.load': async ({ seed, ...source }) => client.take(await engine.sessions.load(sourceOf(source), seed, client)),
    'run.restart': async ({ seed }) => client.take(await engine.sessions.restart(seed, client)),
    'run.set': ({ isRunning }) => done(engine.session.setRunning(isRunning)),
    'run.step': ({ steps }) => done(engine.session.step(steps)),
    'run.speed': ({ stepsPerSecond }) => done(engine.session.setSpeed(stepsPerSecond)),
    'run.learning': ({ isLearning }) => done(engine.session.interventions.setLearning(isLearning)),
    'run.parameters': (parameters) => done(engine.session.interventions.setParameters(parameters)),
    'run.state': ({ edge, state }) => done(engine.session.interventions.setState(edge, state)),
    ...damageHandlers(engine, client),
    'analysis.outputMap': () => engine.session.outputMap(),
    'run.mark': async ({ text }) => {
      await done(engine.session.mark(text));
      engine.projects.touch();
      return {};
    },
    'record.start': ({ name }) => done(engine.startRecording(name)),
    'record.stop': () => done(engine.stopRecording()),
    'replay.seek': ({ step }) => done(engine.session.seek(step)),
    'replay.skip': ({ measurements }) => done(engine.session.skip(measurements)),
    ...consoleHandlers(engine),
    ...machineHandlers(engine),
    ...runHandlers(engine),
    ...projectHandlers(engine, client),
    ...sweepHandlers(engine.sweeps),
    ...compareHandlers(engine.comparisons, engine.library.version),
    ...calibrateHandlers(engine.calibration.desk, engine.calibration.twin),
    'frame.acknowledge': ({ sequence }) => {
      client.acknowledge(sequence);
      return {};
    },
  };
}
