/**
 * What `twinbench experiment run all --json` measured, laid out for reading: a line per figure for the README, a line per claim for
 * docs/agreement.md.
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
 * The README's table: a line per figure, with the first of its claims that has a bar.
 *
 * @param {readonly ExperimentResult[]} results
 * @param {FormatQuantity} formatQuantity
 */
export function agreementTable(results, formatQuantity) {
  const lines = results.map((result) => {
    const first = result.claims.find(({ holds }) => holds !== null) ?? result.claims[0];
    const { held, judged, reported } = tally([result]);
    const claims = [...(judged > 0 ? [`${held} of ${judged}`] : []), ...(reported > 0 ? [`${reported} reported`] : [])].join(', ');
    return line([
      `${result.title} (${first.source})`,
      first.quantity,
      publishedText(first, formatQuantity),
      oursText(first, formatQuantity),
      claims,
    ]);
  });
  const head = '| figure | one claim of it | published | here | claims that hold |\n| --- | --- | --- | --- | --- |';
  return [summary(results), [head, ...lines].join('\n')].join('\n\n');
}

/**
 * docs/agreement.md: every claim.
 *
 * @param {readonly ExperimentResult[]} results
 * @param {FormatQuantity} formatQuantity
 */
export function agreementPage(results, formatQuantity) {
  const papers = [...new Set(results.map(({ experiment }) => experiment.split('/')[0]))];
  const lead =
    'Made by `npm run agreement`, not by hand. Each experiment is run over the seeds given; medians with quartiles. `npx twinbench experiment show NAME` ' +
    'says why each bar stands where it stands. A claim without a bar is reported and not judged.';
  return `${['# Agreement with the papers', summary(results), lead, ...papers.map((paper) => section(paper, results, formatQuantity))].join('\n\n')}\n`;
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
function tally(results) {
  const claims = results.flatMap((result) => result.claims);
  const judged = claims.filter(({ holds }) => holds !== null).length;
  return { held: claims.filter(({ holds }) => holds === true).length, judged, reported: claims.length - judged };
}

/** @param {readonly ExperimentResult[]} results */
function summary(results) {
  const { held, judged, reported } = tally(results);
  return `${held} of ${judged} claims hold; ${reported} are reported without a bar.`;
}

/** @param {string} paper @param {readonly ExperimentResult[]} results @param {FormatQuantity} formatQuantity */
function section(paper, results, formatQuantity) {
  const own = results.filter(({ experiment }) => experiment.startsWith(`${paper}/`));
  const rows = own.flatMap((result) => result.claims.map((claim) => row(result, claim, formatQuantity)));
  const notes = own.flatMap((result) =>
    result.claims.flatMap(({ id, note }) => (note === null ? [] : [`- ${result.experiment.split('/')[1]}, ${id}: ${note}`])),
  );
  return [
    `## ${headings[paper] ?? paper}`,
    summary(own),
    ['| figure | quantity | published | here | bar | verdict |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n'),
    ...(notes.length > 0 ? [`In words:\n\n${notes.join('\n')}`] : []),
  ].join('\n\n');
}

/** @param {ExperimentResult} result @param {ClaimResult} claim @param {FormatQuantity} formatQuantity */
function row(result, claim, formatQuantity) {
  const show = shower(claim, formatQuantity);
  const spread = result.seeds > 1 ? ` [${show(claim.quartiles[0])}, ${show(claim.quartiles[1])}]` : '';
  const middle = `${show(claim.median)}${spread}`;
  const special = claim.statistic === 'fraction' ? show(claim.value) : `${show(claim.value)}; median ${middle}`;
  const shown = claim.statistic === 'median' ? middle : special;
  const ours = `${shown}${result.seeds > 1 ? ` of ${result.seeds}` : ''}${claim.absent > 0 ? `, ${claim.absent} without` : ''}`;
  const verdict = claim.holds === null ? 'reported' : claim.holds ? 'holds' : '**fails**';
  return line([claim.source, claim.quantity, publishedText(claim, formatQuantity), ours, claim.bar ?? '–', verdict]);
}

/** A share of seeds as a percentage; else the statistic that is judged. @param {ClaimResult} claim @param {FormatQuantity} formatQuantity */
function oursText(claim, formatQuantity) {
  if (claim.statistic === 'fraction' && claim.value !== null) return `${Math.round(100 * claim.value)} %`;
  return shower(claim, formatQuantity)(claim.value);
}

/** @param {ClaimResult} claim @param {FormatQuantity} formatQuantity */
function publishedText(claim, formatQuantity) {
  return typeof claim.published === 'number' ? shower(claim, formatQuantity)(claim.published) : claim.published;
}

/** @param {ClaimResult} claim @param {FormatQuantity} formatQuantity */
function shower(claim, formatQuantity) {
  const unit = /** @type {import('../shared/units.ts').Unit} */ (claim.unit);
  return (/** @type {number | null} */ value) => formatQuantity(value, unit, 3).replaceAll('\u00a0', ' ');
}

/** @param {readonly string[]} cells */
function line(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
