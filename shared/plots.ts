/** Everything that the column of plots can show. Which of them an experiment has something to show in, its session says. */
export const plotKinds = [
  'error',
  'accuracy',
  'outputs',
  'outputErrors',
  'modes',
  'outputMap',
  'edgeStates',
  'phasePlane',
  'taskErrors',
  'periods',
  'power',
] as const;

export type PlotKind = (typeof plotKinds)[number];
