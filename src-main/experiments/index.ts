import { digipots2022 } from './digipots2022/index.ts';
import type { PublishedExperiment } from './experiment.ts';
import { imperfection2025 } from './imperfection2025/index.ts';
import { quasistatic } from './quasistatic/index.ts';
import { slides } from './slides/index.ts';
import { transistors2024 } from './transistors2024/index.ts';

/** The catalogue by paper, in the order in which it is printed. */
export const papers: Readonly<Record<string, Readonly<Record<string, PublishedExperiment>>>> = {
  digipots2022,
  transistors2024,
  quasistatic,
  imperfection2025,
  slides,
};

/** Every experiment under its full name, "paper/kind". */
export const experiments: Readonly<Record<string, PublishedExperiment>> = Object.fromEntries(
  Object.entries(papers).flatMap(([paper, entries]) =>
    Object.entries(entries).map(([kind, experiment]): [string, PublishedExperiment] => [`${paper}/${kind}`, experiment]),
  ),
);
