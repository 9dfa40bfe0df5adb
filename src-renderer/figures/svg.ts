/** A picture that stands by itself: true vectors, text as text, nothing loaded from anywhere. */
export interface Figure {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Text as it may stand in an SVG. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}

type Value = string | number | undefined;

/** One element; numbers to a hundredth of a pixel, and what is undefined is left out. */
export function element(name: string, attributes: Readonly<Record<string, Value>>, content = ''): string {
  const parts = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [`${key}="${escaped(textOf(value))}"`]));
  const open = `<${[name, ...parts].join(' ')}`;
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
}

/** The whole document, on a ground of this colour. */
export function figureOf(content: string, size: { width: number; height: number }, ground: string, title: string): Figure {
  const [width, height] = [Math.round(size.width), Math.round(size.height)];
  const inside = element('title', {}, escaped(title)) + element('rect', { width, height, fill: ground }) + content;
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` };
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${element('svg', attributes, inside)}\n`, width, height };
}

function textOf(value: string | number): string {
  return typeof value === 'number' ? String(Number(value.toFixed(2))) : value;
}
