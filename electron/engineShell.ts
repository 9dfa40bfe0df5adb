import type { FromEngineProcess, ToEngineProcess } from '../src-main/host/hostMessages.ts';
import { nodeShell } from '../src-main/host/nodeShell.ts';
import type { Shell } from '../src-main/host/shell.ts';
import type { KeepAwake } from '../src-main/recording/keepAwake.ts';

type Post = (message: FromEngineProcess) => void;

/** The desktop as an engine in a utility process reaches it: main is asked, and answers. */
export class EngineShell implements Shell {
  readonly #post: Post;
  readonly #waiting = new Map<number, (value: string | null) => void>();
  #nextId = 1;

  constructor(post: Post) {
    this.#post = post;
  }

  /** An answer of main. */
  receive({ id, value }: ToEngineProcess & { type: 'answer' }): void {
    this.#waiting.get(id)?.(value);
    this.#waiting.delete(id);
  }

  readonly chooseFile = (name: string): Promise<string | null> => this.#ask('chooseFile', name);

  readonly chooseProject = (): Promise<string | null> => this.#ask('chooseProject', '');

  async reveal(path: string): Promise<boolean> {
    return (await this.#ask('reveal', path)) !== null;
  }

  /** On Linux by the specification, from where it can be taken back; elsewhere only the system itself can. */
  async trash(path: string): Promise<Awaited<ReturnType<Shell['trash']>>> {
    if (process.platform === 'linux') return nodeShell.trash(path);
    if ((await this.#ask('trash', path)) === null) throw new Error('the system refused');
    return { where: 'the trash of the system', restore: null };
  }

  #ask(what: (FromEngineProcess & { type: 'ask' })['what'], value: string): Promise<string | null> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#post({ type: 'ask', id, what, value });
    });
  }
}

/** Electron keeps the computer awake; main sees to it. */
export function electronKeepAwake(post: Post): KeepAwake {
  return () => {
    post({ type: 'keepAwake', isWanted: true });
    return Promise.resolve({ isHeld: true, how: 'Electron', release: () => post({ type: 'keepAwake', isWanted: false }) });
  };
}
