import type { EdgeModelKind } from '../../../shared/documents/network.ts';
import { digipot } from './digipot.ts';
import type { EdgeModel } from './edgeModel.ts';
import { resistor } from './resistor.ts';
import { transistor } from './transistor.ts';

/** Every kind of edge. To add one: its file, its line here, its shape in the network document, its test. */
export const edgeModels: { readonly [K in EdgeModelKind]: EdgeModel<K> } = { resistor, digipot, transistor };
