/**
 * The README's table of agreement: what `twinbench experiment run all --json` measured, laid out for reading.
 *
 * @typedef {import('../src-main/cli/experiments/results.ts').ExperimentResult} ExperimentResult
 * @typedef {ExperimentResult['claims'][number]} ClaimResult
 * @typedef {typeof import('../shared/units.ts').formatQuantity} FormatQuantity
 */

const BEGIN = '<!-- agreement: made by `npm run agreement`, not by hand -->';
const END = '<!-- /agreement -->';

/** @type {Record<string, string>} */
const headings = {
  digipots2022: 'Dillavou 2022: digital potentiometers',
  transistors2024: 'Dillavou 2024: transistors',
  quasistatic: 'Stern 2022: beyond the quasistatic limit',
  imperfection2025: 'Dillavou 2025: imperfection',
  slides: 'Durian’s slides',
};

/**
 * @param {readonly ExperimentResult[]} results
 * @param {FormatQuantity} formatQuantity
 */
export function agreementTable(results, formatQuantity) {
  const papers = [...new Set(results.map(({ experiment }) => experiment.split('/')[0]))];
  const whole = `${summary(results)} Each line of the catalogue is run over the seeds given; medians with quartiles.`;
  return [whole, ...papers.map((paper) => section(paper, results, formatQuantity))].join('\n\n');
}

/**
 * @param {string} readme
 * @param {string} table
 * @throws Error where the markers are missing
 */
export function withTable(readme, table) {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md lacks the markers ${BEGIN} and ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

/** @param {readonly ExperimentResult[]} results */
function summary(results) {
  const claims = results.flatMap((result) => result.claims);
  const held = claims.filter(({ holds }) => holds === true).length;
  const judged = claims.filter(({ holds }) => holds !== null).length;
  return `${held} of ${judged} claims hold; ${claims.length - judged} are reported without a bar.`;
}

/** @param {string} paper @param {readonly ExperimentResult[]} results @param {FormatQuantity} formatQuantity */
function section(paper, results, formatQuantity) {
  const own = results.filter(({ experiment }) => experiment.startsWith(`${paper}/`));
  const rows = own.flatMap((result) => result.claims.map((claim) => row(result, claim, formatQuantity)));
  const notes = own.flatMap((result) =>
    result.claims.flatMap(({ id, note }) => (note === null ? [] : [`- ${result.experiment.split('/')[1]}, ${id}: ${note}`])),
  );
  return [
    `<details>\n<summary>${headings[paper] ?? paper}. ${summary(own)}</summary>`,
    ['| figure | quantity | published | here | bar | verdict |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n'),
    ...(notes.length > 0 ? [`In words:\n\n${notes.join('\n')}`] : []),
    '</details>',
  ].join('\n\n');
}

/** @param {ExperimentResult} result @param {ClaimResult} claim @param {FormatQuantity} formatQuantity */
function row(result, claim, formatQuantity) {
  const unit = /** @type {import('../shared/units.ts').Unit} */ (claim.unit);
  const show = (/** @type {number | null} */ value) => formatQuantity(value, unit, 3).replaceAll('\u00a0', ' ');
  const spread = result.seeds > 1 ? ` [${show(claim.quartiles[0])}, ${show(claim.quartiles[1])}]` : '';
  const middle = `${show(claim.median)}${spread}`;
  const special = claim.statistic === 'fraction' ? show(claim.value) : `${show(claim.value)}; median ${middle}`;
  const shown = claim.statistic === 'median' ? middle : special;
  const ours = `${shown}${result.seeds > 1 ? ` of ${result.seeds}` : ''}${claim.absent > 0 ? `, ${claim.absent} without` : ''}`;
  const published = typeof claim.published === 'number' ? show(claim.published) : claim.published;
  const verdict = claim.holds === null ? 'reported' : claim.holds ? 'holds' : '**fails**';
  const cells = [claim.source, claim.quantity, published, ours, claim.bar ?? '–', verdict];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
