import type { DamageKind } from '../../../shared/documents/network.ts';
import { cut } from './cut.ts';
import type { Damage } from './damage.ts';
import { short } from './short.ts';
import { stuck } from './stuck.ts';

/** Every kind of damage. */
export const damages: { readonly [K in DamageKind]: Damage<K> } = { cut, short, stuck };
