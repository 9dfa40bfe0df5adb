/** How well outputs O tell two classes with labels ±L apart (Dillavou 2025, Fig. 5). */
export interface ClassificationFigures {
  /** Fraction of datapoints whose output has the sign of the label. */
  readonly accuracy: number;
  /** Mean of max(0, 1 − O·sign(L)/|L|): 1 for outputs of zero, 0 once every output reaches its label. */
  readonly hingeLoss: number;
  /** Mean over all datapoints of (L − O)², or 0 for one that has reached its label, V² (Eq. A2). */
  readonly error: number;
}

/** @param outputs, labels  V, [datapoint]; no label is zero */
export function classificationFigures(outputs: Float64Array, labels: Float64Array): ClassificationFigures {
  let correct = 0;
  let hinge = 0;
  let square = 0;
  outputs.forEach((output, datapoint) => {
    const label = labels[datapoint];
    const shortfall = Math.max(0, 1 - output / label);
    if (output * label > 0) correct++;
    hinge += shortfall;
    square += (shortfall * label) ** 2;
  });
  const count = outputs.length;
  return { accuracy: correct / count, hingeLoss: hinge / count, error: square / count };
}
