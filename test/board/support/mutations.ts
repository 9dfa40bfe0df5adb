import type { Random } from '../../../src-main/math/random.ts';
import { block, guarded } from './wire.ts';

/** Valid lines of every command, as seeds for mutation. */
export const seeds: readonly Buffer[] = [
  ...`*IDN?
*RST
*CLS
*ESR?
*ESE 32;*ESE?
*SRE 255
*OPC
*OPC?
*WAI
SYST:ERR?
SYSTem:ERRor:COUNt?
SYST:CAP?
SYST:CAP:EDG?
SYST:TIME?
SYST:BOOT?
SYST:TAG? 4294967295
SYST:HEAR
SYST:SER 4711
SYST:SER?
SYST:COMM:BAUD 500000
SYST:COMM:GUAR ON
SYST:COMM:TIM 5.5
SOUR:VOLT 0.1,0.2,435mV,(@0,1:2)
SOUR:VOLT 62.5E-3,(@7:0)
SOUR:VOLT? (@0:7)
SOUR:NUDG 0.25
SOUR:NUDG?
LEAR ON;LEAR?
PULS 100US
PULS:JITT?
PULS:JITT:CLE
MEAS:VOLT:FREE? (@0:15)
MEAS:VOLT:CLAM? (@15:0),16
MEAS:VOLT:GATE? (@0:31)
EXP:CLE
EXP:TABL 4,2,OFF,(@0,1,4,5)
EXP:TABL 4,0,ON,(@0:5);EXP:TABL?
EXP:OUTP 0,4,12,4,5
EXP:OUTP 1,3,-1,6;EXP:OUTP?
EXP:CLAM OVER
EXP:CLAM HINGE;EXP:CLAM?
EXP:REAC 0.435
EXP:LOSS SQU
EXP:NUDG 0.5
EXP:TIME 100E-6
EXP:SETT 20US
EXP:STEP 2000
EXP:ORD RAND,7
EXP:ORD ALT,2,100
EXP:ORD CYCL;EXP:ORD?
EXP:DWEL 3
EXP:MEAS:SCH LOG,4
EXP:MEAS:SCH LIN,100
EXP:MEAS:WHAT OUTP,FREE,CLAM,STAT
EXP:MEAS:ROWS ALL
EXP:MEAS:REP 16
EXP:MEAS
EXP:BRE 100
EXP:HOLD
EXP:CONT
EXP:STAT?
EXP:DATA:CRC?
INIT 4711
ABOR
STR:SUBS MEAS,STAT,HEAR
STR:HEAR 0.5
STR:SUBS NONE;STR:SUBS?`
    .split('\n')
    .map((line) => Buffer.from(line)),
  Buffer.concat([Buffer.from('EXP:DATA 0,'), block([0, 0, 20, 0, 0, 231, 0, 20])]),
  Buffer.concat([Buffer.from('EXP:DATA 2,'), block([10, 59, 35, 126]), Buffer.from(';SYST:ERR?')]),
  Buffer.from(guarded('SOUR:VOLT 0.3,(@0)')),
];

const alphabet = [...Buffer.from(';:,#~(@)?*. \t\r\n0123456789ABEMOSVabcdefgh+-"')];

const pick = <T>(items: readonly T[], random: Random): T => items[Math.min(Math.floor(random.uniform() * items.length), items.length - 1)];

function randomBytes(random: Random): Buffer {
  const length = Math.floor(random.uniform() ** 3 * 400);
  const isText = random.uniform() < 0.5;
  return Buffer.from(Array.from({ length }, () => (isText ? pick(alphabet, random) : Math.floor(random.uniform() * 256))));
}

function spliced(bytes: Buffer, random: Random, kind: number): Buffer {
  const at = Math.floor(random.uniform() * (bytes.length + 1));
  const before = bytes.subarray(0, at);
  const after = bytes.subarray(at);
  switch (kind) {
    case 0:
      return Buffer.concat([before, after.subarray(1)]);
    case 1:
      return Buffer.concat([before, Buffer.from([pick(alphabet, random)]), after]);
    case 2:
      return Buffer.concat([before, Buffer.from([Math.floor(random.uniform() * 256)]), after.subarray(1)]);
    case 3:
      return before;
    case 4:
      return Buffer.concat([
        before,
        Buffer.from(`${Math.floor((random.uniform() - 0.2) * 10 ** Math.floor(random.uniform() * 14))}`),
        after,
      ]);
    case 5:
      return Buffer.concat([before, pick(seeds, random)]);
    case 6:
      return Buffer.concat([bytes, Buffer.from(random.uniform() < 0.5 ? ';' : '\n'), pick(seeds, random)]);
    default:
      return Buffer.concat([before, after.subarray(0, 4), after]);
  }
}

/** A random byte string, a valid line, or one with up to four mutations. */
export function fuzzInput(random: Random): Buffer {
  if (random.uniform() < 0.15) return randomBytes(random);
  let bytes = pick(seeds, random);
  for (let count = Math.floor(random.uniform() * 5); count > 0; count--) bytes = spliced(bytes, random, Math.floor(random.uniform() * 8));
  return bytes;
}
