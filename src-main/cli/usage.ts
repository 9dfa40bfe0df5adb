import type { CommanderError } from 'commander';
import { ProblemError } from '../../shared/problem.ts';
import type { ArgumentSpec, OptionSpec } from './commands/command.ts';
import { suggestion } from './nearest.ts';

/** A mistake on the command line. */
export function usageProblem(what: string, where: string, why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-USAGE', what, where, why, remedy });
}

/** How an argument stands in a usage line: `FILE`, `[NAME]`, `FILE...`. */
export function argumentForm({ name, isOptional, isRepeated }: ArgumentSpec): string {
  const form = isRepeated === true ? `${name}...` : name;
  return isOptional === true ? `[${form}]` : form;
}

/** How an option stands in the help: `--seed N`. */
export function optionForm(name: string, option: OptionSpec): string {
  return option.type === 'flag' ? `--${name}` : `--${name} ${option.value}`;
}

/**
 * Reads the value of an option.
 *
 * @throws ProblemError E-USAGE with what is allowed
 */
export function parseOption(name: string, option: OptionSpec, text: string): OptionValue {
  const place = `--${name} ${text}`;
  switch (option.type) {
    case 'flag':
      return true;
    case 'text':
      if (option.choices === undefined || option.choices.includes(text)) return text;
      throw usageProblem(
        `The value of --${name} can't be used`,
        place,
        `"${text}" is not among the choices`,
        suggestion(text, option.choices),
      );
    case 'integer':
      return parseNumber(text, option, place, `Give a whole number from ${option.minimum} to ${option.maximum}.`);
    case 'integers':
      return text.split(',').map((part) => parseNumber(part, option, place, 'Give whole numbers separated by commas, without spaces.'));
    case 'number':
      return parseNumber(text, option, place, `Give a number from ${option.minimum} to ${option.maximum}.`);
  }
}

/** What an option may turn out to be. */
export type OptionValue = true | number | string | readonly number[];

function parseNumber(part: string, option: OptionSpec & { minimum: number; maximum: number }, place: string, remedy: string): number {
  const isWhole = option.type !== 'number';
  const form = isWhole ? /^[+-]?\d+(e\+?\d+)?$/i : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const value = form.test(part.trim()) ? Number(part) : Number.NaN;
  const isNumber = isWhole ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isNumber && value >= option.minimum && value <= option.maximum) return value;
  const why = Number.isNaN(value)
    ? `"${part}" is not a ${isWhole ? 'whole ' : ''}number`
    : `${part.trim()} is not between ${option.minimum} and ${option.maximum}`;
  throw usageProblem(`The value of ${place.split(' ')[0]} can't be used`, place, why, remedy);
}

/**
 * What the parser complains about, as a problem. Its own messages name the culprit in quotes.
 *
 * @param command  name of the command that was being read, '' before any
 * @param options  names of its options
 */
export function problemOfParser(error: CommanderError, command: string, options: readonly string[]): ProblemError {
  const message = error.message.replace(/^error: (command-argument value )?/, '').split('\n')[0];
  const culprit = /'([^']*)'/.exec(message)?.[1] ?? '';
  const where = `twinbench ${command}`.trim();
  const help = `See \`${where} --help\`.`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const known = [...options.map((name) => `--${name}`), '--help'];
      return usageProblem(`There is no option ${culprit}`, where, `"${where}" does not take it`, `${suggestion(culprit, known)} ${help}`);
    }
    case 'commander.missingArgument':
      return usageProblem('Something is missing on the command line', where, `no ${culprit} was given`, help);
    case 'commander.optionMissingArgument':
      return usageProblem('An option lacks its value', where, `nothing follows ${culprit}`, help);
    case 'commander.excessArguments':
      return usageProblem('There is too much on the command line', where, message, help);
    case 'commander.invalidArgument':
      return usageProblem('An argument is not among the choices', where, message, help);
    default:
      return usageProblem('The command line can’t be read', where, message, help);
  }
}
