import { crc16 } from './wire.ts';

/**
 * Which lines may change a board at all: the commands of PROTOCOL.md that set something, written a second time as patterns. Ranges and states
 * are left to the firmware's own answer: what queues an error must change nothing either.
 */

const space = String.raw`[ \t]*`;
const comma = `${space},${space}`;
const integer = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const number = `${integer}(?: *[mMuU]?[vVsS])?`;
const item = `${space}${integer}${space}(?::${space}${integer}${space})?`;
const list = String.raw`\(@${item}(?:,${item})*\)`;
const flag = '(?:ON|OFF|[+-]?[01][0-9.eE+-]*)';

/** Short or long form of each keyword: "SOURce:VOLTage" is SOUR, SOURCE, and so on. */
function header(text: string): string {
  return text
    .replace(/([A-Z]+)([a-z]+)/g, (_, short: string, rest: string) => `${short}(?:${rest.toUpperCase()})?`)
    .replace('*', String.raw`\*`);
}

function command(name: string, ...parameters: string[]): RegExp {
  const tail = parameters.length === 0 ? '' : String.raw`[ \t]+${parameters.join(comma)}`;
  return new RegExp(String.raw`(?:^|[;\n])${space}:?${header(name)}${tail}${space}\r?(?:$|[;\n])`, 'i');
}

const word = '[A-Za-z]+';
const words = `${word}(?:${comma}${word})*`;

const changers: readonly RegExp[] = [
  command('*RST'),
  command('*OPC'),
  command('SYSTem:SERial', integer),
  command('SYSTem:COMMunicate:BAUD', integer),
  command('SYSTem:COMMunicate:GUARd', flag),
  command('SYSTem:COMMunicate:TIMeout', number),
  command('SOURce:VOLTage', `${number}(?:${comma}${number})*`, list),
  command('SOURce:NUDGe', number),
  command('LEARn(?::STATe)?', flag),
  command('PULSe', number),
  command('PULSe'),
  command('EXPeriment:CLEar'),
  command('EXPeriment:TABLe', integer, integer, flag, list),
  command('EXPeriment:OUTPut', integer, integer, integer, `${integer}(?:${comma}${integer})?`),
  command('EXPeriment:CLAMp', word),
  command('EXPeriment:REACh', number),
  command('EXPeriment:LOSS', word),
  command('EXPeriment:NUDGe', number),
  command('EXPeriment:TIME', number),
  command('EXPeriment:SETTle', number),
  command('EXPeriment:STEPs', integer),
  command('EXPeriment:ORDer', `${word}(?:${comma}${integer})*`),
  command('EXPeriment:DWELl', integer),
  command('EXPeriment:MEASure:SCHedule', word, integer),
  command('EXPeriment:MEASure:WHAT', words),
  command('EXPeriment:MEASure:ROWS', word),
  command('EXPeriment:MEASure:REPeats', integer),
  command('EXPeriment:MEASure(?::NOW)?'),
  command('EXPeriment:BREak', integer),
  command('EXPeriment:HOLD'),
  command('EXPeriment:CONTinue'),
  command('INITiate', integer),
  command('ABORt'),
  command('STReam:SUBScribe', words),
  command('STReam:HEARtbeat', number),
];

const dataHeader = new RegExp(String.raw`(?:^|[;\n])${space}:?${header('EXPeriment:DATA')}[ \t]+${integer}${comma}#([1-9])`, 'gi');

/** An upload with an intact block somewhere in the text. */
function hasUpload(text: string): boolean {
  for (const match of text.matchAll(dataHeader)) {
    const digits = Number(match[1]);
    const start = match.index + match[0].length;
    const length = Number(text.slice(start, start + digits));
    const content = Buffer.from(text.slice(start + digits, start + digits + length), 'latin1');
    if (content.length === length && length > 2 && crc16(content) === 0) return true;
  }
  return false;
}

/** Lines without the guards that match. */
function withoutGuards(text: string): string {
  return text.replace(/~[0-9A-Fa-f]{4}(?=\r?\n|$)/g, '');
}

export function mayChangeState(input: Buffer): boolean {
  const text = withoutGuards(input.toString('latin1'));
  return hasUpload(text) || changers.some((pattern) => pattern.test(text));
}
