import { expect, it } from 'vitest';
import { onCore } from './support/coreSuite.ts';
import { block } from './support/wire.ts';

onCore('experiments of the 2022 profile', 'digipots2022', (core) => {
  const clampedCode = async (eta: string, output: number, label: number, clamping = 'STAN'): Promise<number> => {
    core.convert('N', 2, output);
    const line = [Buffer.from('ABOR;EXP:TABL 1,0,OFF,(@0,7);EXP:DATA 0,'), block([255, label])];
    expect(await core.ask(...line, `;EXP:OUTP 0,2,-1,7;EXP:NUDG ${eta};EXP:CLAM ${clamping};EXP:STEP 1;SYST:ERR?`)).toBe('0,"No error"');
    await core.ask('INIT 1');
    await core.poll(100);
    const [volts] = (await core.ask('SOUR:VOLT? (@7)')).split(',');
    return Math.round((Number(volts) * 256) / 5);
  };

  it('clamps by Eq. 1, O^C = eta L + (1 - eta) O', async () => {
    for (const eta of [0.1, 0.2, 0.5, 1]) {
      for (const [output, label] of [
        [100, 200],
        [200, 100],
        [0, 255],
        [255, 0],
        [128, 128],
        [10, 11],
        [11, 10],
      ] as const) {
        const exact = eta * label + (1 - eta) * output;
        // Rounded to a code; a move of exactly half a code goes on towards the label.
        expect(Math.abs((await clampedCode(`${eta}`, output, label)) - exact), `${eta} ${output} ${label}`).toBeLessThanOrEqual(0.5001);
      }
    }
    expect(await clampedCode('0.5', 10, 11)).toBe(11);
    expect(await clampedCode('0.5', 11, 10)).toBe(10);
  });

  it('leaves an output beyond its label where it is (hinge)', async () => {
    expect(await clampedCode('0.5', 220, 200, 'HING')).toBe(220);
    expect(await clampedCode('0.5', 180, 200, 'HING')).toBe(190);
  });

  it('gives one clock edge for each step', async () => {
    await clampedCode('0.5', 10, 20);
    await core.ask('PULS:JITT:CLE;EXP:STEP 40;INIT 2');
    await core.poll(1000);
    expect(await core.ask('EXP:STAT?;PULS:JITT?')).toMatch(/^DONE,2,40,0,\d+;40,/);
  });

  it('refuses what it does not have', async () => {
    for (const line of ['LEAR ON', 'SOUR:NUDG 1', 'MEAS:VOLT:GATE? (@0)', 'EXP:TIME 1MS']) {
      expect(await core.ask(`${line};SYST:ERR?`), line).toBe('-113,"Undefined header"');
    }
    expect(await core.ask('EXP:OUTP 0,2,3,7,8;SYST:ERR?')).toBe('-222,"Data out of range"');
    expect(await core.ask('EXP:TABL 1,0,ON,(@0);SYST:ERR?')).toBe('-224,"Illegal parameter value"');
    await clampedCode('0.5', 1, 2);
    expect(await core.ask('EXP:CLAM OVER;EXP:REAC 1;INIT 5;SYST:ERR?')).toBe('-221,"Settings conflict"');
  });

  it('reads wipers as positions, twelve outputs and nine nodes', async () => {
    for (const position of [1, 64, 127, 128]) {
      core.convert('G', 3, Math.min(255, 2 * position));
      expect(await core.ask('MEAS:WIP? (@3),7')).toBe(`${position}`);
    }
    expect(await core.ask('SOUR:VOLT 5,(@11);SOUR:VOLT? (@11);MEAS:VOLT:FREE? (@9);SYST:ERR?')).toBe('4.980469;-222,"Data out of range"');
    expect(await core.ask('SYST:CAP:EDG?')).toBe('0-1,1-2,3-4,4-5,6-7,7-8,0-3,1-4,2-5,3-6,4-7,5-8,0-2,6-8,1-7,2-8');
  });
});
