import { ProblemError } from './problem.ts';
import { configSchema, type ConfigOf, type Spec } from './spec.ts';

/**
 * Entries of a registry as they are typed on a command line: `drop:probability=0.01,unplug:after=5:power=lost`. What is left out is at its
 * default.
 *
 * @param what    one of them, in words: "misbehaviour"
 * @param option  where it was typed: "--misbehave"
 * @throws ProblemError E-USAGE naming what is wrong
 */
export function parseConfigs<R extends Readonly<Record<string, { readonly spec: Spec }>>>(
  text: string,
  registry: R,
  what: string,
  option: string,
): ConfigOf<R[keyof R]['spec']>[] {
  const wrong = (part: string, why: string): ProblemError => {
    const known = Object.values(registry).map(({ spec }) => [spec.kind, ...Object.keys(spec.parameters)].join(':'));
    return new ProblemError({
      code: 'E-USAGE',
      what: `This ${what} can’t be understood`,
      where: `${option} ${part}`,
      why,
      remedy: `Write kind:name=value:name=value. There are ${known.join(', ')}.`,
    });
  };
  return text.split(',').map((part) => {
    const [kind, ...pairs] = part.split(':');
    if (!Object.hasOwn(registry, kind)) throw wrong(part, `there is no ${what} "${kind}"`);
    const values = pairs.map((pair) => {
      const [name, value = ''] = pair.split('=');
      const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
      return [name, isNumber ? Number(value) : value] as const;
    });
    const parsed = configSchema(registry[kind].spec).safeParse({ kind, ...Object.fromEntries(values) });
    if (parsed.success) return parsed.data as ConfigOf<R[keyof R]['spec']>;
    const [issue] = parsed.error.issues;
    throw wrong(part, `${issue.path.join('.')} ${issue.message}`.trim());
  });
}
