import { afterAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../src-main/math/random.ts';
import { build, canRun } from './support/firmwareBuild.ts';
import { CoreProcess } from './support/coreProcess.ts';
import { fuzzInput } from './support/mutations.ts';
import { mayChangeState } from './support/stateChangers.ts';
import { parseStream } from './support/wire.ts';

const isBuildable = canRun('the firmware against random bytes', ['gcc', 'make'], 'gcc make');
const built = isBuildable ? build('host') : null;
afterAll(() => built?.remove());

const BATCH = 500;
const SEED = 5;

/** After these the board goes on by itself, expects guards or loses its host sooner: the next input starts from a reset. */
const leavesItsMark = /INIT|CONT|MEAS|GUAR|TIM|RST/i;

describe.skipIf(!isBuildable)('100,000 random and mutated byte strings', () => {
  it.each([
    ['transistors2024', 100_000],
    ['digipots2022', 20_000],
  ] as const)(
    'crash nothing, hang nothing, and change the %s board by valid commands only (%d strings)',
    async (profile, total) => {
      const core = new CoreProcess(built!.path(`twinbench-${profile}-host`));
      const random = randomStream(SEED, profile);
      let changed = 0;
      let refused = 0;
      const check = async (input: Buffer): Promise<void> => {
        // A pause and an end of line, so that an unfinished block cannot swallow the next input.
        const steps = [
          core.state(),
          core.bytes(Buffer.concat([input, Buffer.from('\n')])),
          core.passTime(0.6),
          core.bytes(Buffer.from('\n')),
        ];
        const [before] = (await Promise.all(steps)) as [string];
        const [after, counted] = await Promise.all([core.state(), core.bytes(Buffer.from('SYST:ERR:COUN?;*CLS\n'))]);
        const what = JSON.stringify(input.toString('latin1'));
        if (after !== before) {
          changed++;
          expect(mayChangeState(input), `seed ${SEED}: ${what} changed the board`).toBe(true);
        }
        const errors = parseStream(counted).lines;
        // A shorter host timeout loses the host in the pause: an error, and a change, that are meant.
        const isSingle = !/[;\n]|TIM/i.test(input.toString('latin1'));
        if (errors[0] !== '0' && errors.length > 0) {
          refused++;
          if (isSingle) expect(after, `seed ${SEED}: ${what} was refused and changed the board`).toBe(before);
        }
        if (after !== before && leavesItsMark.test(input.toString('latin1'))) core.reset();
      };
      for (let done = 0; done < total; done += BATCH) {
        await core.bytes(Buffer.from('*IDN?\n'));
        for (let index = 0; index < BATCH; index++) await check(fuzzInput(random));
      }
      core.reset();
      expect(await core.ask('*IDN?')).toContain(profile);
      await core.close();
      // The inputs are worth something: thousands got through, thousands were refused.
      expect(changed).toBeGreaterThan(1000);
      expect(refused).toBeGreaterThan(5000);
    },
    300_000,
  );
});
