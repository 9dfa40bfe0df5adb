/** Made by the build and by the tests, so absent from a fresh checkout. */
const generated = /^(\.\/)?(dist|artifacts|node_modules)\b/;

/** Paths in code spans, in shell blocks and in links: anything with a slash that ends like a file or a folder. */
export function mentionedPaths(text: string): string[] {
  const spans = [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);
  const words = shellLines(text).flatMap((line) => line.split(/\s+/));
  const links = [...withoutBlocks(text).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
  const named = [...spans, ...words].filter((span) => /^(\.\/|\.\.\/)?[\w.-]+(\/[\w.-]+)*(\/|\/[\w-]+\.\w+|\/run)$/.test(span));
  return [...new Set([...named, ...links])].filter((path) => !generated.test(path));
}

/** Files in code spans that are named without their folder: `clock.ts`. */
export function mentionedFiles(text: string): string[] {
  const spans = [...withoutBlocks(text).matchAll(/`([\w.-]+\.(?:ts|js|mjs|cjs|json|md|svelte))`/g)].map(([, span]) => span);
  return [...new Set(spans)];
}

/** Names of npm scripts: `npm run bench` → bench, `npm test` → test. */
export function mentionedScripts(text: string): string[] {
  const run = [...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name]) => name);
  const short = [...text.matchAll(/\bnpm (test|start)\b/g)].map(([, name]) => name);
  return [...new Set([...run, ...short])];
}

/** Commands of the program: `npx twinbench solve` → solve. */
export function mentionedCommands(text: string): string[] {
  return [...new Set([...text.matchAll(/\bnpx twinbench ([a-z][\w-]*)/g)].map(([, name]) => name))];
}

function shellLines(text: string): string[] {
  return [...text.matchAll(/```(?:sh|bash|console)\n([\s\S]*?)```/g)].flatMap(([, block]) => block.split('\n'));
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/```[\s\S]*?```/g, '');
}
