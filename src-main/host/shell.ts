import type { Trashed } from '../recording/trash.ts';

/** What the desktop around the engine does for it: Electron's main process, or the programs of the operating system. */
export interface Shell {
  /**
   * Asks the user where a file is to go; `null`: nowhere after all. Absent where the page fetches files by itself.
   *
   * @param name  suggested
   */
  readonly chooseFile?: (name: string) => Promise<string | null>;
  /** Asks the user for a project; `null`: none. Absent where the page reads files by itself. */
  readonly chooseProject?: () => Promise<string | null>;
  /** Shows a file in the file manager. Answers whether there was one to show it in. */
  reveal(path: string): Promise<boolean>;
  /** Moves a file to the trash of the system. @throws ProblemError E-RECORDING-WRITE where that is not possible */
  trash(path: string): Promise<Trashed>;
}
