const letters = 'αβγδεζηθ';

/** "E(α)", "E(β)" …: the errors of tasks trained in turn, by the letters of the papers. */
export function taskNames(count: number): string[] {
  return Array.from({ length: count }, (_, task) => `E(${letters[task] ?? String(task + 1)})`);
}
