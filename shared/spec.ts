import { z } from 'zod';
import type { Reference } from './references.ts';
import type { Unit } from './units.ts';

/**
 * Plain data that describes one entry of a registry: an edge model, a rule, a task, a topology …
 * Forms, validation, command-line help and the manual are made from it, so nothing about a parameter is said twice.
 */
export interface Spec {
  /** Key in the registry, name of its file, value of `kind` in a document. */
  readonly kind: string;
  readonly title: string;
  readonly doc: string;
  /** What it computes, as text: "dG/dt = A_0·(ΔV_F² − ΔV_C²)". */
  readonly equation?: string;
  readonly reference?: Reference;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
}

export type ParameterSpec = NumberParameter | ChoiceParameter | IndicesParameter;

export interface NumberParameter {
  readonly type: 'number';
  readonly title: string;
  readonly doc: string;
  readonly unit: Unit;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly integer?: true;
  /** True where `minimum` itself is not allowed. */
  readonly exclusiveMinimum?: true;
}

export interface ChoiceParameter {
  readonly type: 'choice';
  readonly title: string;
  readonly doc: string;
  readonly choices: readonly string[];
  readonly default: string;
}

/** A list of whole numbers from 0, such as datapoints in the order in which they are shown. */
export interface IndicesParameter {
  readonly type: 'indices';
  readonly title: string;
  readonly doc: string;
  readonly default: readonly number[];
}

type ValueOf<P extends ParameterSpec> = P extends ChoiceParameter
  ? P['choices'][number]
  : P extends IndicesParameter
    ? readonly number[]
    : number;

/** The configuration object that a spec describes: its `kind` and one value per parameter. */
export type ConfigOf<S extends Spec> = { kind: S['kind'] } & { -readonly [K in keyof S['parameters']]: ValueOf<S['parameters'][K]> };

/** The zod schema of a spec's configuration: strict keys, ranges checked, defaults filled in. */
export function configSchema<const S extends Spec>(spec: S): z.ZodType<ConfigOf<S>, unknown> {
  const shape: Record<string, z.ZodType> = { kind: z.literal(spec.kind) };
  for (const [name, parameter] of Object.entries(spec.parameters)) shape[name] = parameterSchema(parameter);
  return z.strictObject(shape).describe(spec.doc) as unknown as z.ZodType<ConfigOf<S>, unknown>;
}

/** Every parameter at its default. */
export function defaultsOf<const S extends Spec>(spec: S): ConfigOf<S> {
  const values = Object.entries(spec.parameters).map(([name, parameter]) => [name, parameter.default]);
  return { kind: spec.kind, ...Object.fromEntries(values) } as ConfigOf<S>;
}

function parameterSchema(parameter: ParameterSpec): z.ZodType {
  const described = `${parameter.title}. ${parameter.doc}`;
  if (parameter.type === 'choice') {
    return z
      .enum(parameter.choices as [string, ...string[]])
      .default(parameter.default)
      .describe(described);
  }
  if (parameter.type === 'indices')
    return z
      .array(z.int().gte(0))
      .min(1)
      .default([...parameter.default])
      .describe(described);
  let schema = parameter.integer ? z.int() : z.number();
  schema = parameter.exclusiveMinimum ? schema.gt(parameter.minimum) : schema.gte(parameter.minimum);
  const unit = parameter.unit === '' ? '' : ` Unit: ${parameter.unit}.`;
  return schema.lte(parameter.maximum).default(parameter.default).describe(`${described}${unit}`);
}
