import { ProblemError } from '../../../shared/problem.ts';
import { configSchema } from '../../../shared/spec.ts';
import type { MisbehaviourConfig } from './emulate.ts';
import { misbehaviours } from '../misbehaviours/index.ts';

/**
 * Reads misbehaviours as they are typed: `drop:probability=0.01,unplug:after=5:duration=2:power=lost`. What is left out is at its default.
 *
 * @throws ProblemError E-USAGE naming what is wrong
 */
export function parseMisbehaviours(text: string): MisbehaviourConfig[] {
  return text.split(',').map((part) => {
    const [kind, ...pairs] = part.split(':');
    if (!Object.hasOwn(misbehaviours, kind)) throw wrong(part, `there is no misbehaviour "${kind}"`);
    const { spec } = misbehaviours[kind as keyof typeof misbehaviours];
    const values = pairs.map((pair) => {
      const [name, value = ''] = pair.split('=');
      const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
      return [name, isNumber ? Number(value) : value] as const;
    });
    const parsed = configSchema(spec).safeParse({ kind, ...Object.fromEntries(values) });
    if (parsed.success) return parsed.data as MisbehaviourConfig;
    const [issue] = parsed.error.issues;
    throw wrong(part, `${issue.path.join('.')} ${issue.message}`.trim());
  });
}

function wrong(part: string, why: string): ProblemError {
  const known = Object.values(misbehaviours).map(({ spec }) => [spec.kind, ...Object.keys(spec.parameters)].join(':'));
  return new ProblemError({
    code: 'E-USAGE',
    what: 'This misbehaviour can’t be understood',
    where: `--misbehave ${part}`,
    why,
    remedy: `Write kind:name=value:name=value. There are ${known.join(', ')}.`,
  });
}
