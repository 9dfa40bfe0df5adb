import type { Io } from '../io.ts';
import { count } from '../quantity.ts';
import { duration } from '../training/progress.ts';
import type { CampaignState } from './campaign.ts';

const DRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 5000;

/** How far a campaign is, on standard error: a line that is drawn over in a terminal, elsewhere a plain one now and then. */
export interface CampaignProgress {
  show(state: CampaignState): void;
  /** Takes the line away. */
  finish(): void;
}

/** @param what  what is counted: "seeds" */
export function createCampaignProgress(io: Io, what: string): CampaignProgress {
  let last = io.now();
  let isDrawn = false;
  return {
    show(state) {
      const now = io.now();
      if (now - last < (io.isTerminal ? DRAW_EVERY_MS : LINE_EVERY_MS)) return;
      last = now;
      const line = progressLine(state, what);
      if (!io.isTerminal) return io.error(`${line}\n`);
      // One character short of the edge, or some terminals begin a new line.
      io.error(
        `\r\u001b[K${Array.from(line)
          .slice(0, Math.max(io.columns - 1, 10))
          .join('')}`,
      );
      isDrawn = true;
    },
    finish() {
      if (isDrawn) io.error('\r\u001b[K');
      isDrawn = false;
    },
  };
}

/** "12 of 160 seeds · 1 min 5 s · about 9 min 20 s left · digipots2022/iris". */
export function progressLine({ done, total, elapsed, remaining, running }: CampaignState, what: string): string {
  const parts = [`${count(done)} of ${count(total)} ${what}`, duration(elapsed / 1000)];
  if (remaining !== null && done < total) parts.push(`about ${duration(remaining / 1000)} left`);
  return [...parts, running.join(', ')].filter((part) => part !== '').join(' · ');
}
