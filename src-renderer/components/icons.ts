/**
 * Line icons on a 16-pixel grid, as path data. Drawn by us, because symbol characters fall to empty boxes with the fonts that some
 * systems have. `fill` icons are filled, the others are stroked.
 */
export const icons = {
  restart: { d: 'M3.2 8a4.8 4.8 0 1 0 1.5-3.5M3 2.6v3h3', isFilled: false },
  seed: {
    d: 'M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1M5.5 5.5h.01M10.5 5.5h.01M8 8h.01M5.5 10.5h.01M10.5 10.5h.01',
    isFilled: false,
  },
  run: { d: 'M4.5 2.8v10.4L13 8z', isFilled: true },
  pause: { d: 'M4 3h3v10H4zM9 3h3v10H9z', isFilled: true },
  step: { d: 'M3 3v10l7.5-5zM11 3h2v10h-2z', isFilled: true },
  cut: {
    d: 'M5.6 5.6 13 13M5.6 10.4 13 3M6 4.2a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0M6 11.8a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0',
    isFilled: false,
  },
  stick: { d: 'M4 7.5h8v5.8H4zM5.6 7.5V5.2a2.4 2.4 0 0 1 4.8 0v2.3', isFilled: false },
  repair: { d: 'M2.5 8h3M10.5 8h3M6.2 5.5h-1a2.5 2.5 0 0 0 0 5h1M9.8 5.5h1a2.5 2.5 0 0 1 0 5h-1M6.5 8h3', isFilled: false },
  short: { d: 'M2 8h12M4 8V4h8v4', isFilled: false },
  flow: { d: 'M2 8h.01M6 8h.01M10 8h.01M11.5 5 14 8l-2.5 3', isFilled: false },
  undo: { d: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3', isFilled: false },
  redo: { d: 'M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M13 6.5l-3-3M13 6.5l-3 3', isFilled: false },
  random: { d: 'M2 4.5h2.5l6 7H14M2 11.5h2.5l1.7-2M9 6.3l1.5-1.8H14M12 2.5l2 2-2 2M12 9.5l2 2-2 2', isFilled: false },
  worst: { d: 'M2.5 13.5h11M3.5 11l3-3 2 2L13 4.5M13 8V4.5H9.5', isFilled: false },
  select: { d: 'M4 2.5 12.5 8l-3.8.9L7 12.8z', isFilled: false },
  sun: {
    d: 'M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
    isFilled: false,
  },
  moon: { d: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z', isFilled: false },
  help: { d: 'M5.8 5.9a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12.2h.01', isFilled: false },
  close: { d: 'M4 4l8 8M12 4l-8 8', isFilled: false },
  down: { d: 'M4 6.5l4 4 4-4', isFilled: false },
  open: { d: 'M2 12.5v-9h4l1.5 2H13v2M2 12.5l2-5h10.5l-2 5z', isFilled: false },
  warning: { d: 'M8 2.2 14.3 13H1.7zM8 6.5v3M8 11.3h.01', isFilled: false },
  gallery: { d: 'M2.5 3h4.5v4.2H2.5zM9 3h4.5v4.2H9zM2.5 9h4.5v4H2.5zM9 9h4.5v4H9z', isFilled: false },
  search: { d: 'M11 6.8a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0M10 10l3.5 3.5', isFilled: false },
  table: { d: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.2 3v10', isFilled: false },
  pin: { d: 'M6 2.5h4l-.5 4 2 2.5h-7l2-2.5zM8 9v4.5', isFilled: false },
  record: { d: 'M12.5 8a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0', isFilled: true },
  stop: { d: 'M4 4h8v8H4z', isFilled: true },
  mark: { d: 'M4 14V2.5h8l-2.2 3L12 8.5H4', isFilled: false },
  back: { d: 'M13 3v10L5.5 8zM3 3h2v10H3z', isFilled: true },
  save: { d: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.2h10', isFilled: false },
  import: { d: 'M8 10.2V2.7M4.8 5.9 8 2.7l3.2 3.2M3 13.2h10', isFilled: false },
  folder: { d: 'M2 12.5v-9h4l1.5 2H14v7z', isFilled: false },
  trash: { d: 'M3 4.5h10M6.5 4V2.8h3V4M4.2 4.5l.7 8.7h6.2l.7-8.7M6.7 7v4M9.3 7v4', isFilled: false },
  edit: { d: 'M10.8 2.8l2.4 2.4-7.7 7.7-3 .6.6-3z', isFilled: false },
  axes: { d: 'M3.5 13.5v-11M1.8 4.2 3.5 2.5l1.7 1.7M2.5 12.5h11M11.8 10.8l1.7 1.7-1.7 1.7', isFilled: false },
  node: { d: 'M8 2.2 13.8 8 8 13.8 2.2 8z', isFilled: false },
  plot: { d: 'M2.5 2.5v11h11M4.5 10.5l3-3.5 2.3 2 3.2-4.5', isFilled: false },
  tag: { d: 'M2.5 2.5h5.3l5.7 5.7-5.3 5.3-5.7-5.7zM5.4 5.4h.01', isFilled: false },
} as const;

export type IconName = keyof typeof icons;
