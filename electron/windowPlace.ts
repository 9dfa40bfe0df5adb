import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';
import type { Files } from '../src-main/recording/files.ts';

/** px of the screen's own scale. */
const rectangle = z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });

const shape = z.strictObject({
  /** Of the window when it does not fill the screen. */
  bounds: rectangle,
  isMaximized: z.boolean(),
  /** 1: a pixel of the page is one of the screen's scale. */
  zoom: z.number().min(0.3).max(5),
});

/** Where the window was, and how it was looked at. */
export type WindowPlace = z.infer<typeof shape>;

const usual = { width: 1440, height: 900 };
export const smallest = { width: 720, height: 450 };
/** So much of the upper edge has to be on a screen, px: enough to take hold of the window and move it. */
const GRIP = { width: 160, height: 40 };

/** What is remembered of the window; `null` where nothing is, or nothing that can be understood. */
export async function readPlace(files: Pick<Files, 'readText'>, path: string): Promise<WindowPlace | null> {
  try {
    return shape.parse(JSON.parse((await files.readText(path)) ?? ''));
  } catch {
    return null;
  }
}

/** Remembers the window as it is now. A disk that can't be written to loses it. */
export async function keepPlace(files: Pick<Files, 'writeText'>, path: string, window: BrowserWindow): Promise<void> {
  const place: WindowPlace = {
    bounds: window.getNormalBounds(),
    isMaximized: window.isMaximized(),
    zoom: window.webContents.getZoomFactor(),
  };
  await files.writeText(path, `${JSON.stringify(place, null, 2)}\n`).catch(() => undefined);
}

/**
 * Where a window may open: where it was, as far as that is still on a screen. Screens come and go between launches, and a window
 * whose upper edge is nowhere can't be moved back.
 *
 * @param workAreas  of every screen, without its bars; the first is the main one
 * @returns the bounds; without a place of its own (the system centres it) where it can't be where it was
 */
export function boundsOn(workAreas: readonly Rectangle[], place: WindowPlace | null): Partial<Rectangle> & typeof usual {
  const area = place === null ? undefined : [...workAreas].sort((one, other) => gripOn(other, place.bounds) - gripOn(one, place.bounds))[0];
  if (place === null || area === undefined || gripOn(area, place.bounds) === 0) return fitted(usual, workAreas[0] ?? usual);
  const { width, height } = fitted(place.bounds, area);
  return {
    width,
    height,
    x: within(place.bounds.x, area.x + GRIP.width - width, area.x + area.width - GRIP.width),
    y: within(place.bounds.y, area.y, area.y + area.height - GRIP.height),
  };
}

/** How much of a window's upper edge is on a screen, px; 0 where that is too little to take hold of. */
function gripOn(screen: Rectangle, { x, y, width }: Rectangle): number {
  const across = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  const isBeside = y < screen.y - GRIP.height || y > screen.y + screen.height - GRIP.height;
  return isBeside || across < GRIP.width ? 0 : across;
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

function fitted(size: { width: number; height: number }, screen: { width: number; height: number }): typeof usual {
  return {
    width: Math.max(smallest.width, Math.min(size.width, screen.width)),
    height: Math.max(smallest.height, Math.min(size.height, screen.height)),
  };
}
