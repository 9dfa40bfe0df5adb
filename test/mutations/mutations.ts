import type { ExperimentDocument } from '../../src-main/learning/experiment/document.ts';
import { clampings } from '../../src-main/learning/clamping/index.ts';
import type { Clamping } from '../../src-main/learning/clamping/clamping.ts';
import { edgeModels } from '../../src-main/physics/edges/index.ts';
import type { EdgeBank } from '../../src-main/physics/edges/edgeModel.ts';
import { imperfections } from '../../src-main/physics/imperfections/index.ts';
import { documentChange } from './documentChange.ts';
import { random, reversed, withRule } from '../reproduction/support.ts';

/** A mistake that a program like this could have. */
export interface Mutation {
  readonly title: string;
  /** Runs something with the mistake in place. */
  run<T>(action: () => T): T;
}

export const mutations: Readonly<Record<string, Mutation>> = {
  reversedRule: { title: 'the rule takes the free network for the clamped one', run: (action) => withRule(reversed, action) },
  swappedNudge: { title: 'outputs are nudged away from their labels', run: withSwappedNudge },
  missingInput: { title: 'the first input (or supply) is not connected', run: withMissingInput },
  meanVoltageDropped: { title: 'K = S·(G − V_th), without the mean voltage', run: (action) => withChannel(linearChannel, action) },
  meanVoltageDoubled: { title: 'K = S·(G − V_th − 2 V̄)', run: (action) => withChannel(doubledMean, action) },
  randomUpdates: { title: 'every update is forwards or backwards by chance', run: (action) => withRule(random, action) },
  biasDropped: { title: 'no lift of the comparators, no bias of the gates', run: withoutBias },
};

/** Replaces a method for as long as `action` runs. */
function patched<O extends object, K extends keyof O, T>(object: O, key: K, replacement: O[K], action: () => T): T {
  const original = object[key];
  object[key] = replacement;
  try {
    return action();
  } finally {
    object[key] = original;
  }
}

function withSwappedNudge<T>(action: () => T): T {
  const swap = ([protocol, ...others]: Clamping[], inner: () => T): T => {
    if (protocol === undefined) return inner();
    const create = protocol.create.bind(protocol);
    const swapped: Clamping['create'] = (config, setup) => {
      const clamp = create(config, setup);
      const apply = clamp.apply.bind(clamp);
      return {
        memory: clamp.memory,
        apply: (free, labels, datapoint, clamped, pulse) => {
          pulse.nudge = -pulse.nudge;
          apply(free, labels, datapoint, clamped, pulse);
          pulse.nudge = -pulse.nudge;
        },
      };
    };
    return patched(protocol, 'create', swapped, () => swap(others, inner));
  };
  return swap(Object.values(clampings), action);
}

function withMissingInput<T>(action: () => T): T {
  return patched(documentChange, 'current', withoutFirst, action);
}

/** The node of the first input, or of the first supply where there are no inputs, becomes a hidden one. */
function withoutFirst(document: ExperimentDocument): ExperimentDocument {
  const { roles, dataset } = document;
  if (roles.inputs.length === 0) return { ...document, roles: { ...roles, supplies: roles.supplies.slice(1) } };
  const rest = (rows: number[][]): number[][] => rows.map((row) => row.slice(1));
  const test =
    dataset.kind === 'table' && dataset.test !== undefined ? { test: { ...dataset.test, inputs: rest(dataset.test.inputs) } } : {};
  return {
    ...document,
    roles: { ...roles, inputs: roles.inputs.slice(1) },
    dataset: { ...dataset, inputs: rest(dataset.inputs), ...test },
  };
}

/** What a wrong channel law makes of the elements that the right one wrote. */
type WrongChannel = (bank: EdgeBank, edge: number) => void;

const linearChannel: WrongChannel = ({ elements, scales, states, offsets }, edge) => {
  elements.conductances[edge] = scales[edge] * Math.max(states[edge] - offsets[edge], 0);
  elements.transconductances[edge] = 0;
};

/** S·(g − 2V̄) = 2S·(g/2 − V̄). */
const doubledMean: WrongChannel = ({ elements, scales, states, offsets }, edge) => {
  elements.transconductances[edge] = 2 * scales[edge];
  elements.overdrives[edge] = (states[edge] - offsets[edge]) / 2;
};

function withChannel<T>(wrong: WrongChannel, action: () => T): T {
  const { transistor } = edgeModels;
  const refresh = transistor.refresh.bind(transistor);
  const mistaken = (bank: EdgeBank): void => {
    refresh(bank);
    for (let edge = 0; edge < bank.states.length; edge++) if (bank.followsState[edge] === 1) wrong(bank, edge);
  };
  return patched(transistor, 'refresh', mistaken, action);
}

function withoutBias<T>(action: () => T): T {
  const { bias, comparators } = imperfections;
  const apply = comparators.apply.bind(comparators);
  const unlifted: typeof comparators.apply = (config, defects, stream) => apply({ ...config, lift: 0 }, defects, stream);
  return patched(
    bias,
    'apply',
    () => undefined,
    () => patched(comparators, 'apply', unlifted, action),
  );
}
