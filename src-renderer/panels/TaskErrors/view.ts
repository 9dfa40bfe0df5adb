const letters = 'αβγδεζηθ';

/** "E_α", "E_β" …: the errors of tasks trained in turn, as the papers call them. */
export function taskNames(count: number): string[] {
  return Array.from({ length: count }, (_, task) => `E_${letters[task] ?? String(task + 1)}`);
}
