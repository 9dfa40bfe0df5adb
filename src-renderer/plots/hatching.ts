/** Slanting lines of a hatched stretch are so far apart, px. */
export const HATCH_PITCH = 7;
/** A stretch is at least so wide that its hatching is seen, px: a board that was away for a minute may have done a few steps. */
const LEAST_WIDTH = 8;

/**
 * What of a stretch lies on a plot, widened to be seen; `null` where nothing does.
 *
 * @param from, to  of the stretch, in the pixels of the plot; `to` may be infinite
 * @param scale     device pixels in a pixel
 */
export function hatchedSpan(from: number, to: number, box: { left: number; width: number }, scale = 1): readonly [number, number] | null {
  const end = box.left + box.width;
  const far = Math.min(Math.max(to, from + LEAST_WIDTH * scale), end);
  const near = Math.max(Math.min(from, end - LEAST_WIDTH * scale), box.left);
  // What begins at the end of the axis, as of now, is seen there, though rounding puts it a pixel beyond.
  return from > end + scale || far <= box.left ? null : [near, far];
}
