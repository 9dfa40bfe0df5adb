import { commands } from './commands/index.ts';
import type { CommandSpec } from './commands/command.ts';
import { describeRegistry } from './describeSpec.ts';
import { registries } from '../host/registries.ts';
import { wrapText } from './textTable.ts';
import { argumentForm, optionForm } from './usage.ts';

const exitCodes = 'Exit codes: 0 done; 1 a goal, a claim or a tolerance was not met, or the run was interrupted; 2 bad usage or input.';
const streams =
  'Results go to standard output; with --json that is one JSON value and nothing else. Progress and problems go to standard error. All quantities are in SI units.';

/** `twinbench --help`: every command with its options, and everything that a document can name, from the registries. */
export function overviewHelp(columns: number): string {
  const width = widthOf(columns);
  const blocks = Object.values(commands).map(({ spec }) =>
    [usageLine(spec, width), wrapText(spec.doc, width, '  '), optionTable(spec, width)].filter((part) => part !== '').join('\n'),
  );
  const parts = [
    'twinbench: a bench for self-learning resistor networks, on the command line',
    'Usage: twinbench COMMAND [...]\n       twinbench [COMMAND] --help | --version',
    ...blocks,
    `${wrapText(streams, width)}\n${wrapText(exitCodes, width)}`,
    'What documents can name (`twinbench describe NAME` tells all about one):',
    ...registries.map((registry) => describeRegistry(registry, width)),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `twinbench COMMAND --help`. */
export function commandHelp(spec: CommandSpec, columns: number): string {
  const width = widthOf(columns);
  const parts = [
    `Usage: ${usageLine(spec, width - 'Usage: '.length)}`,
    wrapText(spec.doc, width),
    spec.arguments.map((argument) => wrapText(`${argument.name}: ${argument.doc}`, width, '  ')).join('\n'),
    optionTable(spec, width),
    ['Examples:', ...spec.examples.map((example) => `  ${example}`)].join('\n'),
    wrapText(exitCodes, width),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Broken between options, never within one. */
function usageLine(spec: CommandSpec, width: number): string {
  const options = Object.entries(spec.options).map(([name, option]) => `[${optionForm(name, option)}]`.replace(' ', '\u00a0'));
  const line = ['twinbench', spec.kind, ...spec.arguments.map(argumentForm), ...options].join(' ');
  const [first, ...others] = wrapText(line, width - 4).split('\n');
  return [first, ...others.map((part) => `    ${part}`)].join('\n').replaceAll('\u00a0', ' ');
}

function optionTable({ options }: CommandSpec, width: number): string {
  const forms = Object.entries(options).map(([name, option]) => [optionForm(name, option), option.doc] as const);
  if (forms.length === 0) return '';
  const longest = Math.max(...forms.map(([form]) => form.length));
  const indent = ' '.repeat(longest + 6);
  const rows = forms.map(([form, doc]) => [form, wrapText(doc, width, indent).trimStart()]);
  return rows.map(([form, doc]) => `    ${form.padEnd(longest)}  ${doc}`).join('\n');
}

/** Lines longer than a hundred characters are hard to read, shorter than sixty impossible to lay out. */
function widthOf(columns: number): number {
  return Math.min(Math.max(columns, 60), 110);
}
