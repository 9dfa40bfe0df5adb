import type { Spec } from '../../../shared/spec.ts';
import type { Io } from '../io.ts';

/** 0 done, 1 a goal, a claim or a tolerance was not met or the run was interrupted, 2 bad usage or input. */
export type ExitCode = 0 | 1 | 2;

/** What follows the name of a command. */
export interface ArgumentSpec {
  /** As it stands in the help: "FILE", "NAME". */
  readonly name: string;
  readonly doc: string;
  readonly isOptional?: true;
  /** Takes all that follows, at least one. Only the last argument may. */
  readonly isRepeated?: true;
  readonly choices?: readonly string[];
}

export type OptionSpec = FlagOption | IntegerOption | IntegersOption | NumberOption | TextOption;

interface FlagOption {
  readonly type: 'flag';
  readonly doc: string;
}

interface IntegerOption {
  readonly type: 'integer';
  /** As it stands in the help: "N". */
  readonly value: string;
  readonly doc: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Whole numbers separated by commas. */
interface IntegersOption {
  readonly type: 'integers';
  readonly value: string;
  readonly doc: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Any number, in the unit that the doc tells. */
interface NumberOption {
  readonly type: 'number';
  readonly value: string;
  readonly doc: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Taken as it is written: a path, a name, or one of the choices. */
interface TextOption {
  readonly type: 'text';
  /** As it stands in the help: "PATH". */
  readonly value: string;
  readonly doc: string;
  readonly choices?: readonly string[];
}

/** Plain data from which a command's parser and its help are made. Commands have arguments and options instead of parameters. */
export interface CommandSpec extends Spec {
  readonly arguments: readonly ArgumentSpec[];
  /** By name, without the dashes. */
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Command lines that work, for the help. */
  readonly examples: readonly string[];
}

type ValueOf<O extends OptionSpec> = O extends FlagOption
  ? true
  : O extends TextOption
    ? string
    : O extends IntegersOption
      ? readonly number[]
      : number;

/** What was written on the command line, checked against the spec. */
export interface Invocation<S extends CommandSpec = CommandSpec> {
  /** In order; a repeated argument gives several, an optional one may be missing. */
  readonly arguments: readonly string[];
  readonly options: { readonly [K in keyof S['options']]?: ValueOf<S['options'][K]> };
}

/** One command of `twinbench`. */
export interface Command<S extends CommandSpec = CommandSpec> {
  readonly spec: S;
  /** @throws ProblemError, which is printed as one block and answered with exit code 2 */
  run(invocation: Invocation<S>, io: Io): ExitCode | Promise<ExitCode>;
}

/** Keeps the literal types of a command's spec, from which the types of its options are derived. */
export function defineCommand<const S extends CommandSpec>(command: Command<S>): Command<S> {
  return command;
}
