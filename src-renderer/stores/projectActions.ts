import type { EdgeModelKind } from '../../shared/documents/network.ts';
import type { Draft } from '../../shared/draft.ts';
import type { Recoverable } from '../../shared/project.ts';
import type { Session } from '../../shared/session.ts';
import { lookOf, takeLook } from '../projects/look.ts';
import type { Bench } from './bench.svelte.ts';

/** Asks for the project on the bench: at first, and after every lost connection. */
export async function getProject(bench: Bench): Promise<void> {
  const isFirst = bench.project.status === null;
  const status = await bench.ask('project.get', {});
  if (status === null) return;
  bench.project.status = status;
  if (isFirst && status.look !== null) takeLook(bench, status.look);
  if (status.recoverable > 0) await listProjects(bench);
}

export async function listProjects(bench: Bench): Promise<void> {
  bench.project.list = (await bench.ask('project.list', {})) ?? bench.project.list;
}

/** Tells the engine how this screen looks at the experiment, so that it is saved along. */
export async function tellLook(bench: Bench): Promise<void> {
  const look = lookOf(bench);
  if (look !== null) await bench.ask('project.look', { look });
}

/** Saves under the name that the project has; one without is asked for a name. */
export async function saveProject(bench: Bench): Promise<void> {
  await tellLook(bench);
  const answer = await bench.ask('project.save', { as: null, mayReplace: false });
  if (answer?.state === 'unnamed') return saveProjectAs(bench);
  if (answer !== null) saySaved(bench);
}

/** Asks for a name: the computer itself where it can, else this screen. */
export async function saveProjectAs(bench: Bench): Promise<void> {
  if (bench.project.status?.hasDialogs !== true) {
    bench.project.isNamingOpen = true;
    return;
  }
  await tellLook(bench);
  const name = bench.project.status.name || (bench.session?.title ?? 'project');
  const answer = await bench.ask('project.save', { as: name, mayReplace: false });
  if (answer?.state === 'saved') saySaved(bench);
}

/** Saves under a name that was given here; answers whether there is another project of that name already. */
export async function saveProjectUnder(bench: Bench, name: string, mayReplace: boolean): Promise<'saved' | 'exists' | 'failed'> {
  await tellLook(bench);
  const answer = await bench.ask('project.save', { as: name, mayReplace });
  if (answer?.state === 'saved') saySaved(bench);
  return answer?.state === 'saved' || answer?.state === 'exists' ? answer.state : 'failed';
}

export async function openProject(bench: Bench, path: string): Promise<void> {
  await take(bench, await bench.ask('project.open', { path }));
}

/** Opens a file that the user chooses: through the computer's own dialog. */
export async function chooseProject(bench: Bench): Promise<void> {
  const answer = await bench.ask('project.choose', {});
  if (answer !== null && answer.path !== '') await openProject(bench, answer.path);
}

/** Opens a project that this screen has read. */
export async function takeProject(bench: Bench, name: string, text: string): Promise<void> {
  await take(bench, await bench.ask('project.take', { name, text }));
}

export async function newProject(bench: Bench, edges: EdgeModelKind): Promise<void> {
  await take(bench, await bench.ask('project.new', { edges }));
  bench.project.isEditing = true;
}

export async function recoverProject(bench: Bench, snapshot: string): Promise<void> {
  await take(bench, await bench.ask('project.recover', { snapshot }));
  await listProjects(bench);
}

export async function discardProject(bench: Bench, { key }: Recoverable): Promise<void> {
  bench.project.list = (await bench.ask('project.discard', { key })) ?? bench.project.list;
}

/** One change of the experiment in the editor. */
export async function changeDraft(bench: Bench, label: string, draft: Draft | null): Promise<void> {
  await bench.ask('editor.change', { label, draft });
}

/** Trains what was edited, from its first step, and shows it. */
export async function applyDraft(bench: Bench): Promise<void> {
  const session = await bench.ask('editor.apply', {});
  if (session === null) return;
  bench.adopt(session);
  bench.project.isEditing = false;
  bench.announcer.say(`The edited experiment trains: ${session.title}`);
}

/** Leaves the editor; what was edited is given up, which undo takes back. */
export async function cancelDraft(bench: Bench): Promise<void> {
  if (bench.project.isPending) await changeDraft(bench, 'give up what was edited', null);
  bench.project.isEditing = false;
}

async function take(bench: Bench, session: Session | null): Promise<void> {
  // What went wrong is said below the dialog.
  bench.project.isListOpen = false;
  if (session === null) return;
  bench.adopt(session);
  bench.project.isEditing = false;
  bench.view.workspace = 'bench';
  const status = await bench.ask('project.get', {});
  if (status === null) return;
  bench.project.status = status;
  if (status.look !== null) takeLook(bench, status.look);
  bench.announcer.say(`On the bench: ${status.name || session.title}`);
}

function saySaved(bench: Bench): void {
  const name = bench.project.status?.name ?? '';
  bench.notices.addToast(`Saved: ${name}`, '', null);
  bench.announcer.say(`Saved: ${name}`);
}
