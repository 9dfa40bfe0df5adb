import { BrowserWindow, dialog, shell } from 'electron';
import type { FromEngineProcess } from '../src-main/host/hostMessages.ts';

/**
 * Does for an engine what only the desktop can: asks where a file goes or which project is meant, shows it, throws it away.
 *
 * @returns the answer; `null`: no, or nothing after all
 */
export async function answerEngine({ what, value }: FromEngineProcess & { type: 'ask' }): Promise<string | null> {
  switch (what) {
    case 'chooseFile': {
      const options: Electron.SaveDialogOptions = { defaultPath: value, properties: ['createDirectory', 'showOverwriteConfirmation'] };
      const window = BrowserWindow.getFocusedWindow();
      const chosen = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
      return chosen.canceled ? null : chosen.filePath;
    }
    case 'chooseProject': {
      const filters = [
        { name: 'Twinbench projects', extensions: ['twinbench', 'json'] },
        { name: 'All files', extensions: ['*'] },
      ];
      const options: Electron.OpenDialogOptions = { filters, properties: ['openFile'] };
      const window = BrowserWindow.getFocusedWindow();
      const chosen = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
      return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
    }
    case 'reveal':
      shell.showItemInFolder(value);
      return value;
    case 'trash':
      await shell.trashItem(value);
      return value;
  }
}
