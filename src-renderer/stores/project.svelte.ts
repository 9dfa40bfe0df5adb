import type { TopologyEntry } from '../../shared/draft.ts';
import type { ProjectList, ProjectStatus } from '../../shared/project.ts';
import type { EngineClient } from '../engine/client.ts';

/** The project on the bench and the lists of others, as the engine last told them. */
export class ProjectStore {
  status = $state.raw<ProjectStatus | null>(null);
  list = $state.raw<ProjectList | null>(null);
  /** Ways to generate a network, once the editor has asked. */
  topologies = $state.raw<readonly TopologyEntry[]>([]);
  isListOpen = $state(false);
  isNamingOpen = $state(false);
  /** Whether the network is being edited instead of watched. */
  isEditing = $state(false);
  /** Edge that is to be selected when the editor opens; '' for none. */
  edgeToEdit = '';

  /** Whether something was edited that the run does not follow yet. */
  readonly isPending: boolean = $derived((this.status?.draft ?? null) !== null);

  constructor(client: EngineClient) {
    client.on('project', (status) => (this.status = status));
  }
}
