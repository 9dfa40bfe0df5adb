import { describe, expect, it } from 'vitest';
import { plotFigure, type PlotPicture } from '../../../src-renderer/figures/plotFigure.ts';
import { tableOf } from '../../../src-renderer/figures/csv.ts';
import { SvgContext } from '../../../src-renderer/figures/svgContext.ts';
import { errorReading } from '../../../src-renderer/panels/Error/view.ts';
import { plotOptions } from '../../../src-renderer/plots/options.ts';
import { boundsOf } from '../../../src-renderer/plots/seriesSpec.ts';

const colours = { ink: '#111', muted: '#555', grid: '#ddd', surface: '#fff', warm: '#a30' };

const picture: PlotPicture = {
  title: 'Error, V²',
  spec: {
    title: 'Error over the run',
    xLabel: 'learning time',
    xUnit: 's',
    isLogarithmic: true,
    yRange: null,
    series: [{ label: 'error <all>', colour: '#00f' }],
    levels: [],
    formatX: String,
    formatY: String,
    formatTick: String,
  },
  data: [Array.from({ length: 50_000 }, (_, at) => at / 10_000), Array.from({ length: 50_000 }, (_, at) => (at === 31_234 ? 3 : 1e-3))],
  markers: [{ at: 2, text: 'e1 & e2 cut' }],
  span: null,
  range: null,
  position: 1,
  isMeasured: false,
  colours,
  family: 'sans-serif',
};

const parsed = (svg: string): Document => new DOMParser().parseFromString(svg.replace(/^<\?xml[^>]*\?>\s*/, ''), 'text/html');
const texts = (svg: string): string[] => [...parsed(svg).querySelectorAll('text')].map(({ textContent }) => textContent ?? '');

describe('a figure of a plot', () => {
  it('has its title, axes with units and words as text, and nothing is rastered', () => {
    const { svg } = plotFigure(picture);
    expect(texts(svg)).toEqual(expect.arrayContaining(['Error, V²', 'learning time, s', '10⁻³', 'e1 & e2 cut']));
    expect(svg).not.toMatch(/<image|foreignObject/);
  });

  it('has few points, but a single spike among fifty thousand is there', () => {
    const { svg } = plotFigure(picture);
    const path = /<path d="(M[^"]*)"/.exec(svg)![1];
    const ys = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    expect(ys.length).toBeLessThan(2500);
    const usual = ys[0];
    // 3 V² stands 3.5 decades above 1e-3 V².
    expect(Math.min(...ys)).toBeLessThan(usual - 100);
  });

  it('draws what was measured as points, and the part that is shown', () => {
    const { svg } = plotFigure({ ...picture, isMeasured: true, span: [1, 1.001] });
    expect(parsed(svg).querySelectorAll('circle').length).toBeGreaterThan(5);
    expect(texts(svg)).not.toContain('e1 & e2 cut');
  });
});

describe('the band of a forecast', () => {
  const series = [
    { label: 'error', colour: '#0000ff' },
    { label: 'forecast', colour: '#00aa00', kind: 'twin' as const },
    ...boundsOf('forecast', '#00aa00'),
  ];
  const data = [
    [0, 1, 2],
    [4, 2, null],
    [null, 2, 1],
    [null, 3, 2],
    [null, 1, 0.5],
  ];

  it('is an area between its bounds, which the legend leaves out, and a line beside the points of a board', () => {
    const svg = parsed(plotFigure({ ...picture, spec: { ...picture.spec, series }, data, markers: [], isMeasured: true }).svg);
    const area = svg.querySelector('path[fill="#00aa00"]')!;
    const [first, second, third, fourth] = area
      .getAttribute('d')!
      .slice(1, -1)
      .split('L')
      .map((point) => point.split(' ').map(Number));
    expect([first[0], second[0]]).toEqual([fourth[0], third[0]]);
    expect(first[1]).toBeLessThan(fourth[1]);
    expect(svg.querySelectorAll('circle')).toHaveLength(2);
    expect(svg.querySelectorAll('path[stroke="#00aa00"]').length).toBeGreaterThanOrEqual(3);
    expect(texts(svg.documentElement.innerHTML)).not.toContain('forecast, highest');
  });

  it('is drawn by the plot between the two bounds, which are in its data', () => {
    const hooks = {
      onCursor: () => undefined,
      onSelect: () => undefined,
      spanAt: () => null,
      range: null,
      position: () => null,
      isMeasured: true,
    };
    const options = plotOptions({ ...picture.spec, series }, colours, { width: 300, height: 200 }, () => [], hooks);
    expect(options.bands).toEqual([{ series: [3, 4], fill: '#00aa002e' }]);
    expect(options.series.map(({ paths }) => paths === undefined)).toEqual([true, false, true, true, true]);
    expect(tableOf({ ...picture.spec, series }, data).header).toContain('forecast, lowest');
    expect(errorReading(data, 1, { ...picture.spec, series })).toBe('1\u00a0s: 2  2');
  });
});

describe('a drawing surface that writes vectors', () => {
  it('turns the calls of a canvas into elements', () => {
    const context = new SvgContext((text) => 6 * text.length);
    const canvas = context.asCanvas();
    canvas.fillStyle = '#123456';
    canvas.fillRect(1, 2, 3, 4);
    canvas.save();
    canvas.globalAlpha = 0.5;
    canvas.beginPath();
    canvas.arc(10, 10, 2, 0, 2 * Math.PI);
    canvas.fill();
    canvas.restore();
    canvas.textAlign = 'right';
    canvas.fillText('V < 1', 5, 6);
    expect(canvas.measureText('abc').width).toBe(18);
    const drawn = parsed(`<svg>${context.content}</svg>`);
    expect(drawn.querySelector('rect')?.getAttribute('fill')).toBe('#123456');
    expect(drawn.querySelector('path')?.getAttribute('opacity')).toBe('0.5');
    expect(drawn.querySelector('text')).toMatchObject({ textContent: 'V < 1' });
    expect(drawn.querySelector('text')?.getAttribute('text-anchor')).toBe('end');
  });

  it('says so where a drawing asks for what it does not know', () => {
    const canvas = new SvgContext(() => 0).asCanvas();
    expect(() => canvas.bezierCurveTo(0, 0, 0, 0, 0, 0)).toThrow('figures can’t draw with bezierCurveTo');
    expect(() => (canvas.shadowBlur = 3)).toThrow('shadowBlur');
  });
});
