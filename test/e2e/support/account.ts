import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** A page that does not answer within this is called so, ms. */
const ANSWER_MS = 10_000;

/** What a page tells at this moment, for whoever reads of a failure and can't look at the screen. Never fails itself. */
export async function accountOf(page: Page, faults: readonly string[]): Promise<string> {
  const told = await Promise.race([
    page.evaluate(tell).catch((error: unknown) => [`does not answer: ${String(error)}`]),
    pause(ANSWER_MS, [`did not answer within ${ANSWER_MS / 1000} s`]),
  ]);
  return ['The page:', ...told, ...faults.map((fault) => `complaint: ${fault}`)].join('\n  ');
}

/** Runs in the page: only its text gets there. */
function tell(): string[] {
  const texts = (what: string, selector: string): string[] =>
    [...document.querySelectorAll<HTMLElement>(selector)]
      .map(({ innerText }) => innerText.replaceAll(/\s+/g, ' ').trim().slice(0, 400))
      .filter((text) => text !== '')
      .map((text) => `${what}: ${text}`);
  const focused = document.activeElement;
  const typed = focused instanceof HTMLInputElement ? `, which reads "${focused.value}"` : '';
  const { frame, session, sessionCount, markers } = window.benchTap;
  return [
    `${document.title}, ${innerWidth} × ${innerHeight}, at ${location.pathname}`,
    ...texts('alert', '[role="alert"]'),
    ...texts('status', '[role="status"]'),
    ...texts('dialog', 'dialog[open], [role="dialog"]'),
    `focus: ${focused?.tagName.toLowerCase() ?? 'nowhere'} ${focused?.getAttribute('aria-label') ?? focused?.textContent?.slice(0, 60) ?? ''}${typed}`,
    session === null
      ? 'session: none yet'
      : `session ${sessionCount}: "${session.title}", run ${session.run}, seed ${session.seed}, on ${session.machine.title}`,
    frame === null
      ? 'frame: none yet'
      : `frame: step ${frame.step}, ${frame.time} s, error ${frame.error}, ${frame.isRunning ? 'running' : 'paused'}, ` +
        `learning ${frame.isLearning ? 'on' : 'off'}, ${frame.stepsPerSecond} steps/s, recording ${JSON.stringify(frame.recording)}, ` +
        `damaged ${frame.damage.filter((kind) => kind !== null).length}`,
    ...markers.slice(-5).map(({ step, label }) => `marker at step ${step}: ${label}`),
  ];
}
