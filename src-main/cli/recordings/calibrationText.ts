import { quantile } from '../../math/statistics.ts';
import type { CalibrationDocument, NetworkCalibration } from '../../twin/calibrationDocument.ts';
import { quantity } from '../quantity.ts';

/** What was found, for reading. */
export function calibrationText({ board, date, wirings }: CalibrationDocument): string {
  const lines = [`Board ${board.serial === '' ? 'without a serial number' : board.serial}, ${board.edges} edges, ${date.slice(0, 10)}`];
  for (const wiring of wirings) {
    lines.push('', `Wiring ${wiring.key}: ${wiring.runs.length} recordings`);
    lines.push(networkText('free', wiring.free), networkText('clamped', wiring.clamped));
    for (const { node, resistance, deviations } of wiring.freeSources) {
      lines.push(`  source at node ${node}: ${resistance.toFixed(1)} ± ${deviations.resistance.toFixed(1)} Ω`);
    }
    for (const { clamping, learning } of wiring.sessions) {
      if (learning === null) continue;
      const { factors, deviations } = learning;
      const middle = (values: readonly number[]): number => quantile(values, 0.5);
      lines.push(
        `  ${clamping}: learning rate, median ${middle(factors.squares).toFixed(0)} ± ${middle(deviations.squares).toFixed(0)} 1/(V s); ` +
          `bias, median |B| ${middle(factors.time.map(Math.abs)).toFixed(2)} ± ${middle(deviations.time).toFixed(2)} V/s`,
      );
    }
    if (wiring.indistinguishable.length > 0)
      lines.push('  not told by these recordings:', ...wiring.indistinguishable.map((words) => `    ${words}`));
  }
  return `${lines.join('\n')}\n`;
}

function networkText(name: string, { thresholds, strays, deviations, shape }: NetworkCalibration): string {
  const range = `${quantity(Math.min(...thresholds), 'V', 3)} to ${quantity(Math.max(...thresholds), 'V', 3)}`;
  const found = strays.map(({ from, to, conductance }) => `; connection ${from}–${to}, ${(1 / conductance).toFixed(1)} Ω`).join('');
  return (
    `  ${name} network: thresholds ${range} (± ${quantity(quantile(deviations.thresholds, 0.5), 'V', 2)}), gains ± ` +
    `${(100 * quantile(deviations.gains, 0.5)).toFixed(1)} %, softness ${quantity(shape.softness, 'V', 2)}, body ${shape.body.toFixed(2)}${found}`
  );
}
