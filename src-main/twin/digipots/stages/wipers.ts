import { median } from '../../../math/statistics.ts';
import type { StageParameter } from '../../stages/stage.ts';
import { calibrationFit } from '../calibrationFit.ts';
import { digipotData } from '../data.ts';
import { mergedWirings, missingOf, partsOf } from '../draft.ts';
import { wiperWords } from '../identifiability.ts';
import { defineDigipotStage } from './stage.ts';

/** What a step of each wiper is worth. */
export const wipers = defineDigipotStage({
  spec: {
    kind: 'wipers',
    title: 'Resistance of a wiper step',
    doc:
      'The resistance of a step of every edge over the nominal one, in the free network and of the clamped network over it, from the voltages ' +
      'of all nodes: the positions are known exactly and the sources are imposed, so that Kirchhoff’s law tells the rest.',
    equation: 'R = tap · stepOhms · gain',
    parameters: {},
  },
  needs: 'Readings of both networks at some hundred clock edges, with wipers at several positions.',
  after: ['converters'],
  missing: missingOf,

  run({ runs, report }, draft) {
    const data = digipotData(runs);
    const { fit, known } = calibrationFit(data, { ...draft, wipers: null, comparators: null }, false, (message) =>
      report?.({ done: 0.5, message }),
    );
    const { wipers: found, wirings } = partsOf(fit, data);
    const { edgeIds } = data.network;
    const ratios = found.clamped.map((value, edge) => value / found.free[edge]);
    const parameters: StageParameter[] = [
      ...found.free.map((value, edge) => ({
        quantity: 'gain, free',
        of: edgeIds[edge],
        unit: '',
        value,
        deviation: found.deviations.free[edge] * value,
      })),
      ...ratios.map((value, edge) => ({
        quantity: 'clamped over free',
        of: edgeIds[edge],
        unit: '',
        value,
        deviation: found.deviations.ratio[edge] * value,
      })),
    ];
    const points = [
      ...found.free.map((value, x) => ({ x, y: 100 * (value - 1), series: 'free' })),
      ...ratios.map((value, x) => ({ x, y: 100 * (value - 1), series: 'clamped over free' })),
    ];
    const notes = [...wiperWords(fit, edgeIds), ...ambiguousWords(known, data.decisions.length)];
    return {
      draft: { ...draft, wipers: found, wirings: mergedWirings(draft.wirings, wirings), indistinguishable: notes },
      figure: { title: 'uncertainty of a step, median', value: median(found.deviations.free), unit: '' },
      parameters,
      plot: { x: { title: 'edge', unit: '' }, y: { title: 'off the nominal step, %', unit: '' }, points },
      notes,
    };
  },
});

/** Says so where the codes of the clamped outputs were not certain. */
function ambiguousWords(known: number, count: number): string[] {
  if (known === count) return [];
  return [
    `The clamped network at ${count - known} of ${count} clock edges: readings have so much noise that the code at which an output was held could be one of two. These are left out, which widens uncertainties and shifts nothing. Fewer outputs, or more readings of each, would tell.`,
  ];
}
