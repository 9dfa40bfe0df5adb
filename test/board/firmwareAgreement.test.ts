import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../src-main/math/random.ts';
import { CoreProcess } from './support/coreProcess.ts';
import { build, canRun } from './support/firmwareBuild.ts';
import { fuzzInput, seeds } from './support/mutations.ts';
import { askAll, Simavr } from './support/simavr.ts';

const hasLibraries = existsSync('/usr/include/simavr/sim_avr.h') && spawnSync('/usr/bin/python3', ['-c', 'import serial']).status === 0;
const canCompare = hasLibraries && canRun('the image against the native build', ['gcc', 'make'], 'gcc make');
if (!canCompare)
  console.warn(
    '\n*** simavr or python3-serial is NOT installed: the image was NOT compared with the native build (apt-get install libsimavr-dev libelf-dev python3-serial) ***\n',
  );

const SEED = 11;
const COUNT = 500;

/** What the two may answer differently: clocks, starts, converters; what would leave the line of question and answer; ends of lines. */
const differs = /TIME|BOOT|MEAS|WIP|INIT|SUBS|BAUD|GUAR|TIM|RST|SER|CONT|JITT|[\n]/i;

/** Lines, each as long as the board takes with the query behind it, without a block, whose faults reach to the end of the line. */
function worthAsking(line: Buffer): boolean {
  return line.length < 150 && !differs.test(line.toString('latin1')) && !line.includes(0x23) && !line.includes(0x7e);
}

describe.skipIf(!canCompare)('16 bits and 32 bits', () => {
  const built = canCompare ? build('simavr', 'host') : null;
  afterAll(() => built?.remove());

  it.each(['transistors2024', 'digipots2022'] as const)(
    'parse and answer alike (%s)',
    async (profile) => {
      const random = randomStream(SEED, profile);
      const lines = [...seeds, ...Array.from({ length: COUNT }, () => fuzzInput(random))].filter(worthAsking);
      const queries = ['*RST;*CLS', ...lines].map((line) => Buffer.concat([Buffer.from(line), Buffer.from(';SYST:ERR?;*CLS')]));
      const board = await Simavr.start(built!.path('twinbench-simavr'), profile, built!.folder);
      const core = new CoreProcess(built!.path(`twinbench-${profile}-host`));
      try {
        const answers = await askAll(board.terminal, queries);
        for (const [index, query] of queries.entries()) {
          expect(answers[index], `seed ${SEED}: ${JSON.stringify(query.toString('latin1'))}`).toBe(await core.ask(query));
        }
      } finally {
        await core.close();
        await board.stop();
      }
      expect(lines.length).toBeGreaterThan(150);
    },
    120_000,
  );
});
