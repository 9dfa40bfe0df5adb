import { beforeEach, describe, expect, it } from 'vitest';
import { onCore } from './support/coreSuite.ts';
import { block, measurementOf, stateOf, type Frame, type Heard, type MeasurementFrame } from './support/wire.ts';

const [FREE, CLAMPED, STATES, OUTPUTS] = [0, 1, 2, 3];

/** Rows that were applied, as seen through a node that follows the first channel of the table. */
function rowsOf(frames: readonly Frame[]): MeasurementFrame[] {
  return frames.filter(({ kind }) => kind === 3).map(measurementOf);
}

onCore('experiments of the 2024 profile', 'transistors2024', (core) => {
  beforeEach(() => {
    core.pulseError(0);
    for (let address = 0; address < 32; address++) {
      core.follow(address, 255);
      core.convert('N', address, 0);
      core.convert('G', address, address);
    }
  });

  const expectGood = async (...parts: (string | Buffer)[]): Promise<void> => {
    expect(await core.ask(...parts, ';SYST:ERR?')).toBe('0,"No error"');
  };

  /** Four training rows and one test row on channels 0 and 4 (label); a single-ended output at node 5. */
  const set = async (...more: string[]): Promise<void> => {
    await expectGood('EXP:TABL 4,1,OFF,(@0,4);EXP:DATA 0,', block([10, 50, 20, 60, 30, 70, 40, 80, 90, 0]));
    await expectGood('EXP:OUTP 0,5,-1,4;EXP:NUDG 0.5;EXP:TIME 100US;EXP:STEP 8;EXP:MEAS:WHAT NONE');
    for (const line of more) await expectGood(line);
  };

  const finish = async (): Promise<Heard> => core.poll(20_000);

  describe('needs', () => {
    it.each([
      ['no table', 'EXP:CLE'],
      ['no nudge', 'EXP:CLE;EXP:TABL 1,0,OFF,(@0);EXP:DATA 0,%;EXP:TIME 1MS;EXP:STEP 1;EXP:MEAS:WHAT NONE'],
      ['no pulse length', 'EXP:CLE;EXP:TABL 1,0,OFF,(@0);EXP:DATA 0,%;EXP:NUDG 1;EXP:STEP 1;EXP:MEAS:WHAT NONE'],
      ['no steps', 'EXP:CLE;EXP:TABL 1,0,OFF,(@0);EXP:DATA 0,%;EXP:NUDG 1;EXP:TIME 1MS;EXP:MEAS:WHAT NONE'],
      ['rows missing', 'EXP:CLE;EXP:TABL 2,0,OFF,(@0);EXP:DATA 0,%;EXP:NUDG 1;EXP:TIME 1MS;EXP:STEP 1;EXP:MEAS:WHAT NONE'],
      ['no outputs to measure', 'EXP:CLE;EXP:TABL 1,0,OFF,(@0);EXP:DATA 0,%;EXP:NUDG 1;EXP:TIME 1MS;EXP:STEP 1'],
    ])('refuses %s', async (_, line) => {
      const [before, after] = line.split('%');
      const heard = after === undefined ? await core.ask(line, ';SYST:ERR?') : await core.ask(before, block([1]), after, ';SYST:ERR?');
      expect(heard).toBe('0,"No error"');
      expect(await core.ask('INIT 1;SYST:ERR?;EXP:STAT?')).toBe('102,"Experiment incomplete";IDLE,0,0,0,0');
    });

    it('a table that fits', async () => {
      expect(await core.ask('EXP:TABL 255,0,OFF,(@0:4);SYST:ERR?')).toBe('-223,"Too much data"');
      expect(await core.ask('EXP:TABL 200,56,OFF,(@0);SYST:ERR?')).toBe('-222,"Data out of range"');
      expect(await core.ask('EXP:TABL 255,0,ON,(@0,1);SYST:ERR?')).toBe('0,"No error"');
      expect(await core.ask('EXP:TABL 1,0,OFF,(@0,0);SYST:ERR?')).toBe('-224,"Illegal parameter value"');
    });

    it('an idle bench', async () => {
      for (const line of ['SOUR:VOLT 0.1,(@0)', 'PULS 1MS', 'LEAR ON', 'EXP:TIME 1MS', 'EXP:CLE', 'EXP:NUDG 1', 'EXP:TABL 1,0,OFF,(@0)']) {
        core.reset();
        await set('EXP:STEP 100000');
        await core.ask('INIT 1');
        expect(await core.ask(`${line};SYST:ERR?`), line).toBe('-221,"Settings conflict"');
      }
      expect(await core.ask('INIT 2;SYST:ERR?')).toBe('-213,"Init ignored"');
    });
  });

  describe('training', () => {
    it('does every step, one pulse of t_h each, and stops', async () => {
      await set('STR:SUBS STAT');
      const first = await core.say('INIT 7;EXP:STAT?');
      expect(first.lines[0]).toMatch(/^RUN,7,0,0,/);
      const { frames } = await finish();
      const states = [...first.frames, ...frames].map(stateOf);
      expect(states.map(({ state }) => state)).toEqual([1, 3]);
      expect(states[1]).toEqual({ run: 7, state: 3, step: 8, learningTime: 800, cause: 0 });
      expect(await core.ask('EXP:STAT?;PULS:JITT?')).toBe('DONE,7,8,800,2;8,0,0,100000,0');
      // The last row's voltages stand, learning is frozen.
      expect(await core.ask('SOUR:VOLT? (@0,4);LEAR?')).toBe('0.071023,0.142045;0');
    });

    it('takes pulse lengths from rows, those of 0 from the common one', async () => {
      await expectGood(
        'EXP:TABL 2,0,ON,(@0);EXP:DATA 0,',
        block([1, 0x2c, 0x01, 2, 0, 0]),
        ';EXP:NUDG 1;EXP:TIME 1MS;EXP:STEP 4;EXP:MEAS:WHAT NONE',
      );
      await core.ask('INIT 1');
      await finish();
      expect(await core.ask('EXP:STAT?')).toMatch(/^DONE,1,4,2600,/);
      expect(await core.ask('EXP:DATA 0,', block([1, 19, 0]), ';SYST:ERR?')).toBe('-222,"Data out of range"');
    });

    it('sets the potentiometer from eta', async () => {
      await set('EXP:NUDG 0.25');
      await core.ask('INIT 1');
      await finish();
      expect(await core.ask('SOUR:NUDG?;EXP:NUDG 1;EXP:NUDG?')).toBe('0.250000;0.992188');
    });

    it('holds where the freeze line does not follow', async () => {
      await set('STR:SUBS STAT');
      core.pulseError(32767);
      const first = await core.say('INIT 7');
      const states = [...first.frames, ...(await finish()).frames].map(stateOf);
      expect(states.at(-1)).toMatchObject({ state: 2, step: 1, cause: 103 });
      expect(await core.ask('SYST:ERR?;PULS:JITT?')).toBe('103,"Pulse not sensed";0,0,0,0,1');
      core.pulseError(0);
      await core.ask('EXP:CONT');
      await finish();
      expect(await core.ask('EXP:STAT?')).toMatch(/^DONE,7,8,/);
    });

    it('reports what was measured of its pulses', async () => {
      core.pulseError(1);
      await core.ask('PULS 1MS');
      core.pulseError(-2);
      expect(await core.ask('PULS 1MS;PULS:JITT?;PULS:JITT:CLE;PULS:JITT?')).toBe('2,-1000,500,999000,0;0,0,0,0,0');
    });
  });

  describe('order', () => {
    /** The rows of the first `steps` steps, seen in the voltage of node 0, which follows channel 0: rows hold 10, 20, 30, 40 there. */
    async function rowsShown(steps: number, ...settings: string[]): Promise<number[]> {
      core.follow(0, 0);
      await set(`EXP:STEP ${steps}`, 'STR:SUBS MEAS', 'EXP:MEAS:SCH LIN,1;EXP:MEAS:WHAT FREE;EXP:MEAS:ROWS PRES', ...settings);
      const first = await core.say('INIT 1');
      const frames = rowsOf([...first.frames, ...(await finish()).frames]);
      expect(frames.map(({ step }) => step)).toEqual(Array.from({ length: steps + 1 }, (_, step) => step));
      expect(frames.slice(1).map(({ row }) => row)).toEqual(frames.slice(1).map(({ sums }) => sums[0] / 10 - 1));
      return frames.slice(1).map(({ row }) => row);
    }

    it('goes round', async () => {
      expect(await rowsShown(6)).toEqual([0, 1, 2, 3, 0, 1]);
    });

    it('dwells', async () => {
      expect(await rowsShown(7, 'EXP:DWEL 3')).toEqual([0, 0, 0, 1, 1, 1, 2]);
    });

    it('alternates between groups, each going on where it stopped', async () => {
      expect(await rowsShown(10, 'EXP:ORD ALT,1,2')).toEqual([0, 0, 1, 2, 0, 0, 3, 1, 0, 0]);
      core.reset();
      expect(await rowsShown(8, 'EXP:ORD ALT,2,1', 'EXP:DWEL 2')).toEqual([0, 0, 2, 2, 1, 1, 3, 3]);
    });

    it('draws as the protocol says', async () => {
      let x = 12345;
      const expected = Array.from({ length: 12 }, () => {
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        return ((x >>> 16) * 4) >>> 16;
      });
      expect(await rowsShown(12, 'EXP:ORD RAND,12345')).toEqual(expected);
      expect(new Set(expected).size).toBe(4);
    });

    it('refuses a split that leaves a group empty', async () => {
      await set('EXP:ORD ALT,4,1');
      expect(await core.ask('INIT 1;SYST:ERR?')).toBe('-221,"Settings conflict"');
    });
  });

  describe('measurements', () => {
    async function stepsMeasured(...settings: string[]): Promise<number[]> {
      await set('STR:SUBS MEAS', 'EXP:MEAS:WHAT STAT', ...settings);
      const first = await core.say('INIT 1');
      return rowsOf([...first.frames, ...(await finish()).frames]).map(({ step }) => step);
    }

    it.each([
      ['LIN,0', 50, [0, 50]],
      ['LIN,20', 50, [0, 20, 40, 50]],
      ['LIN,25', 50, [0, 25, 50]],
      ['LIN,1000', 50, [0, 50]],
      ['LOG,0', 20, [0, 1, 2, 4, 8, 16, 20]],
      ['LOG,1', 20, [0, 1, 2, 3, 4, 6, 9, 13, 19, 20]],
    ])('are made at the steps of %s', async (schedule, steps, expected) => {
      expect(await stepsMeasured(`EXP:MEAS:SCH ${schedule}`, `EXP:STEP ${steps}`)).toEqual(expected);
    });

    it('apply the rows asked for, read what was asked for, add up repeats, and put everything back', async () => {
      for (let address = 0; address < 16; address++) core.follow(address, 0);
      core.follow(16, 4);
      await set('STR:SUBS MEAS', 'EXP:MEAS:WHAT OUTP,FREE,CLAM,STAT;EXP:MEAS:ROWS ALL;EXP:MEAS:REP 3', 'SOUR:VOLT 0.1,(@0,4)');
      const before = await core.ask('SOUR:VOLT? (@0:7)');
      const first = await core.say('EXP:MEAS;SYST:ERR?');
      expect(first.lines).toEqual(['0,"No error"']);
      const frames = rowsOf([...first.frames, ...(await finish()).frames]);
      expect(frames.map(({ row, what }) => [row, what])).toEqual([
        ...[0, 1, 2, 3, 4].flatMap((row) => [OUTPUTS, FREE, CLAMPED].map((what) => [row, what])),
        [255, STATES],
      ]);
      expect(frames.at(-1)!.sums).toEqual(Array.from({ length: 32 }, (_, edge) => 3 * edge));
      expect(frames.find(({ row, what }) => row === 3 && what === OUTPUTS)!.sums).toEqual([3 * 40]);
      expect(frames.find(({ row, what }) => row === 4 && what === FREE)!.sums).toEqual(Array.from({ length: 16 }, () => 3 * 90));
      expect(frames.find(({ row, what }) => row === 1 && what === CLAMPED)!.sums[0]).toBe(3 * 60);
      expect(await core.ask('SOUR:VOLT? (@0:7)')).toBe(before);
    });

    it('number frames without a gap', async () => {
      await set('STR:SUBS MEAS,STAT', 'EXP:MEAS:WHAT OUTP,STAT;EXP:MEAS:SCH LIN,1');
      const first = await core.say('INIT 1');
      const { frames } = await finish();
      const numbers = [...first.frames, ...frames].map(({ sequence }) => sequence);
      expect(numbers).toEqual(numbers.map((_, index) => index));
      expect(numbers.length).toBeGreaterThan(9 * 5);
    });

    it('are refused where nobody listens', async () => {
      await set();
      expect(await core.ask('EXP:MEAS:WHAT FREE;EXP:MEAS;SYST:ERR?')).toBe('-221,"Settings conflict"');
    });
  });

  describe('hinge', () => {
    /** Pulses at nudge 0 count as untaught: the potentiometer after one step on a row with this label and output. */
    async function nudgeAfter(label: number, output: number): Promise<string> {
      core.convert('N', 5, output);
      await expectGood('EXP:TABL 1,0,OFF,(@0,4);EXP:DATA 0,', block([0, label]), ';EXP:OUTP 0,5,-1,4;EXP:NUDG 0.5;EXP:TIME 1MS;EXP:STEP 1');
      await expectGood('EXP:CLAM HING;EXP:MEAS:WHAT NONE');
      await core.ask('INIT 1');
      await finish();
      expect(await core.ask('EXP:STAT?')).toMatch(/^DONE,1,1,1000,/);
      return core.ask('SOUR:NUDG?');
    }

    it('does not nudge an output beyond its label', async () => {
      expect(await nudgeAfter(100, 101)).toBe('0.000000');
    });

    it.each([
      [100, 99],
      [100, 100],
      [0, 10],
    ])('nudges at label %d and output %d', async (label, output) => {
      expect(await nudgeAfter(label, output)).toBe('0.500000');
    });

    it('takes the sign of a differential label', async () => {
      const differential = async (a: number, b: number, plus: number, minus: number): Promise<string> => {
        core.convert('N', 5, plus);
        core.convert('N', 6, minus);
        await expectGood(
          'ABOR;EXP:TABL 1,0,OFF,(@4,5);EXP:DATA 0,',
          block([a, b]),
          ';EXP:OUTP 0,5,6,4,5;EXP:NUDG 0.5;EXP:TIME 1MS;EXP:STEP 1',
        );
        await expectGood('EXP:CLAM HING;EXP:MEAS:WHAT NONE');
        await core.ask('INIT 1');
        await finish();
        return core.ask('SOUR:NUDG?');
      };
      expect(await differential(20, 0, 130, 100)).toBe('0.000000');
      expect(await differential(0, 20, 130, 100)).toBe('0.500000');
      expect(await differential(0, 20, 100, 130)).toBe('0.000000');
      expect(await differential(0, 40, 100, 130)).toBe('0.500000');
    });
  });

  describe('overclamping', () => {
    it('pulls to a far label for a time proportional to the error', async () => {
      // Two rows with errors 30 and 10 codes: before its first visit a row counts 255.
      core.convert('N', 5, 100);
      core.follow(16, 4);
      await expectGood(
        'EXP:TABL 2,0,OFF,(@0,4);EXP:DATA 0,',
        block([0, 130, 0, 90]),
        ';EXP:OUTP 0,5,-1,4;EXP:NUDG 0.25;EXP:TIME 100US;EXP:STEP 1',
      );
      await expectGood('EXP:CLAM OVER;EXP:LOSS SQU;EXP:REAC 0.178;EXP:MEAS:WHAT NONE;STR:SUBS STAT');
      await core.ask('EXP:BRE 1;EXP:STEP 100');
      await core.ask('INIT 1');
      await finish();
      // Step 1: |delta| = 30, mean (30 + 255)/2: 100 us * 30 / 142.5 = 21.05 us, in ticks of half a microsecond 42.
      expect(await core.ask('EXP:STAT?')).toMatch(/^HELD,1,1,21,/);
      // L' = O + L0 = 100 + 100 codes.
      expect(await core.ask('SOUR:VOLT? (@4)')).toBe(((200 * 5) / 11 / 256).toFixed(6));
      await core.ask('EXP:BRE 2;EXP:CONT');
      await finish();
      // Step 2: |delta| = 10, mean 20: 50 us, downwards.
      expect(await core.ask('EXP:STAT?')).toMatch(/^HELD,1,2,71,/);
      expect(await core.ask('SOUR:VOLT? (@4)')).toBe('0.000000');
      await core.ask('EXP:BRE 3;EXP:CONT');
      await finish();
      // Step 3: |delta| = 30, mean 20: 150 us.
      expect(await core.ask('EXP:STAT?')).toMatch(/^HELD,1,3,221,/);
    });

    it('skips what is right, and needs rows that set the labels', async () => {
      core.convert('N', 5, 131);
      await expectGood(
        'EXP:TABL 1,0,OFF,(@0,4);EXP:DATA 0,',
        block([0, 130]),
        ';EXP:OUTP 0,5,-1,4;EXP:NUDG 0.25;EXP:TIME 100US;EXP:STEP 5',
      );
      await expectGood('EXP:CLAM OVER;EXP:REAC 0.435;EXP:MEAS:WHAT NONE');
      await core.ask('INIT 1');
      await finish();
      expect(await core.ask('EXP:STAT?;PULS:JITT?')).toMatch(/^DONE,1,5,0,0;0,/);
      await expectGood('EXP:TABL 1,0,OFF,(@0);EXP:DATA 0,', block([0]));
      expect(await core.ask('INIT 2;SYST:ERR?')).toBe('-221,"Settings conflict"');
    });

    it('cuts far differential labels to what the converters give', async () => {
      core.convert('N', 5, 20);
      core.convert('N', 6, 200);
      await expectGood(
        'EXP:TABL 1,0,OFF,(@4,5);EXP:DATA 0,',
        block([0, 250]),
        ';EXP:OUTP 0,5,6,4,5;EXP:NUDG 0.25;EXP:TIME 100US;EXP:STEP 1',
      );
      await expectGood('EXP:CLAM OVER;EXP:REAC 0.435;EXP:MEAS:WHAT NONE');
      await core.ask('INIT 1');
      await finish();
      // O = -180, L = -250: L' = -180 - 245, cut to -255.
      expect(await core.ask('SOUR:VOLT? (@4,5)')).toBe(`0.000000,${((255 * 5) / 11 / 256).toFixed(6)}`);
    });
  });

  describe('holding, resuming, ending', () => {
    it('holds at a break and goes on', async () => {
      await set('EXP:STEP 100');
      await core.ask('EXP:BRE 5;INIT 3');
      await finish();
      expect(await core.ask('EXP:STAT?;INIT 3;SYST:ERR?')).toMatch(/^HELD,3,5,500,\d+;-213,"Init ignored"$/);
      expect(await core.ask('EXP:DATA 0,', block([1, 2]), ';EXP:TIME 50US;SYST:ERR?')).toBe('0,"No error"');
      expect(await core.ask('EXP:TABL 1,0,OFF,(@0);SYST:ERR?')).toBe('-221,"Settings conflict"');
      await core.ask('EXP:CONT');
      await finish();
      expect(await core.ask('EXP:STAT?')).toMatch(/^DONE,3,100,5250,/);
    });

    it('aborts with outputs at 0 V', async () => {
      await set('EXP:STEP 100000');
      await core.ask('INIT 3');
      await core.poll(10);
      expect(await core.ask('ABOR;EXP:STAT?;SOUR:VOLT? (@0,4);LEAR?')).toMatch(/^ABORTED,3,\d+,\d+,0;0.000000,0.000000;0$/);
      expect(await core.ask('EXP:CONT;SYST:ERR?')).toBe('-221,"Settings conflict"');
    });

    it('tells of its end by *OPC', async () => {
      await set();
      await core.ask('*CLS;INIT 3;*OPC');
      expect(await core.ask('*ESR?')).toBe('0');
      await finish();
      expect(await core.ask('*ESR?')).toBe('1');
    });

    it('holds and goes to 0 V when the host is lost, and resumes', async () => {
      await set('EXP:STEP 1000000;SYST:COMM:TIM 5');
      await core.ask('INIT 9');
      const during = await core.poll(100);
      expect(during.lines).toEqual([]);
      await core.passTime(6);
      await core.poll(10);
      const held = await core.ask('EXP:STAT?');
      expect(held).toMatch(/^HELD,9,/);
      expect(await core.ask('SYST:ERR?;SOUR:VOLT 0.1,(@0);SYST:ERR?')).toBe('-365,"Time out error";-221,"Settings conflict"');
      expect((await core.state()).slice(0, 18)).toMatch(/00$/);
      const step = Number(held.split(',')[2]);
      await core.ask('EXP:CONT');
      await core.poll(10);
      expect(Number((await core.ask('EXP:STAT?')).split(',')[2])).toBeGreaterThan(step);
    });

    it('sets outputs to 0 V when the host is lost without a run, once', async () => {
      await core.ask('SYST:COMM:TIM 5;SOUR:VOLT 0.2,(@0:7);LEAR ON;STR:SUBS HEAR');
      await core.passTime(6);
      expect(await core.ask('SOUR:VOLT? (@0,7);LEAR?;STR:SUBS?;SYST:ERR:COUN?')).toBe('0.000000,0.000000;0;NONE;1');
      await core.passTime(1);
      await core.ask('SOUR:VOLT 0.2,(@0)');
      expect(await core.ask('SOUR:VOLT? (@0);SYST:ERR:COUN?')).toBe('0.200639;1');
    });

    it('beats while somebody listens', async () => {
      await core.ask('STR:SUBS HEAR;STR:HEAR 2');
      const beats: Frame[] = [];
      for (let second = 0; second < 20; second++) beats.push(...(await core.passTime(0.5)).frames);
      expect(beats.map(({ kind }) => kind)).toEqual([1, 1, 1, 1, 1]);
    });

    it('resets to the safe state', async () => {
      await set('EXP:STEP 1000000');
      await core.ask('INIT 9');
      await core.poll(10);
      expect(await core.ask('*RST;EXP:STAT?;SOUR:VOLT? (@0:7);SOUR:NUDG?;EXP:TABL?;SYST:ERR?')).toMatch(
        /^ABORTED,9,\d+,\d+,0;(0.000000,){7}0.000000;0.000000;0,0,0,\(@\);0,"No error"$/,
      );
    });
  });
});
