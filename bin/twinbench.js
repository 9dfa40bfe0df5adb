#!/usr/bin/env node
/**
 * The `twinbench` command. It runs the built program; in a checkout whose sources are newer than the build it builds first.
 * Nothing but the program itself ever writes to standard output.
 */
import { existsSync } from 'node:fs';
import process from 'node:process';

const program = new URL('../dist/cli/main.js', import.meta.url);

try {
  // An installed package carries neither sources nor scripts: there the build is what it is.
  if (existsSync(new URL('../scripts/build.mjs', import.meta.url))) {
    const { build, canBuild } = await import('../scripts/build.mjs');
    if (canBuild()) await build({ targets: ['cli'], isSilent: true });
  }
} catch (error) {
  process.stderr.write(
    `Error: the sources of twinbench do not build\n  why:   ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.stderr.write('  do:    run `npm run check:types`, which says where\n');
  process.exit(2);
}

if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write('Error: twinbench is not built yet\n  why:   dist/ is missing, and so are the packages that build it\n');
  process.stderr.write('  do:    run `npm ci` in the folder of the checkout\n');
  process.exit(2);
}
