import { formatPlain, formatQuantity, type Unit } from '../../../shared/units.ts';
import { parityOf } from './align.ts';
import type { ComparedRun } from './comparedRun.ts';
import { residualsOf, type RunComparison, type SignalComparison } from './compare.ts';
import { courseFigure, histogramFigure, parityFigure } from './reportFigures.ts';
import { settingDifferences } from './settings.ts';
import { quantities, quantityNames, type Quantity } from './signal.ts';
import { allowed, type Tolerance } from './tolerance.ts';
import type { UpdateResidual } from './updates.ts';

/** What a report is made of. */
export interface ReportParts {
  readonly comparison: RunComparison;
  readonly runs: readonly [ComparedRun, ComparedRun];
  /** Whose changes were predicted, and by what. */
  readonly updates: { readonly of: 'a' | 'b'; readonly by: string; readonly residual: UpdateResidual | null } | null;
  /** What happened on the way. */
  readonly remarks: readonly string[];
}

/** Signals that are drawn; the table has all of them. */
const DRAWN = 16;
/** Rows of data that go with a signal. */
const MOST_ROWS = 500;

const style = `
:root{color-scheme:light dark;--ink:#12161c;--muted:#566171;--page:#fff;--soft:#f4f6f9;--line:#dbe0e8;--a:#1241a4;--b:#12161c;--band:#cfe0f5;--out:#a3261a;--grey:#8a9099;--warm:#963a00}
@media(prefers-color-scheme:dark){:root{--ink:#eef1f5;--muted:#9ba6b5;--page:#12161c;--soft:#1b212a;--line:#2f3744;--a:#8fd0ff;--b:#eef1f5;--band:#1f3a55;--out:#ff9c8f;--grey:#7d8794;--warm:#ffc681}}
*{box-sizing:border-box}body{font:14px/1.5 system-ui,'Noto Sans','Liberation Sans',sans-serif;font-variant-numeric:tabular-nums;max-width:1180px;margin:0 auto;padding:28px 24px 48px;color:var(--ink);background:var(--page)}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:16px;margin:32px 0 10px}p{margin:6px 0}.muted{color:var(--muted)}
.verdict{margin:18px 0;padding:12px 16px;border:1px solid var(--line);border-left:5px solid var(--grey);border-radius:6px;background:var(--soft)}
.verdict strong{font-size:17px}.verdict.outside{border-left-color:var(--out)}.verdict.within{border-left-color:var(--a)}
.wide{overflow-x:auto}table{border-collapse:collapse;min-width:60%}td,th{padding:4px 12px 4px 0;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}td.why{white-space:normal;min-width:160px}
th{color:var(--muted);font-weight:500}.n{text-align:right}tr.outside td.v{color:var(--out);font-weight:600}tr.not-aligned td.v{color:var(--warm)}
.figures{display:grid;gap:22px 20px;grid-template-columns:repeat(auto-fill,minmax(500px,1fr))}figure{margin:0;min-width:0}figcaption{font-weight:600;margin-bottom:4px}figcaption span{font-weight:400;color:var(--muted)}
svg{display:block;max-width:100%;height:auto}svg text{font:11px system-ui,'Liberation Sans',sans-serif;fill:var(--muted)}svg .frame{fill:none;stroke:var(--line)}
.band{fill:var(--band)}.line{fill:none;stroke:var(--a);stroke-width:1.6}.point{fill:var(--b)}.far{fill:var(--out)}.equal{stroke:var(--a);stroke-width:1}.bar{fill:var(--grey)}.bar.far{fill:var(--out)}.limit{stroke:var(--ink);stroke-dasharray:4 3}
details{margin:6px 0}summary{cursor:pointer;color:var(--muted)}pre{max-height:240px;overflow:auto;padding:10px;border-radius:6px;background:var(--soft);font-size:12px}
@media(max-width:620px){.figures{grid-template-columns:1fr}}
@page{margin:14mm}
@media print{:root{color-scheme:light;--ink:#12161c;--muted:#566171;--page:#fff;--soft:#f4f6f9;--line:#dbe0e8;--a:#1241a4;--b:#12161c;--band:#cfe0f5;--out:#a3261a;--grey:#8a9099;--warm:#963a00}
body{max-width:none;padding:0;font-size:11px;-webkit-print-color-adjust:exact;print-color-adjust:exact}.wide{overflow:visible}td,th{padding-right:7px}tr,figure,.verdict{break-inside:avoid}thead{display:table-header-group}h2{break-after:avoid}.figures{grid-template-columns:1fr 1fr}details:not([open]){display:none}}`;

/**
 * The comparison as one self-contained HTML page: nothing is loaded from anywhere, so that it can be sent and kept.
 *
 * @param version  of the program, for the foot of the page
 * @param when     date and time, in words
 */
export function comparisonReport(parts: ReportParts, version: string, when: string): string {
  const { comparison, runs, remarks } = parts;
  const isTwinB = runs[0].machine.kind === 'board' && runs[1].machine.kind !== 'board';
  const { a, b, verdict, reason, signals } = comparison;
  const count = (wanted: SignalComparison['verdict']): number => signals.filter((signal) => signal.verdict === wanted).length;
  const worst = signals.filter(({ ratio }) => !Number.isNaN(ratio)).toSorted((x, y) => Math.abs(y.ratio) - Math.abs(x.ratio))[0];
  const worstText =
    worst === undefined
      ? ''
      : ` Worst: ${escape(worst.name)}, ${signed(worst.maximum, worst.unit)} (${plain(Math.abs(worst.ratio))} × tolerance) at ${si(worst.maximumSeconds, 's')}.`;
  const word = { within: '✓ Within tolerance', outside: '▲ Outside tolerance', 'not aligned': '⊘ Not aligned' }[verdict];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(a)} and ${escape(b)}: ${verdict}</title><style>${style}</style></head><body><main>
<h1>${escape(a)} <span class="muted">against</span> ${escape(b)}</h1>
<p class="muted">${escape(runs[0].experiment.document.title)} · ${escape(when)} · Twinbench ${escape(version)}</p>
<div class="verdict ${verdict}"><p><strong>${word}</strong></p>
<p>${count('within')} of ${signals.length} signals within, ${count('outside')} outside, ${count('not aligned')} not aligned.${worstText}</p>
${reason === '' ? '' : `<p>${escape(capital(reason))}.</p>`}</div>
${remarks.length === 0 ? '' : `<ul>${remarks.map((remark) => `<li>${escape(remark)}</li>`).join('')}</ul>`}
<h2>What was compared</h2>${sides(parts)}
${settingsSection(runs)}
<h2>Tolerances</h2><p>max(absolute, relative · |A|, k · σ of a reading)${comparison.tolerances.time > 0 ? `; ${comparison.axis === 'step' ? `${plain(comparison.tolerances.time)} steps` : si(comparison.tolerances.time, 's')} in time are forgiven` : ''}.</p>${tolerances(comparison)}
${residualSection(signals)}
${updateSection(parts)}
<h2>Signals</h2>${table(signals)}
${courseSection(signals, isTwinB)}
</main></body></html>
`;
}

function settingsSection([a, b]: ReportParts['runs']): string {
  const { same, differing } = settingDifferences(a, b);
  if (differing.length === 0) return `<p>All ${same} settings are the same.</p>`;
  const rows = differing.map(
    (row) =>
      `<tr><td><code>${escape(row.setting)}</code></td><td class="why">${escape(row.a)}</td><td class="why">${escape(row.b)}</td></tr>`,
  );
  return (
    `<h2>Settings that differ</h2><div class="wide"><table><thead><tr><th>Setting</th><th>A</th><th>B</th></tr></thead>` +
    `<tbody>${rows.join('')}</tbody></table></div><p class="muted">${same} others are the same.</p>`
  );
}

function residualSection(signals: readonly SignalComparison[]): string {
  const figures = quantityNames.map((quantity) => overall(signals, quantity)).filter((figure) => figure !== '');
  return figures.length === 0 ? '' : `<h2>Residuals</h2><div class="figures">${figures.join('\n')}</div>`;
}

function courseSection(signals: readonly SignalComparison[], isTwinB: boolean): string {
  const drawn = drawnOf(signals);
  if (drawn.length === 0) return '';
  const [line, points] = isTwinB ? ['B', 'A'] : ['A', 'B'];
  return (
    `<h2>Courses of the ${drawn.length} signals that differ most</h2><p class="muted">Line: ${line}. Points: ${points}; red ones are outside. ` +
    `Band: the tolerance around A. Abscissa: learning time.</p><div class="figures">${drawn.map((signal) => courseOf(signal, isTwinB)).join('\n')}</div>`
  );
}

function drawnOf(signals: readonly SignalComparison[]): SignalComparison[] {
  return signals
    .filter(({ pairs }) => pairs.length > 1)
    .toSorted((x, y) => Math.abs(y.ratio) - Math.abs(x.ratio))
    .slice(0, DRAWN);
}

function sides({ comparison, runs }: ReportParts): string {
  const row = (letter: string, run: ComparedRun): string =>
    `<tr><td>${letter}</td><td>${escape(run.name)}</td><td>${escape(run.machine.title)}</td><td class="n">${run.moments.length}</td>` +
    `<td class="n">${plain(run.moments[0]?.step ?? Number.NaN)} to ${plain(run.moments.at(-1)?.step ?? Number.NaN)}</td></tr>`;
  const { shift, axis, correlation, alignedAt } = comparison;
  const by = axis === 'step' ? `${plain(shift)} steps` : si(shift, 's');
  const aligned = Number.isNaN(shift)
    ? 'not aligned'
    : shift === 0 && axis === 'step'
      ? 'by step'
      : `B shifted by ${by}` +
        (Number.isNaN(correlation) ? '' : `, correlation ${correlation.toFixed(4)}`) +
        (Number.isNaN(alignedAt) ? '' : `, at ${si(alignedAt, 's')} of A`);
  return (
    '<div class="wide"><table><tr><th></th><th>name</th><th>machine</th><th class="n">measurements</th><th class="n">steps</th></tr>' +
    `${row('A', runs[0])}${row('B', runs[1])}</table></div><p>Alignment: ${aligned}.</p>`
  );
}

function tolerances({ tolerances: { quantities: all, signals: own }, signals }: RunComparison): string {
  const rowOf = (title: string, { absolute, relative, sigmas, sigma }: Tolerance, unit: Unit): string => {
    const cells = [si(absolute, unit), `${plain(100 * relative)} %`, plain(sigmas), si(sigma, unit)];
    return `<tr><td>${escape(title)}</td>${cells.map((cell) => `<td class="n">${cell}</td>`).join('')}</tr>`;
  };
  const rows = quantityNames.map((quantity) =>
    rowOf(quantities[quantity].title, all[quantity], signals.find((signal) => signal.quantity === quantity)?.unit ?? 'V'),
  );
  const single = signals.flatMap(({ name, tolerance, unit }) => (Object.hasOwn(own, name) ? [rowOf(name, tolerance, unit)] : []));
  const tableOf = (title: string, body: readonly string[]): string =>
    `<div class="wide"><table><thead><tr><th>${title}</th><th class="n">absolute</th><th class="n">relative</th><th class="n">k</th><th class="n">σ</th></tr></thead>${body.join('')}</table></div>`;
  const more =
    single.length === 0 ? '' : `<details><summary>Of ${single.length} single signals</summary>${tableOf('signal', single)}</details>`;
  return `${tableOf('quantity', rows)}${more}`;
}

/** All signals of a quantity: parity and residuals. */
function overall(signals: readonly SignalComparison[], quantity: Quantity): string {
  const own = signals.filter((signal) => signal.quantity === quantity && signal.pairs.length > 0);
  if (own.length === 0) return '';
  const residuals = residualsOf(own, 31);
  const pairs = own.flatMap((signal) => signal.pairs);
  const { slope, bias, determination } = parityOf(pairs);
  const missed = Math.sqrt(pairs.reduce((sum, { a, b }) => sum + (b - a) ** 2, 0) / pairs.length);
  const [{ unit }] = own;
  const figures =
    `${plain(100 * residuals.within)} % of ${pairs.length} measurements within · RMSE ${si(missed, unit)} · ` +
    `slope ${plain(slope)} · bias ${signed(bias, unit)} · R² ${Number.isNaN(determination) ? '–' : determination.toFixed(3)}`;
  const label = `${quantities[quantity].title}: B against A, and (B − A) over the tolerance`;
  return (
    `<figure><figcaption>${capital(quantities[quantity].title)} <span>${figures}</span></figcaption>` +
    `<svg viewBox="0 0 520 200" role="img" aria-label="${label}">${parityFigure(own)}${histogramFigure(residuals)}</svg></figure>`
  );
}

function updateSection({ updates, runs }: ReportParts): string {
  const residual = updates?.residual ?? null;
  if (residual === null) return '';
  const { edgeIds } = runs[0].experiment.network;
  const rows = residual.byEdge
    .toSorted((x, y) => y.missed - x.missed)
    .map(
      ({ edge, correlation, missed, drift }) =>
        `<tr><td>${escape(edgeIds[edge])}</td><td class="n">${plain(correlation)}</td><td class="n">${si(missed, 'V')}</td><td class="n">${signed(drift, 'V')}/s</td></tr>`,
    );
  return (
    `<h2>Update residual</h2><p>Change of every gate between measurements of ${updates!.of.toUpperCase()}, predicted by ${escape(updates!.by)} from its measured gates and held against the measured one: ` +
    `correlation ${plain(residual.correlation)}; changes of ${si(residual.measured, 'V')} (root mean square), of which ${si(residual.missed, 'V')} are missed.</p>` +
    `<details><summary>By edge</summary><div class="wide"><table><tr><th>edge</th><th class="n">correlation</th><th class="n">missed (root mean square)</th><th class="n">drift, measured − predicted</th></tr>${rows.join('')}</table></div></details>`
  );
}

function table(signals: readonly SignalComparison[]): string {
  const rows = signals.map((signal) => {
    const { name, unit, verdict, reason, outside, rootMeanSquare, maximum, maximumSeconds, ratio, slope, bias, determination } = signal;
    const word = { within: '✓ within', outside: '▲ outside', 'not aligned': '⊘ not aligned' }[verdict];
    const cells = [
      si(rootMeanSquare, unit),
      signed(maximum, unit),
      si(maximumSeconds, 's'),
      plain(ratio),
      Number.isNaN(outside) ? '–' : `${plain(100 * (1 - outside))} %`,
      plain(slope),
      signed(bias, unit),
      plain(determination),
    ];
    return (
      `<tr class="${verdict.replace(' ', '-')}"><td>${escape(name)}</td><td class="v${reason === '' ? '' : ' why'}">${word}${reason === '' ? '' : `: ${escape(reason)}`}</td>` +
      `${cells.map((cell) => `<td class="n">${cell}</td>`).join('')}</tr>`
    );
  });
  const heads = ['RMSE', 'largest B − A', 'at', '× tolerance', 'within', 'slope', 'bias', 'R²'].map((head) => `<th class="n">${head}</th>`);
  return `<div class="wide"><table><thead><tr><th>signal</th><th>status</th>${heads.join('')}</tr></thead>${rows.join('')}</table></div>`;
}

/** One signal over time, with its data. @param isTwinB  B is the line, and A the points */
function courseOf(signal: SignalComparison, isTwinB: boolean): string {
  const { name, unit, pairs, rootMeanSquare, outside, tolerance, maximum, maximumSeconds } = signal;
  const stride = Math.ceil(pairs.length / MOST_ROWS);
  const rows = pairs.filter((_, index) => index % stride === 0).map(({ seconds, a, b }) => `${seconds},${a},${b},${allowed(a, tolerance)}`);
  return (
    `<figure><figcaption>${escape(name)} <span>RMSE ${si(rootMeanSquare, unit)} · largest ${signed(maximum, unit)} at ${si(maximumSeconds, 's')} · ${plain(100 * (1 - outside))} % within</span></figcaption>` +
    `<svg viewBox="0 0 520 190" role="img" aria-label="${escape(name)}: ${isTwinB ? 'B' : 'A'} as a line, ${isTwinB ? 'A' : 'B'} as points, tolerance as a band">${courseFigure(pairs, tolerance, unit, isTwinB)}</svg>` +
    `<details><summary>Data${stride > 1 ? `, every ${stride}th measurement` : ''}</summary><pre>time_s,a,b,tolerance\n${rows.join('\n')}</pre></details></figure>`
  );
}

function plain(value: number): string {
  return Number.isFinite(value) ? formatPlain(value) : '–';
}

function si(value: number, unit: Unit): string {
  return formatQuantity(value, unit);
}

function signed(value: number, unit: Unit): string {
  return `${value > 0 ? '+' : ''}${si(value, unit)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
