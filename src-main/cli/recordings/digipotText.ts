import { quantile } from '../../math/statistics.ts';
import type { DigipotCalibration } from '../../twin/digipots/document.ts';
import type { DigipotJudgement, StepFigures } from '../../twin/digipots/judgeDigipots.ts';
import { quantity } from '../quantity.ts';
import { textTable } from '../textTable.ts';

const right = (title: string): { title: string; align: 'right' } => ({ title, align: 'right' });
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const volts = (value: number): string => quantity(value, 'V', 3);

/** What was found, for reading. @param edgeIds  names of the edges */
export function digipotText(
  { board, date, converters, wipers, comparators, wirings, indistinguishable }: DigipotCalibration,
  edgeIds: readonly string[],
  nodeIds: readonly string[],
): string {
  const lines = [`Board ${board.serial === '' ? 'without a serial number' : board.serial}, ${board.edges} edges, ${date.slice(0, 10)}`];
  if (converters !== null)
    lines.push(
      converters.step === 0
        ? '  converters: continuous'
        : `  converters: step ${volts(converters.step)}, noise of a reading ${volts(converters.noise)} ± ${volts(converters.deviations.noise)}`,
    );
  for (const { key, runs, channels } of wirings) {
    const zeros = channels.map(({ node, role, zero, deviation }) => `${role} ${nodeIds[node]} ${volts(zero)} ± ${volts(deviation)}`);
    lines.push(`  wiring ${key}: ${runs.length} recordings; zeros: ${zeros.join(', ')}`);
  }
  if (wipers !== null) lines.push(`  wiper steps: ± ${(100 * quantile(wipers.deviations.free, 0.5)).toFixed(2)} % about their mean`);
  if (comparators !== null) {
    const { offsets, signOffsets, noise, lift, deviations, decisions } = comparators;
    const rows = offsets.map((offset, edge) => [
      edgeIds[edge],
      `${volts(offset)} ± ${volts(deviations.offsets[edge])}`,
      `${volts(noise[edge])} ± ${volts(deviations.noise[edge])}`,
      `${volts(signOffsets[edge])} ± ${volts(deviations.signOffsets[edge])}`,
      String(decisions[edge]),
    ]);
    const columns = [{ title: 'edge' }, right('offset'), right('noise'), right('offset of the sign'), right('decisions')];
    lines.push(`  lift of all edges: ${volts(lift)} ± ${volts(deviations.lift)}`, '', textTable(columns, rows));
  }
  if (indistinguishable.length > 0) lines.push('', 'Not told by these recordings:', ...indistinguishable.map((words) => `  ${words}`));
  return `${lines.join('\n')}\n`;
}

/** Recordings that were held against a calibration. */
export interface JudgedDigipots {
  readonly judgement: DigipotJudgement;
  /** Whether the calibration was fitted to it. */
  readonly wasFitted: boolean;
}

export function digipotJudgementText(judged: readonly JudgedDigipots[]): string {
  const columns = ['run', '', ...titles.map(({ title }) => right(title)), right('at best'), right('not certain')].map((column) =>
    typeof column === 'string' ? { title: column } : column,
  );
  const rows = judged.flatMap(({ judgement, wasFitted }) => {
    const { run, calibrated, uncalibrated, uncertain } = judgement;
    const row = (figures: StepFigures): string[] => titles.map(({ of }) => of(figures));
    return [
      [run, wasFitted ? 'fitted' : 'judged', ...row(calibrated), percent(calibrated.best), String(uncertain)],
      ['', 'uncalibrated', ...row(uncalibrated), '', ''],
    ];
  });
  return (
    `${textTable(columns, rows)}\n\nRight: the likelier direction was the one that the wiper took. At best: what the noise of the comparators leaves to\n` +
    `a twin that knew the board exactly, by the noise that was found. Bits: mean of −log₂ of the probability that was given to it;\n` +
    'a coin has 1. Free, clamped: root mean square over the nodes that are not held; a reading has a step of 19.5 mV.\n' +
    'Not certain: clock edges left out because the code at which an output was held could be one of two.\n'
  );
}

const titles: readonly { readonly title: string; readonly of: (figures: StepFigures) => string }[] = [
  { title: 'steps', of: ({ steps }) => String(steps) },
  { title: 'right', of: ({ right: share }) => percent(share) },
  { title: 'bits', of: ({ bits }) => bits.toFixed(3) },
  { title: 'free', of: ({ free }) => volts(free) },
  { title: 'clamped', of: ({ clamped }) => volts(clamped) },
];
