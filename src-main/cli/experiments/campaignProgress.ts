import type { Io } from '../io.ts';
import { count } from '../quantity.ts';
import { createStatusLine } from '../statusLine.ts';
import { duration } from '../training/progress.ts';
import type { CampaignState } from './campaign.ts';

/** How far a campaign is, on standard error. */
export interface CampaignProgress {
  show(state: CampaignState): void;
  /** Takes the line away. */
  finish(): void;
}

/** @param what  what is counted: "seeds" */
export function createCampaignProgress(io: Io, what: string): CampaignProgress {
  const line = createStatusLine(io);
  return {
    show: (state) => line.show(() => progressLine(state, what)),
    finish: () => line.finish(),
  };
}

/** "12 of 160 seeds · 1 min 5 s · about 9 min 20 s left · digipots2022/iris". */
export function progressLine({ done, total, elapsed, remaining, running }: CampaignState, what: string): string {
  const parts = [`${count(done)} of ${count(total)} ${what}`, duration(elapsed / 1000)];
  if (remaining !== null && done < total) parts.push(`about ${duration(remaining / 1000)} left`);
  return [...parts, running.join(', ')].filter((part) => part !== '').join(' · ');
}
