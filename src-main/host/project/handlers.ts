import type { RequestHandlers, RequestName } from '../../../shared/bridge/requests.ts';
import type { Client } from '../client.ts';
import type { Session } from '../session.ts';
import type { SessionSwitch } from '../sessionSwitch.ts';
import type { ProjectDesk } from './desk.ts';
import { generateNetwork, topologyEntries } from './generate.ts';

/** What these handlers ask of the engine. */
export interface ProjectControl {
  readonly projects: ProjectDesk;
  readonly session: Session;
  save(): Promise<void>;
  readonly sessions: Pick<SessionSwitch, 'openProject' | 'newProject' | 'apply'>;
}

type ProjectRequest = Extract<RequestName, `project.${string}` | `editor.${string}`>;

/** What the engine does on requests about projects and the editor. */
export function projectHandlers(engine: ProjectControl, client: Client): Pick<RequestHandlers, ProjectRequest> {
  const { projects } = engine;
  return {
    'project.get': () => projects.status(),
    'project.list': () => projects.list(),
    'project.save': async ({ as, mayReplace }) => {
      const state = await projects.save(as, mayReplace);
      await engine.save();
      return { state };
    },
    'project.open': async ({ path }) => client.take(await engine.sessions.openProject(() => projects.open(path), client)),
    'project.choose': async () => ({ path: await projects.choose() }),
    'project.take': async ({ name, text }) => client.take(await engine.sessions.openProject(() => projects.take(name, text), client)),
    'project.new': async ({ edges }) => client.take(await engine.sessions.newProject(edges, client)),
    'project.recover': async ({ snapshot }) => client.take(await engine.sessions.openProject(() => projects.recover(snapshot), client)),
    'project.discard': ({ key }) => projects.discard(key),
    'project.look': ({ look }) => {
      projects.setLook(look);
      return {};
    },
    'editor.draft': () => ({ draft: projects.edits.draft() }),
    'editor.change': async ({ label, draft }) => {
      const problem = projects.edits.change(label, draft);
      await engine.session.refresh();
      await engine.save();
      return { problem };
    },
    'editor.apply': async () => client.take(await engine.sessions.apply(client)),
    'editor.topologies': () => ({ topologies: topologyEntries() }),
    'editor.generate': ({ draft, topology, state, spread }) => ({ draft: generateNetwork(draft, topology, state, spread) }),
  };
}
