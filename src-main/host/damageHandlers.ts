import type { RequestHandlers, RequestName } from '../../shared/bridge/requests.ts';
import type { DamageReport } from '../../shared/session.ts';
import type { Client } from './client.ts';
import type { Clock } from './clock.ts';
import { DamageStudies } from './damageStudies.ts';
import type { ProjectDesk } from './project/desk.ts';
import type { Session } from './session.ts';

/** What these handlers ask of the engine. */
export interface DamageControl {
  readonly clock: Clock;
  readonly session: Session;
  readonly projects: ProjectDesk;
  save(): Promise<void>;
}

/** What the engine does on requests about damage, and about undo: there is one stack of it for the user. */
export function damageHandlers(engine: DamageControl, client: Client): Pick<RequestHandlers, Extract<RequestName, `damage.${string}`>> {
  const damaged = async (action: Promise<DamageReport>): Promise<DamageReport> => {
    const report = await action;
    await engine.save();
    return report;
  };
  const studies = new DamageStudies(
    engine.clock,
    (curve) => client.emit('damageCurve', curve),
    (done) => client.emit('ranking', { done }),
  );
  /** What is next on the stack is about the run, or about the experiment. */
  const travel = async (way: 'undo' | 'redo'): Promise<DamageReport> => {
    if (!engine.projects.edits.isNext(way)) return engine.session.interventions[way]();
    const report = engine.projects.edits.travel(way);
    await engine.session.refresh();
    return report;
  };

  return {
    'damage.apply': ({ edges, damage }) => damaged(engine.session.interventions.damage(edges, damage)),
    'damage.random': ({ count }) => damaged(engine.session.interventions.cutRandom(count)),
    'damage.worst': () => damaged(studies.cutExtreme(engine.session, 'most')),
    'damage.least': () => damaged(studies.cutExtreme(engine.session, 'least')),
    'damage.schedule': async ({ schedule }) => {
      await engine.session.interventions.scheduleDamage(schedule);
      await engine.save();
      return {};
    },
    'damage.importance': () => studies.importance(engine.session),
    'damage.rankCancel': () => {
      studies.cancelRanking();
      return {};
    },
    'damage.curve': async (request) => {
      await studies.begin(engine.session, request);
      return {};
    },
    'damage.curveCancel': () => {
      studies.cancel();
      return {};
    },
    'damage.undo': () => damaged(travel('undo')),
    'damage.redo': () => damaged(travel('redo')),
  };
}
