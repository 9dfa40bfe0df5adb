import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byHand, conducted, harmless, isMeant, weigh } from '../../../../src-main/board/console/typedLine.ts';
import { always } from '../../../properties.ts';
import { openBoard, xorMeasured, type OpenBoard } from '../support.ts';

const shortOf = (pattern: string) => pattern.replaceAll(/\[.*?\]/g, '').replaceAll(/[a-z]/g, '');
const longOf = (pattern: string) => pattern.replaceAll(/[[\]]/g, '');
const refusal = (line: string) => {
  try {
    return weigh(line);
  } catch (thrown) {
    return (thrown as { problem: { why: string } }).problem.why;
  }
};

describe('a typed line', () => {
  test.each([
    ['SYST:HEAR', 'SYSTem:HEARtbeat', true],
    ['system:heartbeat', 'SYSTem:HEARtbeat', true],
    ['SYSTE:HEAR', 'SYSTem:HEARtbeat', false],
    ['LEAR', 'LEARn[:STATe]', true],
    ['learn:stat', 'LEARn[:STATe]', true],
    ['*rst', '*RST', true],
    ['xrst', '*RST', false],
  ])('%s is %s: %s', (header, pattern, is) => expect(isMeant(header, pattern)).toBe(is));

  test.each(['*IDN?', 'meas:volt:free? (@0:15),4', ':SYST:TIME?', 'SOUR:VOLT?(@0)', '*CLS;SYST:ERR?', 'PULS:JITT:CLE', 'MAKE:TEA?'])(
    '%s asks',
    (line) => expect(weigh(line)).toBe('asks'),
  );

  test.each(['SOUR:VOLT 0.2,(@0)', '*IDN?;puls 100us', ' :source:nudge 0.5'])('%s changes the board by hand', (line) =>
    expect(weigh(line)).toBe('changes'),
  );

  test.each([
    ['*RST', /behind the back of the driver/],
    ['LEAR ON', /behind the back/],
    ['EXP:HOLD', /behind the back/],
    ['init 4', /behind the back/],
    ['*IDN?;SYST:COMM:BAUD 115200', /behind the back/],
    ['STR:SUBS NONE', /behind the back/],
    ['SYST:SER 5', /behind the back/],
    ['MAKE:TEA', /does not know what it does/],
    ['  ', /it is empty/],
    ['*IDN?~EAEF', /the driver’s/],
    ['EXP:DATA? #10', /the driver’s/],
    ['*IDN?\nINIT 4', /not of the protocol/],
    ['ü?', /not of the protocol/],
    [`*IDN?${' '.repeat(140)}`, /145 characters/],
  ])('%j is refused', (line, why) => expect(refusal(line)).toMatch(why));

  test('that is made of anything never carries a command of the driver', () => {
    const piece = fc.oneof(
      fc.constantFrom(...Object.keys(conducted).flatMap((pattern) => [shortOf(pattern), longOf(pattern)])),
      fc.constantFrom(...harmless, ...byHand, ';', ':', ' ', '?', '1', '(@0)', '*IDN?', '\t'),
      fc.string({ maxLength: 4 }),
    );
    always(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const line = pieces.join('');
        const weight = refusal(line);
        if (weight !== 'asks' && weight !== 'changes') return;
        for (const command of line.split(';')) {
          const header = /^:?([^\s]*)/.exec(command.trim())![1];
          const first = header.split(/[:?]/)[0];
          const isOwn = Object.keys(conducted).some((pattern) => isMeant(first, pattern.split('[')[0]));
          expect(!isOwn || header.includes('?') || harmless.some((pattern) => isMeant(header, pattern))).toBe(true);
        }
      }),
    );
  });
});

describe('at the board', () => {
  let board: OpenBoard;
  beforeAll(async () => (board = await openBoard(xorMeasured(100), { condition: 'ideal' })));
  afterAll(() => board.machine.close());

  const undefinedHeader = { code: -113, text: 'Undefined header' };

  test('every command that is named has the name that the firmware knows, long and short', async () => {
    const named = [...harmless, ...byHand, '*RST', 'LEARn[:STATe]', 'INITiate', 'ABORt'];
    for (const header of named.flatMap((pattern) => [shortOf(pattern), longOf(pattern)])) {
      // A parameter that no command takes: it is known, and nothing is done.
      const { errors } = await board.connection.saySo(`${header} "`);
      expect(errors, header).not.toContainEqual(undefinedHeader);
    }
    expect((await board.connection.saySo('SYSTE:HEAR')).errors).toContainEqual(undefinedHeader);
  });

  test.each([
    '*RST',
    'INIT',
    'ABOR',
    'LEAR:STAT',
    'PULS',
    'EXP:HOLD',
    'EXP:CONT',
    'EXP:CLE',
    'EXP:MEAS',
    'EXP:DATA',
    'STR:SUBS',
    'SYST:HEAR',
  ])('%s with a question mark does nothing: what only asks is let through for that', async (header) => {
    const before = await board.connection.ask('EXP:STAT?;EXP:STEP?;LEAR?;STR:SUBS?;PULS:JITT?');
    expect(weigh(`${header}?`)).toBe('asks');
    await board.connection.saySo(`${header}?`);
    expect(await board.connection.ask('EXP:STAT?;EXP:STEP?;LEAR?;STR:SUBS?;PULS:JITT?')).toEqual(before);
  });

  test('a question in the midst of a run is answered, and the run goes on as if nothing had been asked', async () => {
    const { machine, connection, measurements, remarks } = board;
    const run = Promise.resolve(machine.advance(600));
    const replies: string[] = [];
    let isOver = false;
    void run.finally(() => (isOver = true));
    while (!isOver) replies.push(...(await connection.saySo('EXP:STAT?;MEAS:VOLT:FREE? (@0:3)')).answers);
    expect(await run).toBe(600);
    expect(replies.filter((reply) => reply.startsWith('RUN,')).length).toBeGreaterThan(1);
    expect(measurements.map(({ step }) => step)).toEqual(Array.from({ length: 6 }, (_, index) => 100 * (index + 1)));
    expect(remarks).toEqual([]);
  });

  test('what hands did is seen at once, and the run goes on from there', async () => {
    const { machine, connection } = board;
    const { freeVoltages: before } = await machine.read();
    const channel = 2;
    expect(await connection.saySo(`SOUR:VOLT? (@${channel})`)).toMatchObject({ errors: [] });
    expect(await connection.saySo(`SOUR:VOLT 0.2,(@${channel})`)).toEqual({ answers: [], errors: [] });
    expect(await machine.advance(100)).toBe(100);
    const { freeVoltages: after } = await machine.read();
    // A channel that no row of the table writes keeps what it was given: somewhere a node stands elsewhere by more than noise.
    const moved = Math.max(...after.map((voltage, node) => Math.abs(voltage - before[node])));
    expect(moved).toBeGreaterThan(0.05);
  });
});
