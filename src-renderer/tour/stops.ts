/** One stop of the tour: a part of the screen, what it is, and what to try there. */
export interface Stop {
  /** CSS selector of what is ringed. */
  target: string;
  /** Title of the panel that it is in, which may have to be opened. */
  panel?: string;
  title: string;
  text: string;
}

/** Five stops, a minute in all: what you see, a cut, the recovery, the meters, where to go on. */
export const stops: readonly Stop[] = [
  {
    target: '.schematic',
    title: 'A network that teaches itself',
    text: 'Every line is an edge that changes by itself: wide ones conduct well, orange ones rise, blue ones fall. The two round outputs show the free network on the left and the clamped one on the right. Equal halves: learned.',
  },
  {
    target: '.plots',
    title: 'The error',
    text: 'It falls while the network learns; no processor computes it for the network. The scale is logarithmic: each line is ten times less.',
  },
  {
    target: '.schematic',
    title: 'Break something',
    text: 'Tab into the network, walk with the arrows, and press X – or choose Cut and click on an edge. The error jumps, and the network learns around the gap.',
  },
  {
    target: '[data-help="damage"]',
    panel: 'Damage',
    title: 'How it takes it',
    text: 'The card here states the spike and how long the recovery took. Ctrl Z repairs; “How many can be lost?” draws the whole curve.',
  },
  {
    target: 'header',
    title: 'Where to go on',
    text: 'Experiments has every task and every figure of the papers, ready to run. Ctrl K finds every command, F1 explains what has the focus, and F11 presents.',
  },
];
