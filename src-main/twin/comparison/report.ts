import type { RunComparison, SignalComparison } from './compare.ts';

/** Signals that are drawn; the table has all of them. */
const DRAWN = 24;

/**
 * The comparison as one self-contained HTML page: nothing is loaded from anywhere, so that it can be sent and kept.
 *
 * @param version  of the program, for the foot of the page
 */
export function comparisonReport(comparison: RunComparison, version: string): string {
  const drawn = [...comparison.signals]
    .filter(({ pairs }) => pairs.length > 1)
    .sort((x, y) => y.outside - x.outside)
    .slice(0, DRAWN);
  const rows = comparison.signals.map(
    (signal) =>
      `<tr class="${signal.verdict.replace(' ', '-')}"><td>${escape(signal.name)}</td><td>${signal.verdict}${signal.reason === '' ? '' : `: ${escape(signal.reason)}`}</td>` +
      [
        signal.shift,
        signal.rootMeanSquare,
        signal.maximum,
        signal.maximumTime,
        signal.slope,
        signal.bias,
        signal.determination,
        100 * signal.outside,
      ]
        .map((value) => `<td class="n">${number(value)}</td>`)
        .join('') +
      `<td>${signal.unit}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(comparison.a)} and ${escape(comparison.b)}</title><style>
body{font:14px/1.45 system-ui,sans-serif;margin:24px;color:#1c2430;background:#fff}table{border-collapse:collapse}td,th{padding:3px 10px;border-bottom:1px solid #d5dbe3;text-align:left}
.n{text-align:right;font-variant-numeric:tabular-nums}.outside td:nth-child(2){color:#b3261e;font-weight:600}.not-aligned td:nth-child(2){color:#7a5b00}
figure{display:inline-block;margin:12px 16px 12px 0}figcaption{font-weight:600}svg{background:#f7f9fb}
@media(prefers-color-scheme:dark){body{color:#dfe6ee;background:#14181e}svg{background:#1c222b}td,th{border-color:#333c48}}
</style><h1>${escape(comparison.a)} (A) and ${escape(comparison.b)} (B): ${comparison.verdict}</h1>
<table><tr><th>signal</th><th>verdict</th><th>shift</th><th>RMS of B − A</th><th>largest</th><th>at</th><th>slope</th><th>bias</th><th>R²</th><th>outside, %</th><th>unit</th></tr>
${rows.join('\n')}</table>
${drawn.map(figure).join('\n')}
<p>Twinbench ${escape(version)}</p></html>
`;
}

/** A (line) and B (points) over time, B against A, and the histogram of B − A. */
function figure(signal: SignalComparison): string {
  const { pairs, histogram, name } = signal;
  const times = extent(pairs.map(({ time }) => time));
  const values = extent(pairs.flatMap(({ a, b }) => [a, b]));
  const x = (time: number): string => (10 + (260 * (time - times[0])) / (times[1] - times[0])).toFixed(1);
  const y = (value: number): string => (110 - (100 * (value - values[0])) / (values[1] - values[0])).toFixed(1);
  const across = (value: number): string => (300 + (100 * (value - values[0])) / (values[1] - values[0])).toFixed(1);
  const line = pairs.map(({ time, a }) => `${x(time)},${y(a)}`).join(' ');
  const points = pairs.map(({ time, b }) => `<circle cx="${x(time)}" cy="${y(b)}" r="1.4"/>`).join('');
  const parity = pairs.map(({ a, b }) => `<circle cx="${across(a)}" cy="${y(b)}" r="1.2"/>`).join('');
  const most = Math.max(...histogram.counts, 1);
  const bars = histogram.counts
    .map(
      (count, bin) =>
        `<rect x="${430 + 5 * bin}" y="${(110 - (100 * count) / most).toFixed(1)}" width="4" height="${((100 * count) / most).toFixed(1)}"/>`,
    )
    .join('');
  return (
    `<figure><figcaption>${escape(name)}</figcaption><svg width="550" height="120" role="img" aria-label="${escape(name)}: A and B over time, B against A, histogram of B − A">` +
    `<polyline points="${line}" fill="none" stroke="#2a6fdb" stroke-width="1.2"/><g fill="#d9822b">${points}</g>` +
    `<line x1="300" y1="110" x2="400" y2="10" stroke="#8793a3"/><g fill="#2a6fdb">${parity}</g><g fill="#6b7a8d">${bars}</g></svg></figure>`
  );
}

function extent(values: readonly number[]): [number, number] {
  const [low, high] = values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

function number(value: number): string {
  return Number.isNaN(value) ? '—' : String(Number(value.toPrecision(3)));
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
