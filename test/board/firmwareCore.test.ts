import { describe, expect, it } from 'vitest';
import { onCore } from './support/coreSuite.ts';
import { block, crc16, guarded } from './support/wire.ts';

onCore('the core of the firmware', 'transistors2024', (core) => {
  const error = (): Promise<string> => core.ask('SYST:ERR?');

  describe('headers', () => {
    it.each(['SYST:ERR?', 'syst:err?', 'SYSTem:ERRor?', 'SYSTEM:ERROR:NEXT?', ':SYST:ERR?', '  SYST:ERR?  ', 'SYST:ERR?\r'])(
      '%j is the error query',
      async (line) => {
        expect(await core.ask(line)).toBe('0,"No error"');
      },
    );

    it.each(['SYSTE:ERR?', 'SYST:ERRO?', 'SYS:ERR?', 'ERR?', 'SYST:ERR', 'SYST::ERR?', '*IDN', 'IDN?', 'SYST:ERR?X', '?', '*', '::', 'é'])(
      '%j is unknown',
      async (line) => {
        expect(await core.ask(line)).toBe('');
        expect(await error()).toBe('-113,"Undefined header"');
        expect(await error()).toBe('0,"No error"');
      },
    );

    it('answers the commands of a line in one line, and goes on after one that fails', async () => {
      expect(await core.ask('*ESE 4;*ESE?;FOO?;SYST:TAG? 17;SYST:ERR?')).toBe('4;17;-113,"Undefined header"');
    });

    it('takes empty lines and empty commands for nothing', async () => {
      expect(await core.ask(';; ;')).toBe('');
      expect(await core.ask('')).toBe('');
      expect(await error()).toBe('0,"No error"');
    });
  });

  describe('numbers', () => {
    it.each([
      ['0.2', '0.200639'],
      ['.2', '0.200639'],
      ['200mV', '0.200639'],
      ['200 MV', '0.200639'],
      ['200000uV', '0.200639'],
      ['2e-1', '0.200639'],
      ['+20E-2 V', '0.200639'],
      ['0', '0.000000'],
      ['-0', '0.000000'],
      ['0.454545', '0.452770'],
      ['0.0008', '0.000000'],
      ['0.0009', '0.001776'],
    ])('%s V sets %s V: the nearest of 256 steps of 5 V/11/256', async (text, voltage) => {
      expect(await core.ask(`SOUR:VOLT ${text},(@0);SOUR:VOLT? (@0)`)).toBe(voltage);
    });

    it.each([
      ['SOUR:VOLT 0.454546,(@0)', -222],
      ['SOUR:VOLT -1e-6,(@0)', -222],
      ['SOUR:VOLT 1e9,(@0)', -222],
      ['SOUR:VOLT 99999999999999999999,(@0)', -222],
      ['SOUR:VOLT 1e99999,(@0)', -222],
      ['SOUR:VOLT 0.1Q,(@0)', -131],
      ['SOUR:VOLT 0.1m,(@0)', -131],
      ['SOUR:VOLT 1e,(@0)', -102],
      ['SOUR:VOLT abc,(@0)', -104],
      ['SOUR:VOLT .,(@0)', -104],
      ['SOUR:VOLT 0.1', -109],
      ['SOUR:VOLT', -109],
      ['SOUR:VOLT 0.1,0.2,(@0)', -108],
      ['SOUR:VOLT 0.1,0.2,(@0:2)', -109],
      ['SOUR:VOLT 0.1,(@0),1', -108],
      ['SOUR:VOLT 0.1,(@0) x', -102],
      ['SOUR:VOLT 0.1 0.2,(@0)', -102],
      ['SOUR:VOLT 0.1,(@8)', -222],
      ['SOUR:VOLT 0.1,(@0', -102],
      ['SOUR:VOLT 0.1,(0)', -102],
      ['SOUR:VOLT 0.1,(@)', -102],
      ['SOUR:VOLT 0.1,(@0;1)', -102],
      ['SOUR:VOLT 0.1,(@-1)', -222],
      ['SOUR:VOLT 0.1,(@0:8)', -222],
      ['SOUR:VOLT 0.1,@0', -104],
      ['SOUR:VOLT (@0)', -104],
      ['EXP:STEP 1.5', -104],
      ['EXP:STEP 0', -222],
      ['EXP:STEP 4294967296', -222],
      ['PULS 19us', -222],
      ['PULS 1.000001', -222],
      ['LEAR MAYBE', -224],
      ['LEAR 2', -222],
      ['*IDN? 1', -102],
      ['SYST:COMM:BAUD 9600', -224],
      ['SYST:COMM:TIM 0.1', -222],
    ])('%s changes nothing and is answered by %d', async (line, code) => {
      const before = await core.state();
      expect(await core.ask(line)).toBe('');
      expect((await error()).split(',')[0]).toBe(`${code}`);
      expect(await core.state()).toBe(before);
    });

    it('takes whole numbers up to 32 bits exactly, in every writing', async () => {
      expect(await core.ask('SYST:TAG? 4294967295;SYST:TAG? 4.294967295e9;SYST:TAG? 1E3;SYST:TAG? 10e-1')).toBe(
        '4294967295;4294967295;1000;1',
      );
      expect(await core.ask('SYST:TAG? 1.00000000000000001')).toBe('');
      expect(await error()).toBe('-104,"Data type error"');
    });
  });

  describe('channel lists', () => {
    it('count up, down and one by one', async () => {
      await core.ask('SOUR:VOLT 0,0.1,0.2,0.3,(@0:3)');
      expect(await core.ask('SOUR:VOLT? (@3:0)')).toBe('0.300071,0.200639,0.099432,0.000000');
      expect(await core.ask('SOUR:VOLT? (@ 1 : 2 , 0,3:3)')).toBe('0.099432,0.200639,0.000000,0.300071');
    });

    it('hold 32 channels and not one more', async () => {
      expect((await core.ask('MEAS:VOLT:GATE? (@0:31)')).split(',')).toHaveLength(32);
      expect(await core.ask('MEAS:VOLT:GATE? (@0:31,0)')).toBe('');
      expect(await error()).toBe('-223,"Too much data"');
    });

    it('read every node at its own address', async () => {
      for (let node = 0; node < 16; node++) {
        core.convert('N', node, node);
        core.convert('N', 16 + node, 100 + node);
      }
      // Code times 5 V / 11 / 256, to the microvolt.
      const expected = (first: number): string => Array.from({ length: 16 }, (_, n) => (((first + n) * 5) / 11 / 256).toFixed(6)).join(',');
      expect(await core.ask('MEAS:VOLT:FREE? (@0:15)')).toBe(expected(0));
      expect(await core.ask('MEAS:VOLT:CLAM? (@0:15),256')).toBe(expected(100));
    });
  });

  describe('blocks', () => {
    const shape = 'EXP:TABL 3,0,OFF,(@0,1)';
    const rows = [1, 2, 3, 4, 5, 6];

    it('fill rows, whatever their bytes are', async () => {
      const nasty = [0x0a, 0x3b, 0x23, 0x7e, 0x22, 0x0d];
      expect(await core.ask(shape, ';EXP:DATA 0,', block(nasty), ';SYST:ERR?;EXP:DATA:CRC?')).toBe(
        `0,"No error";${crc16(Uint8Array.from(nasty))}`,
      );
    });

    it.each([
      ['a wrong checksum', [...block(rows).subarray(0, -1), 0], 101],
      ['a wrong byte', [...block(rows)].map((byte, index) => (index === 5 ? byte ^ 1 : byte)), 101],
      ['half a row', [...block([1, 2, 3])], -161],
      ['nothing', [...block([])], -161],
      ['too many rows', [...block([...rows, 7, 8])], -222],
      ['no length', [...Buffer.from('#0')], -161],
      ['a length that is no number', [...Buffer.from('#2x8abcdefgh')], -161],
      ['a length beyond the line', [...Buffer.from('#15ab')], -161],
      ['no block', [...Buffer.from('12')], -104],
    ])('with %s change nothing', async (_, bytes, code) => {
      await core.ask(shape);
      const before = await core.state();
      await core.bytes(Buffer.concat([Buffer.from('EXP:DATA 0,'), Buffer.from(bytes), Buffer.from('\n')]));
      // A block whose length runs past the line's end is given up after a pause.
      await core.passTime(0.6);
      await core.bytes(Buffer.from('\n'));
      expect((await error()).split(',')[0]).toBe(`${code}`);
      expect(await core.state()).toBe(before);
    });

    it('are written in order, and may be written again', async () => {
      await core.ask(shape);
      expect(await core.ask('EXP:DATA 1,', block([1, 2]), ';SYST:ERR?')).toBe('-222,"Data out of range"');
      expect(await core.ask('EXP:DATA 0,', block([1, 2]), ';EXP:DATA 1,', block([3, 4]), ';SYST:ERR?')).toBe('0,"No error"');
      expect(await core.ask('EXP:DATA 0,', block([9, 9]), ';EXP:DATA:CRC?')).toBe(`${crc16(Uint8Array.from([9, 9, 3, 4]))}`);
    });
  });

  describe('errors', () => {
    it('queue in order, eight of them, the last one telling of the overflow', async () => {
      for (let index = 0; index < 6; index++) await core.ask('FOO');
      await core.ask('SOUR:VOLT 1,(@0)');
      await core.ask('EXP:STEP 1.5');
      expect(await core.ask('SYST:ERR:COUN?;*STB?')).toBe('8;4');
      await core.ask('FOO');
      const codes = [];
      for (let index = 0; index < 9; index++) codes.push(Number((await error()).split(',')[0]));
      expect(codes).toEqual([-113, -113, -113, -113, -113, -113, -222, -350, 0]);
    });

    it('set the bits of the event register by their class', async () => {
      expect(await core.ask('*ESR?')).toBe('128');
      await core.ask('FOO');
      expect(await core.ask('*ESE 32;*SRE 32;*STB?;*ESR?;*ESR?;*STB?')).toBe('100;32;0;4');
      await core.ask('EXP:STEP 0');
      expect(await core.ask('*ESR?')).toBe('16');
      core.pulseError(32767);
      expect(await core.ask('PULS 1ms;*ESR?;*CLS;SYST:ERR:COUN?')).toBe('8;0');
      core.pulseError(0);
    });
  });

  describe('the line', () => {
    it('may be 176 bytes long and no longer', async () => {
      const long = (length: number): string => 'SYST:TAG? 1'.padEnd(length);
      expect(await core.ask(long(176))).toBe('1');
      expect(await core.ask(long(177))).toBe('');
      expect(await error()).toBe('-363,"Input buffer overrun"');
    });

    it('that lost a byte is dropped up to its end', async () => {
      await core.bytes(Buffer.from('SOUR:VOLT 0.2,'));
      core.fault(1);
      await core.bytes(Buffer.from(''));
      const before = await core.state();
      await core.bytes(Buffer.from('(@0)\nSYST:TAG? 3\n'));
      expect(await core.state()).toBe(before);
      expect(await error()).toBe('-363,"Input buffer overrun"');
    });

    it('that lost its end is dropped, the next one is whole', async () => {
      await core.bytes(Buffer.from('SOUR:VOLT 0.2'));
      core.fault(2);
      await core.bytes(Buffer.from(''));
      expect(await core.ask('SYST:TAG? 3;SYST:ERR?')).toBe('3;-363,"Input buffer overrun"');
    });

    it('with a framing error is dropped', async () => {
      await core.bytes(Buffer.from('SOUR:VOLT 0.2,(@0)'));
      core.fault(3);
      await core.bytes(Buffer.from(''));
      await core.bytes(Buffer.from('\n'));
      expect(await core.ask('SYST:ERR?;SOUR:VOLT? (@0)')).toBe('-360,"Communication error";0.000000');
    });

    it('comes in pieces as well', async () => {
      for (const piece of ['SYST', ':TAG', '? 4', '2']) await core.bytes(Buffer.from(piece));
      expect((await core.bytes(Buffer.from('\n'))).toString()).toBe('42\n');
    });
  });

  describe('guards', () => {
    it('that match are taken off, others are refused, in either mode', async () => {
      expect(await core.ask('*IDN?~EAEF')).toBe('Twinbench,transistors2024,0,1.0.0');
      expect(await core.ask('*IDN?~EAEE')).toBe('');
      expect(await error()).toBe('101,"Checksum mismatch"');
    });

    it('once required guard answers and refuse what comes without', async () => {
      await core.ask('SYST:COMM:GUAR ON');
      expect(await core.ask(guarded('SYST:TAG? 5'))).toBe(guarded('5'));
      const before = await core.state();
      expect(await core.ask('SOUR:VOLT 0.1,(@0)')).toBe('');
      expect(await core.state()).toBe(before);
      expect(await core.ask(guarded('SYST:ERR?'))).toBe(guarded('101,"Checksum mismatch"'));
      expect(await core.ask('SYST:COMM:GUAR OFF')).toBe('');
      expect(await core.ask('SYST:TAG? 6')).toBe('6');
    });

    it('are not looked for inside a block', async () => {
      // Bytes that end in '~' and four digits, checksum included, would look like a guard: search for two that do.
      const content = [0x7e, 0x30, 0x30];
      for (let high = 0; ; high++) {
        content[3] = high & 0xff;
        content[4] = high >> 8;
        const text = block(content).subarray(-2).toString('latin1');
        if (/^[0-9A-F]{2}$/.test(text)) break;
      }
      await core.ask('EXP:TABL 1,0,OFF,(@0:4)');
      expect(await core.ask('EXP:DATA 0,', block(content))).toBe('');
      expect(await error()).toBe('0,"No error"');
    });
  });

  describe('what the board says of itself', () => {
    it('names every edge of the periodic square', async () => {
      const edges = (await core.ask('SYST:CAP:EDG?')).split(',');
      expect(edges).toHaveLength(32);
      const degree = new Map<string, number>();
      edges.flatMap((edge) => edge.split('-')).forEach((node) => degree.set(node, (degree.get(node) ?? 0) + 1));
      expect([...degree.values()]).toEqual(Array.from({ length: 16 }, () => 4));
    });

    it('keeps its serial number, and takes one only once', async () => {
      expect(await core.ask('SYST:SER?;SYST:SER 4711;SYST:SER?;SYST:ERR?')).toBe('0;4711;0,"No error"');
      expect(await core.ask('SYST:SER 4712;SYST:ERR?;*IDN?')).toBe('-221,"Settings conflict";Twinbench,transistors2024,4711,1.0.0');
    });

    it('counts microseconds', async () => {
      const before = Number(await core.ask('SYST:TIME?'));
      await core.passTime(3000);
      await core.passTime(3000);
      const passed = Number(await core.ask('SYST:TIME?')) - before;
      // Each turn of the loop takes the native build's clock one microsecond.
      expect(passed).toBeGreaterThanOrEqual(6e9);
      expect(passed).toBeLessThan(6e9 + 100);
    });
  });
});
