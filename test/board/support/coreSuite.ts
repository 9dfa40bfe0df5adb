import { afterAll, beforeEach, describe } from 'vitest';
import { CoreProcess } from './coreProcess.ts';
import { build, canRun, type Profile } from './firmwareBuild.ts';

/** Declares a suite on the core of the firmware, built for this machine and reset before every test; skipped, loudly, without a compiler. */
export function onCore(title: string, profile: Profile, suite: (core: CoreProcess) => void): void {
  const isBuildable = canRun(title, ['gcc', 'make'], 'gcc make');
  describe.skipIf(!isBuildable)(title, () => {
    const built = isBuildable ? build('host') : null;
    const core = new CoreProcess(built?.path(`twinbench-${profile}-host`) ?? 'false');
    beforeEach(() => core.reset());
    afterAll(async () => {
      await core.close();
      built?.remove();
    });
    suite(core);
  });
}
