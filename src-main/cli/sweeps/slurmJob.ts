import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProblemError } from '../../../shared/problem.ts';

/**
 * Hands a batch script to Slurm.
 *
 * @param isWaiting  whether to wait until the whole array has ended
 * @returns the number of the job
 * @throws ProblemError E-SWEEP-SLURM where there is no Slurm, or it refuses the job
 */
export async function submitToSlurm(script: string, isWaiting: boolean): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('sbatch', ['--parsable', ...(isWaiting ? ['--wait'] : []), script]);
    return stdout.trim().split(';')[0];
  } catch (error) {
    const failure = error as NodeJS.ErrnoException & { readonly stdout?: string; readonly stderr?: string };
    // `sbatch --wait` answers with the worst exit code of the tasks; the job is known then, and what its cells say counts.
    const job = /^\d+/.exec(failure.stdout ?? '')?.[0];
    if (job !== undefined) return job;
    const isAbsent = failure.code === 'ENOENT';
    throw new ProblemError({
      code: 'E-SWEEP-SLURM',
      what: 'The sweep could not be given to Slurm',
      where: `sbatch ${script}`,
      why: isAbsent ? 'there is no sbatch on this machine' : (failure.stderr ?? failure.message).trim(),
      remedy: isAbsent
        ? 'Run this on a machine from which jobs are submitted; without --on the sweep runs here.'
        : 'Correct what Slurm says; --sbatch adds options such as "--partition=short". The script stays where it is and can be submitted by hand.',
    });
  }
}
