import { element, escaped, figureOf, type Figure } from './svg.ts';

/** What a picture takes from the style sheets of the page; elsewhere these would not be there. */
const styles = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-dashoffset',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

/** Attributes that mean something on a page only. */
const pageOnly = /^(class|role|tabindex|aria-|data-|style$)/;

/**
 * The schematic and its legend as they stand on screen, as one figure.
 *
 * @param picture  the drawing
 * @param legend   what explains it; its words and colours are taken over where they stand
 * @param ground   colour behind it
 */
export function schematicFigure(picture: SVGSVGElement, legend: Element | null, title: string, ground: string): Figure {
  const frame = picture.getBoundingClientRect();
  const copy = picture.cloneNode(true) as SVGSVGElement;
  settle(picture, copy);
  const inside = [...copy.childNodes].map((node) =>
    new XMLSerializer().serializeToString(node).replaceAll(' xmlns="http://www.w3.org/2000/svg"', ''),
  );
  const below = legend?.getBoundingClientRect().bottom ?? 0;
  const height = Math.max(frame.height, below - frame.top + 4);
  return figureOf(inside.join('') + legendOf(legend, frame), { width: frame.width, height }, ground, title);
}

/** Writes the computed style of every element into its copy, and drops what can't be seen. */
function settle(original: Element, copy: Element): void {
  const style = getComputedStyle(original);
  for (const { name } of [...copy.attributes]) if (pageOnly.test(name)) copy.removeAttribute(name);
  for (const name of styles) {
    const value = style.getPropertyValue(name);
    if (value !== '') copy.setAttribute(name, name === 'font-family' ? value.replaceAll('"', "'") : value);
  }
  [...original.children].forEach((child, index) => {
    if (copy.children[index] !== undefined) settle(child, copy.children[index]);
  });
  [...original.children].map((child, index) => (isVisible(child) ? null : copy.children[index])).forEach((child) => child?.remove());
}

function isVisible(child: Element): boolean {
  const { display, visibility, fill, stroke } = getComputedStyle(child);
  if (display === 'none' || visibility === 'hidden') return false;
  const isShape = child.children.length === 0 && child.tagName !== 'text' && child.tagName !== 'tspan' && child.tagName !== 'stop';
  return !isShape || !isClear(fill) || !isClear(stroke);
}

function isClear(paint: string): boolean {
  return paint === 'none' || paint === 'transparent' || paint === 'rgba(0, 0, 0, 0)';
}

/** The legend is HTML: its texts, lines and colour ramps at their places. */
function legendOf(legend: Element | null, frame: DOMRect): string {
  if (legend === null) return '';
  const parts: string[] = [];
  const visit = (node: Node): void => {
    if (node instanceof HTMLButtonElement) return;
    if (node instanceof HTMLSelectElement) {
      parts.push(words(node.selectedOptions[0]?.text ?? '', node, node.getBoundingClientRect(), frame));
      return;
    }
    if (node instanceof HTMLElement && node.childNodes.length === 0) return void parts.push(block(node, frame, parts.length));
    if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '' && node.parentElement !== null) {
      const range = document.createRange();
      range.selectNodeContents(node);
      parts.push(words(node.textContent ?? '', node.parentElement, range.getBoundingClientRect(), frame));
      return;
    }
    node.childNodes.forEach(visit);
  };
  visit(legend);
  return parts.join('');
}

function words(content: string, owner: Element, place: DOMRect, frame: DOMRect): string {
  const style = getComputedStyle(owner);
  return element(
    'text',
    {
      x: place.left - frame.left + (owner instanceof HTMLSelectElement ? 6 : 0),
      y: place.top - frame.top + place.height / 2 + 4,
      fill: style.color,
      'font-family': style.fontFamily.replaceAll('"', "'"),
      'font-size': style.fontSize,
    },
    escaped(content.replace(/\s+/g, ' ').trim()),
  );
}

/** A line, a bar or a ramp of colours. */
function block(owner: HTMLElement, frame: DOMRect, index: number): string {
  const { left, top, width, height } = owner.getBoundingClientRect();
  const { backgroundImage, backgroundColor } = getComputedStyle(owner);
  const place = { x: left - frame.left, y: top - frame.top, width, height };
  const stops = backgroundImage.match(/rgba?\([^)]*\)|#[0-9a-f]{6}/gi) ?? [];
  if (stops.length < 2) return isClear(backgroundColor) ? '' : element('rect', { ...place, fill: backgroundColor });
  const id = `ramp${index}`;
  const colours = stops.map((stop, at) => element('stop', { offset: at / (stops.length - 1), 'stop-color': stop })).join('');
  return element('linearGradient', { id }, colours) + element('rect', { ...place, fill: `url(#${id})` });
}
