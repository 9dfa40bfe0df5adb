import { SweepRun, type RunProgress } from '../../sweeps/run.ts';
import type { CellRunner } from '../../sweeps/cellRunner.ts';
import type { SweepFolder } from '../../sweeps/folder.ts';
import { createCampaignProgress } from '../experiments/campaignProgress.ts';
import type { Io } from '../io.ts';
import { count } from '../quantity.ts';
import { duration } from '../training/progress.ts';

/** Runs what is missing of a sweep on this machine, with progress on standard error. Answers whether the user stopped it. */
export async function runHere(folder: SweepFolder, runner: CellRunner, io: Io): Promise<boolean> {
  const progress = createCampaignProgress(io, 'cells');
  const show = ({ done, failed, total, elapsed, remaining, running }: RunProgress): void => {
    const names = [...(failed > 0 ? [`${count(failed)} failed`] : []), ...running.map(({ cell }) => `cell ${cell}`)];
    progress.show({ done: done + failed, total, elapsed, remaining, running: names });
  };
  const results = await folder.results();
  const run = new SweepRun(folder, results, runner, () => io.now(), { moved: show, finished: () => undefined });
  let isInterrupted = false;
  const stopListening = io.onInterrupt(() => {
    isInterrupted = true;
    void run.cancel();
  });
  const wakefulness = await io.recordings.keepAwake(`Sweep ${folder.plan.document.title}`);
  const start = io.now();
  const before = run.progress().done;
  try {
    await run.start();
  } finally {
    progress.finish();
    stopListening();
    wakefulness.release();
  }
  const { done, failed, total } = run.progress();
  const lead = `${isInterrupted ? 'Interrupted: ' : ''}${count(done + failed - before)} cells in ${duration((io.now() - start) / 1000)}`;
  const workers = `${runner.lanes} ${runner.lanes === 1 ? 'worker' : 'workers'}`;
  const rest = isInterrupted ? ` \`--resume\` goes on with the other ${count(total - done - failed)}.` : '';
  io.error(`${lead} on ${workers}; ${count(done)} of ${count(total)} done${failed > 0 ? `, ${count(failed)} failed` : ''}.${rest}\n`);
  return isInterrupted;
}
