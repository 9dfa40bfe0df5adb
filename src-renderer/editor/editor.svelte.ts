import type { Draft } from '../../shared/draft.ts';
import type { Bench } from '../stores/bench.svelte.ts';
import { changeDraft } from '../stores/projectActions.ts';

/** What a click does. */
export type EditTool = 'select' | 'node' | 'connect' | 'remove';

/** What is selected: a node or an edge, by its id. */
export type Selection = { readonly kind: 'node' | 'edge'; readonly id: string } | null;

/** An open editor: what is edited, and what is selected in it. Every change goes to the engine, whose undo takes it back. */
export class Editor {
  readonly #bench: Bench;
  tool = $state<EditTool>('select');
  selection = $state.raw<Selection>(null);
  /** Node that the next one is connected with. */
  connectingFrom = $state('');
  /** The experiment as it runs, for as long as nothing was edited. */
  #base = $state.raw<Draft | null>(null);
  /** What was changed here and the engine has not confirmed yet. */
  #local = $state.raw<Draft | null>(null);
  #waiting = 0;

  constructor(bench: Bench) {
    this.#bench = bench;
    const { edgeToEdit } = bench.project;
    if (edgeToEdit !== '') this.select('edge', edgeToEdit);
    bench.project.edgeToEdit = '';
  }

  get draft(): Draft | null {
    return this.#local ?? this.#bench.project.status?.draft ?? this.#base;
  }

  /** Asks for the experiment on the bench. */
  async load(): Promise<void> {
    const answer = await this.#bench.ask('editor.draft', {});
    if (answer !== null) this.#base = answer.draft;
  }

  /** One change, shown at once. */
  async change(label: string, draft: Draft): Promise<void> {
    this.#local = draft;
    this.#waiting++;
    await changeDraft(this.#bench, label, draft);
    // An engine that found it to be what runs already has no draft to tell of.
    if (this.#bench.project.status?.draft === null) await this.load();
    if (--this.#waiting === 0) this.#local = null;
  }

  select(kind: 'node' | 'edge', id: string): void {
    this.selection = { kind, id };
  }
}
