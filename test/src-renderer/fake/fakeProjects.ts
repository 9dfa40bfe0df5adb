import type { RequestHandlers, RequestName } from '../../../shared/bridge/requests.ts';
import type { Draft } from '../../../shared/draft.ts';
import type { ProjectList, ProjectStatus } from '../../../shared/project.ts';
import type { Session } from '../../../shared/session.ts';
import { topologyEntries } from '../../../src-main/host/project/generate.ts';

type ProjectRequest = Extract<RequestName, `project.${string}` | `editor.${string}`>;

/** A project that was never saved, in an empty folder. */
export const fakeStatus: ProjectStatus = {
  name: '',
  path: '',
  savedAt: null,
  isChanged: false,
  obstacle: '',
  hasDialogs: false,
  look: null,
  draft: null,
  draftProblem: null,
  recoverable: 0,
};

/** Three nodes in a row, the middle one an output. */
export const fakeDraft: Draft = {
  title: 'Three in a row',
  edgeModel: { kind: 'transistor', transconductance: 8e-4, threshold: 0.7 },
  nodes: ['n0', 'n1', 'n2'].map((id, x) => ({ id, x, y: 0 })),
  edges: [
    { id: 'e0', from: 'n0', to: 'n1', gate: 2 },
    { id: 'e1', from: 'n1', to: 'n2', gate: 3 },
  ],
  generate: null,
  period: null,
  roles: {
    inputs: [{ name: 'V1', node: 'n0' }],
    supplies: [{ name: 'V−', node: 'n2', voltage: 0 }],
    outputs: [{ name: 'O', node: 'n1' }],
  },
  dataset: { kind: 'table', inputs: [[0.1], [0.4]], labels: [[0.05], [0.2]] },
  rest: { rule: { kind: 'continuous', rate: 1377.4 }, clamping: { kind: 'standard', nudge: 0.5 }, schedule: { kind: 'cyclic', hold: 1 } },
};

/** Answers to the requests about projects and the editor; what was changed is in what was received. */
export function fakeProjects(session: () => Session): Pick<RequestHandlers, ProjectRequest> {
  const list: ProjectList = { folder: '/projects', recent: [], others: [], recoverable: [] };
  return {
    'project.get': () => fakeStatus,
    'project.list': () => list,
    'project.save': ({ as }) => ({ state: as === null ? 'unnamed' : 'saved' }),
    'project.open': session,
    'project.choose': () => ({ path: '' }),
    'project.take': session,
    'project.new': session,
    'project.recover': session,
    'project.discard': () => list,
    'project.look': () => ({}),
    'editor.draft': () => ({ draft: fakeDraft }),
    'editor.change': () => ({ problem: null }),
    'editor.apply': session,
    'editor.topologies': () => ({ topologies: topologyEntries() }),
    'editor.generate': ({ draft }) => ({ draft }),
  };
}
