import { parseConfigs } from '../../../shared/configText.ts';
import { misbehaviours } from '../misbehaviours/index.ts';
import type { MisbehaviourConfig } from './emulate.ts';

/** Reads misbehaviours as they are typed: `drop:probability=0.01,unplug:after=5:duration=2:power=lost`. @throws ProblemError E-USAGE */
export function parseMisbehaviours(text: string): MisbehaviourConfig[] {
  return parseConfigs(text, misbehaviours, 'misbehaviour', '--misbehave') as MisbehaviourConfig[];
}
