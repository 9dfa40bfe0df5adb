import type { BoardRun } from './boardRun.ts';
import type { BoardTask } from './boardTask.ts';
import { plain } from './words.ts';

/** Readings of a node that are averaged, as in the measurements of a run. */
const READINGS = 4;

/**
 * Imposes every row by hand in turn, and reads the outputs of the free network; the inputs of the datapoint that was shown are put back.
 *
 * @param rows  V, [row][input]
 * @returns     V, [row × output]
 */
export async function respondByHand(run: BoardRun, task: BoardTask, rows: readonly (readonly number[])[]): Promise<Float64Array> {
  const { outputs, training, inputNodes } = task.experiment;
  const nodes = [...outputs.plus].flatMap((plus, index) => (outputs.minus[index] < 0 ? [plus] : [plus, outputs.minus[index]]));
  const width = outputs.plus.length;
  const answers = new Float64Array(rows.length * width);
  for (const [row, voltages] of rows.entries()) {
    const [answer = ''] = await run.ask(`${imposed(run, voltages)}MEAS:VOLT:FREE? (@${nodes.join(',')}),${READINGS}`);
    const values = answer.split(',').map(Number);
    let place = 0;
    outputs.minus.forEach((minus, output) => {
      const high = values[place++];
      answers[row * width + output] = minus < 0 ? high : high - values[place++];
    });
  }
  const { datapoint } = task.shownAfter(run.step);
  const shown = [...training.inputs.subarray(datapoint * inputNodes.length, (datapoint + 1) * inputNodes.length)];
  if (shown.length > 0) await run.ask(imposed(run, shown).slice(0, -1));
  return answers;
}

/** The command that puts voltages on the first channels, cut to what the board has, with a semicolon behind it; "" for none. */
function imposed({ connection }: BoardRun, voltages: readonly number[]): string {
  if (voltages.length === 0) return '';
  const highest = connection.info.capability.highest * (255 / 256);
  const values = voltages.map((voltage) => plain(Math.min(Math.max(voltage, 0), highest)));
  return `SOUR:VOLT ${values.join(',')},(@${[...voltages.keys()].join(',')});`;
}
