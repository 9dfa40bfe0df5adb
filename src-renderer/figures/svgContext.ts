import { element, escaped } from './svg.ts';

/** The properties of a drawing surface that pictures of ours set. */
interface Pen {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: string;
  globalAlpha: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  dash: readonly number[];
  clip: string;
}

/**
 * A drawing surface that writes SVG: it takes the calls by which panels draw on a canvas, as far as they use them, so that a picture
 * on screen and its figure come from the same lines of code.
 */
export class SvgContext {
  #parts: string[] = [];
  #path = '';
  #clips = 0;
  readonly #stack: Pen[] = [];
  readonly #measure: (text: string, font: string) => number;
  readonly pen: Pen = {
    fillStyle: '#000',
    strokeStyle: '#000',
    lineWidth: 1,
    lineJoin: 'miter',
    globalAlpha: 1,
    font: '11px sans-serif',
    textAlign: 'left',
    textBaseline: 'alphabetic',
    dash: [],
    clip: '',
  };

  /** @param measure  width of a text in a font, px */
  constructor(measure: (text: string, font: string) => number) {
    this.#measure = measure;
  }

  /** What was drawn. */
  get content(): string {
    return this.#parts.join('');
  }

  /** The same surface under the type that drawing functions ask for. @throws Error  on a call that this surface does not know */
  asCanvas(): CanvasRenderingContext2D {
    const known = new Set<PropertyKey>(Object.getOwnPropertyNames(SvgContext.prototype));
    return new Proxy(this, {
      get: (_, key) => {
        if (key in this.pen) return this.pen[key as keyof Pen];
        if (!known.has(key)) throw new Error(`figures can’t draw with ${String(key)}`);
        return (this[key as keyof this] as (...values: unknown[]) => unknown).bind(this);
      },
      set: (_, key, value: unknown) => {
        if (!(key in this.pen)) throw new Error(`figures can’t draw with ${String(key)}`);
        Object.assign(this.pen, { [key]: value });
        return true;
      },
    }) as unknown as CanvasRenderingContext2D;
  }

  save(): void {
    this.#stack.push({ ...this.pen });
  }

  restore(): void {
    Object.assign(this.pen, this.#stack.pop());
  }

  setLineDash(dash: readonly number[]): void {
    this.pen.dash = [...dash];
  }

  clearRect(): void {
    // The ground of a figure is drawn beneath it.
  }

  beginPath(): void {
    this.#path = '';
  }

  closePath(): void {
    this.#path += 'Z';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${round(x)} ${round(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${round(x)} ${round(y)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
  }

  /** Whole circles only, which is what marks are. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    if (Math.abs(to - from) < 2 * Math.PI - 1e-6) throw new Error('figures can draw whole circles only');
    const r = round(radius);
    this.#path += `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${round(2 * radius)} 0a${r} ${r} 0 1 0 ${round(-2 * radius)} 0Z`;
  }

  clip(): void {
    const id = `clip${this.#clips++}`;
    this.#parts.push(element('clipPath', { id }, element('path', { d: this.#path })));
    this.pen.clip = `url(#${id})`;
  }

  fill(): void {
    this.#draw(element('path', { d: this.#path, fill: this.pen.fillStyle, ...this.#common() }));
  }

  stroke(): void {
    this.#draw(element('path', { d: this.#path, fill: 'none', ...this.#line(), ...this.#common() }));
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#draw(element('rect', { x, y, width, height, fill: this.pen.fillStyle, ...this.#common() }));
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#draw(element('rect', { x, y, width, height, fill: 'none', ...this.#line(), ...this.#common() }));
  }

  fillText(text: string, x: number, y: number): void {
    this.#draw(textElement(text, x, y, this.pen));
  }

  measureText(text: string): { width: number } {
    return { width: this.#measure(text, this.pen.font) };
  }

  #draw(part: string): void {
    this.#parts.push(part);
  }

  #line(): Record<string, string | number | undefined> {
    const { strokeStyle, lineWidth, lineJoin, dash } = this.pen;
    const dashes = dash.length === 0 ? undefined : dash.join(' ');
    return { stroke: strokeStyle, 'stroke-width': lineWidth, 'stroke-linejoin': lineJoin, 'stroke-dasharray': dashes };
  }

  #common(): Record<string, string | number | undefined> {
    return { opacity: this.pen.globalAlpha === 1 ? undefined : this.pen.globalAlpha, 'clip-path': this.pen.clip || undefined };
  }
}

const anchors: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };
/** How far the baseline lies below a text's other lines, in its size. */
const drops: Readonly<Record<string, number>> = { top: 0.8, hanging: 0.8, middle: 0.33, bottom: -0.2 };

function textElement(text: string, x: number, y: number, { font, fillStyle, textAlign, textBaseline, globalAlpha }: Pen): string {
  const [, weight, size, family] = /^(?:(bold|\d{3})\s+)?([\d.]+)px\s+(.*)$/.exec(font) ?? ['', undefined, '11', 'sans-serif'];
  return element(
    'text',
    {
      x,
      y: y + (drops[textBaseline] ?? 0) * Number(size),
      fill: fillStyle,
      'font-family': family,
      'font-size': `${size}px`,
      'font-weight': weight,
      'text-anchor': anchors[textAlign],
      opacity: globalAlpha === 1 ? undefined : globalAlpha,
    },
    escaped(text),
  );
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
