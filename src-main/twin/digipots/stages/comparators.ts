import { median } from '../../../math/statistics.ts';
import type { StageParameter, StagePlot } from '../../stages/stage.ts';
import { calibrationFit } from '../calibrationFit.ts';
import { digipotData } from '../data.ts';
import { mergedWirings, missingOf, partsOf, requirePart } from '../draft.ts';
import { comparatorWords, wiperWords } from '../identifiability.ts';
import { defineDigipotStage } from './stage.ts';

/** Offsets and noise of the comparators. */
export const comparators = defineDigipotStage({
  spec: {
    kind: 'comparators',
    title: 'Offsets and noise of the comparators',
    doc:
      'Every step of every wiper is a binary outcome of its two comparators: the likeliest offsets, noise and lift, together with what a wiper ' +
      'step is worth, from Kirchhoff’s law at the wiper positions. No reading is fine enough for that: an offset is a tenth of its step.',
    equation: 'P(up) = Φ(−s/σ)·Φ((lift − d)/σ) + Φ(s/σ)·Φ((lift + d)/σ)',
    reference: { source: 'dillavou2022', place: 'Appendix C, Fig. 7e' },
    parameters: {},
  },
  needs: 'Some hundred clock edges per edge, recorded one by one, with outputs near their labels: then decisions are close.',
  after: ['converters', 'wipers'],
  missing: missingOf,

  run({ runs, report }, draft) {
    requirePart(draft.wipers, 'wipers');
    const data = digipotData(runs);
    const { fit } = calibrationFit(data, draft, true, (message) => report?.({ done: 0.5, message }));
    const { wipers, comparators: found, wirings } = partsOf(fit, data);
    const { edgeIds } = data.network;
    const { offsets, signOffsets, noise, lift, deviations } = found;
    const perEdge = (quantity: string, values: readonly number[], own: readonly number[]): StageParameter[] =>
      values.map((value, edge) => ({ quantity, of: edgeIds[edge], unit: 'V', value, deviation: own[edge] }));
    const parameters = [
      ...perEdge('offset', offsets, deviations.offsets),
      ...perEdge('noise', noise, deviations.noise),
      ...perEdge('offset of the sign', signOffsets, deviations.signOffsets),
      { quantity: 'lift', of: 'all edges', unit: 'V', value: lift, deviation: deviations.lift },
    ];
    const points: StagePlot['points'] = [
      ...offsets.map((y, x) => ({ x, y, series: 'offset' })),
      ...noise.map((y, x) => ({ x, y, series: 'noise' })),
    ];
    const notes = [...wiperWords(fit, edgeIds), ...comparatorWords(fit, edgeIds)];
    return {
      draft: { ...draft, wipers, comparators: found, wirings: mergedWirings(draft.wirings, wirings), indistinguishable: notes },
      figure: { title: 'uncertainty of an offset, median', value: median(deviations.offsets), unit: 'V' },
      parameters,
      plot: { x: { title: 'edge', unit: '' }, y: { title: 'voltage', unit: 'V' }, points },
      notes,
    };
  },
});
