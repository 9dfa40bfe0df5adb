import { Argument, Command as Parser, CommanderError, Option } from 'commander';
import packageInfo from '../../package.json' with { type: 'json' };
import { formatProblem, problemOf } from '../../shared/problem.ts';
import type { Command, CommandSpec, ExitCode, Invocation } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { commandHelp, overviewHelp } from './help.ts';
import type { Io } from './io.ts';
import { suggestion } from './nearest.ts';
import { argumentForm, optionForm, parseOption, problemOfParser, usageProblem, type OptionValue } from './usage.ts';

/**
 * Runs one command line.
 *
 * @param parameters  what follows `twinbench`
 * @returns the exit code; whatever goes wrong is told on standard error in one block
 */
export async function run(parameters: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(parameters[0] === 'help' ? [...parameters.slice(1, 2), '--help'] : parameters, io);
  } catch (error) {
    io.error(`${formatProblem(problemOf(error))}\n`);
    return 2;
  }
}

async function dispatch(parameters: readonly string[], io: Io): Promise<ExitCode> {
  const name = parameters[0] ?? '';
  const names = Object.keys(commands);
  if (parameters.length === 0) {
    throw usageProblem(
      'No command was given',
      'twinbench',
      'there is nothing to do',
      `The commands are ${names.join(', ')}. See \`twinbench --help\`.`,
    );
  }
  if (!name.startsWith('-') && !Object.hasOwn(commands, name)) {
    throw usageProblem(
      `There is no command "${name}"`,
      'twinbench',
      `the commands are ${names.join(', ')}`,
      `${suggestion(name, names)} See \`twinbench --help\`.`,
    );
  }
  const outcome: { code: ExitCode } = { code: 0 };
  const parser = createParser(io, outcome);
  try {
    await parser.parseAsync([...parameters], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const isCommand = Object.hasOwn(commands, name);
    throw problemOfParser(error, isCommand ? name : '', isCommand ? Object.keys(commands[name].spec.options) : ['version']);
  }
  return outcome.code;
}

/** The parser of all commands, made from their specs. The code that a command answers is left in `outcome`. */
function createParser(io: Io, outcome: { code: ExitCode }): Parser {
  const root = new Parser('twinbench')
    .exitOverride()
    .helpCommand(false)
    .configureOutput({ writeOut: io.out, writeErr: () => undefined })
    .version(packageInfo.version, '--version')
    .configureHelp({
      formatHelp: (parser) =>
        Object.hasOwn(commands, parser.name()) ? commandHelp(commands[parser.name()].spec, io.columns) : overviewHelp(io.columns),
    });
  for (const command of Object.values(commands)) addCommand(root, command, io, outcome);
  return root;
}

function addCommand(root: Parser, command: Command, io: Io, outcome: { code: ExitCode }): void {
  const { spec } = command;
  const parser = root.command(spec.kind).description(spec.doc);
  for (const argument of spec.arguments) {
    const form = argumentForm(argument);
    const declared = new Argument(argument.isOptional === true ? form : `<${form}>`, argument.doc);
    parser.addArgument(argument.choices === undefined ? declared : declared.choices(argument.choices));
  }
  for (const [name, option] of Object.entries(spec.options)) {
    const declared = new Option(optionForm(name, option).replace(/ (.+)$/, ' <$1>'), option.doc);
    parser.addOption(option.type === 'flag' ? declared : declared.argParser((text: string) => parseOption(name, option, text)));
  }
  parser.action(async () => {
    outcome.code = await command.run(invocationOf(spec, parser), io);
  });
}

function invocationOf(spec: CommandSpec, parser: Parser): Invocation {
  const options = parser.opts<Record<string, OptionValue>>();
  return {
    arguments: parser.args,
    options: Object.fromEntries(
      Object.keys(spec.options).flatMap((name) => {
        const key = name.replace(/-./g, ([, letter]) => letter.toUpperCase());
        return key in options ? [[name, options[key]]] : [];
      }),
    ),
  };
}
