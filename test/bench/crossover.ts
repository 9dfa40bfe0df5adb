import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Trainer } from '../../src-main/learning/trainer.ts';
import { median, processorTime } from './measure.ts';
import { experimentOf, square, type Edges } from './networks.ts';

/** One learning pulse on the board of 2024, s: what a training step stands for there. */
const PULSE = 1e-4;
const SIDES = [4, 6, 8, 11, 16, 18, 20, 22, 32, 45, 64, 100, 142, 224];
/** Edges from which a laboratory network outpaces its simulation, as the abstract of Dillavou 2022 has it. */
const PAPER = 500;
const FOLDER = 'docs';

interface Point {
  readonly edges: number;
  /** Processor time per training step, µs. */
  readonly stepMicroseconds: number;
  /** Simulated seconds per second of one core; the board runs at 1. */
  readonly simulatedPerSecond: number;
}

/** How far the program outruns the board, by size: docs/crossover.json and docs/crossover.svg. */
export function crossover(): void {
  const measured = { transistors: SIDES.map((side) => pointAt(side, 'transistors')), linear: SIDES.map((side) => pointAt(side, 'linear')) };
  const document = {
    what: 'Simulated seconds per second of processor time against the number of edges; square lattices on a torus, one step per learning pulse.',
    pulseSeconds: PULSE,
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, one core`,
    crossing: crossingOf(measured.transistors),
    crossingOfThePaper: PAPER,
    ...measured,
  };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/crossover.json`, `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(`${FOLDER}/crossover.svg`, draw(measured));
  for (const { edges, stepMicroseconds, simulatedPerSecond } of measured.transistors) {
    console.info(`  ${edges} edges: ${stepMicroseconds.toFixed(1)} µs, ${simulatedPerSecond.toPrecision(3)} s per s`);
  }
  console.info(
    `the board of transistors is outrun up to ${document.crossing} edges, the paper's line is at ${PAPER}; ${FOLDER}/crossover.json, ${FOLDER}/crossover.svg`,
  );
}

function pointAt(side: number, edges: Edges): Point {
  const trainer = new Trainer(experimentOf(square(side), edges));
  const step = (count: number) => (): void => {
    for (let turn = 0; turn < count; turn++) trainer.step();
  };
  const steps = Math.max(2, Math.round(40_000 / side ** 2));
  step(steps)();
  const times = Array.from({ length: 7 }, () => processorTime(step(steps)) / steps);
  const stepMicroseconds = median(times);
  return { edges: 2 * side * side, stepMicroseconds, simulatedPerSecond: (1e6 * PULSE) / stepMicroseconds };
}

/** Edges at which a step takes as long as a pulse, between the points on a logarithmic scale. */
function crossingOf(points: readonly Point[]): number {
  const above = points.findLastIndex(({ simulatedPerSecond }) => simulatedPerSecond >= 1);
  if (above < 0 || above === points.length - 1) return points[Math.max(above, 0)].edges;
  const [first, second] = [points[above], points[above + 1]];
  const part = Math.log(first.simulatedPerSecond) / Math.log(first.simulatedPerSecond / second.simulatedPerSecond);
  return Math.round(first.edges * (second.edges / first.edges) ** part);
}

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 400, 74, 24, 620, 340];
const [EDGES_FROM, EDGES_TO, RATE_FROM, RATE_TO] = [1, 5.2, -4, 2.2];

function draw({ transistors, linear }: Readonly<Record<Edges, readonly Point[]>>): string {
  const x = (edges: number): number => LEFT + ((Math.log10(edges) - EDGES_FROM) / (EDGES_TO - EDGES_FROM)) * (RIGHT - LEFT);
  const y = (rate: number): number => BOTTOM - ((Math.log10(rate) - RATE_FROM) / (RATE_TO - RATE_FROM)) * (BOTTOM - TOP);
  const text = (at: number, down: number, anchor: string, content: string): string =>
    `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}">${content}</text>`;
  const powers = (from: number, to: number): number[] => Array.from({ length: Math.floor(to) - from + 1 }, (_, index) => from + index);
  const series = (points: readonly Point[], colour: string): string => {
    const places = points.map((point) => `${x(point.edges).toFixed(1)},${y(point.simulatedPerSecond).toFixed(1)}`);
    const dots = places.map((place) => `<circle cx="${place.split(',')[0]}" cy="${place.split(',')[1]}" r="3.5" fill="${colour}"/>`);
    return `<polyline points="${places.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots.join('')}`;
  };
  const label = (power: number): string => `10<tspan dy="-5" font-size="9">${String(power).replace('-', '−')}</tspan>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<title>Simulated seconds per second of one core, against the number of edges</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...powers(EDGES_FROM, EDGES_TO).map((power) => {
      const at = x(10 ** power);
      return `<path d="M${at.toFixed(1)} ${TOP}V${BOTTOM}" stroke="#e4e4e4"/>${text(at, BOTTOM + 20, 'middle', label(power))}`;
    }),
    ...powers(RATE_FROM, RATE_TO).map((power) => {
      const down = y(10 ** power);
      return `<path d="M${LEFT} ${down.toFixed(1)}H${RIGHT}" stroke="#e4e4e4"/>${text(LEFT - 8, down + 4, 'end', label(power))}`;
    }),
    `<path d="M${LEFT} ${y(1).toFixed(1)}H${RIGHT}" stroke="#333" stroke-dasharray="6 4"/>`,
    `<path d="M${x(PAPER).toFixed(1)} ${TOP}V${BOTTOM}" stroke="#333" stroke-dasharray="2 4"/>`,
    text(x(PAPER) + 6, TOP + 34, 'start', `${PAPER} edges: Dillavou 2022, simulated then`),
    text(RIGHT - 4, y(1) - 6, 'end', 'the board: one pulse of 100 µs a step'),
    series(linear, '#999'),
    series(transistors, '#1f5fa8'),
    text(x(20), y(4e-4), 'start', '<tspan fill="#1f5fa8">● transistors</tspan>'),
    text(x(20), y(1.6e-4), 'start', '<tspan fill="#777">● linear edges</tspan>'),
    text((LEFT + RIGHT) / 2, BOTTOM + 44, 'middle', 'edges'),
    `<text transform="translate(22 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">simulated seconds per second</text>`,
    '</svg>',
    '',
  ].join('\n');
}
