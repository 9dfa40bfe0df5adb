import process from 'node:process';
import { createNodeIo } from './nodeIo.ts';
import { run } from './program.ts';

// The exit code is set, not forced: output that is still on its way to a pipe arrives.
process.exitCode = await run(process.argv.slice(2), createNodeIo());
