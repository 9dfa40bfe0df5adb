import type { IpcMainEvent, WebContents } from 'electron';
import { screenOrigin } from './screenProtocol.ts';

/** Whether a message comes from the main frame of this page, and that frame shows our screen: not from a frame in it, nor another page. */
export function isFromOwnScreen(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>, contents: WebContents): boolean {
  const frame = event.senderFrame;
  // A frame that navigated away or was destroyed in the meantime is `null`.
  if (frame === null || event.sender !== contents || frame !== contents.mainFrame) return false;
  return frame.url === screenOrigin || frame.url.startsWith(`${screenOrigin}/`);
}
