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
export function parseOption(name: string, option: OptionSpec, text: string): number | readonly number[] | true {
  if (option.type === 'flag') return true;
  const place = `--${name} ${text}`;
  const number = (part: string): number => {
    const value = /^[+-]?\d+(e\+?\d+)?$/i.test(part.trim()) ? Number(part) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= option.minimum && value <= option.maximum) return value;
    const why = Number.isNaN(value)
      ? `"${part}" is not a whole number`
      : `${part.trim()} is not between ${option.minimum} and ${option.maximum}`;
    const remedy =
      option.type === 'integer'
        ? `Give a whole number from ${option.minimum} to ${option.maximum}.`
        : 'Give whole numbers separated by commas, without spaces.';
    throw usageProblem(`The value of --${name} can't be used`, place, why, remedy);
  };
  return option.type === 'integer' ? number(text) : text.split(',').map(number);
}

/**
 * What the parser complains about, as a problem. Its own messages name the culprit in quotes.
 *
 * @param command  name of the command that was being read, '' before any
 * @param options  names of its options
 */
export function problemOfParser(error: CommanderError, command: string, options: readonly string[]): ProblemError {
  const message = error.message.replace(/^error: /, '').split('\n')[0];
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
