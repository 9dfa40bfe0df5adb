import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EdgeDocument, NetworkDocument } from '../../../shared/documents/network.ts';

/** What ngspice finds: node voltages by id, V, and the current that each held node feeds into the network, A. */
export interface SpiceSolution {
  readonly voltages: ReadonlyMap<string, number>;
  readonly fed: ReadonlyMap<string, number>;
}

/** Tight enough for 1e-9; rshunt gives floating nodes an equation, 1e-9 of the smallest conductance that is drawn. */
const OPTIONS = '.options reltol=1e-10 abstol=1e-20 vntol=1e-13 gmin=1e-20 rshunt=1e16 itl1=2000';

export function hasNgspice(): boolean {
  try {
    execFileSync('ngspice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Operating points of all networks, in one ngspice process. */
export function runNgspice(documents: readonly NetworkDocument[]): SpiceSolution[] {
  const folder = mkdtempSync(join(tmpdir(), 'twinbench-ngspice-'));
  try {
    const control = documents.map((document, index) => {
      const file = join(folder, `network${index}.cir`);
      writeFileSync(file, netlistOf(document));
      return `source ${file}\nop\necho NETWORK ${index}\nprint all`;
    });
    const deck = join(folder, 'all.cir');
    writeFileSync(deck, ['* all', '.control', 'set numdgt=15', ...control, 'quit', '.endc', '.end', ''].join('\n'));
    return parse(
      execFileSync('ngspice', ['-b', deck], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e8 }),
      documents.length,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function netlistOf(document: NetworkDocument): string {
  const sources = Object.entries(document.hold ?? {}).map(([id, voltage]) => `v_${id} ${id} 0 ${voltage}`);
  const elements = document.edges.flatMap((edge) => elementOf(document, edge));
  // A node that only cut edges touch has to exist, too.
  const anchors = document.nodes.map(({ id }) => `r_${id} ${id} 0 1e18`);
  return ['* network', OPTIONS, ...sources, ...elements, ...anchors, '.end', ''].join('\n');
}

/** Fixed conductors are resistors, a channel is the behavioural current source of the square law. */
function elementOf({ edgeModel }: NetworkDocument, { id, from, to, ...edge }: EdgeDocument): string[] {
  if (edge.damage === 'cut') return [];
  if (edge.damage === 'short') return [`r${id} ${from} ${to} 0.1`];
  if (edge.conductance !== undefined) return edge.conductance === 0 ? [] : [`r${id} ${from} ${to} ${1 / edge.conductance}`];
  if (edgeModel.kind === 'digipot') return [`r${id} ${from} ${to} ${(edge.tap ?? 0) * edgeModel.stepOhms}`];
  if (edgeModel.kind !== 'transistor') throw new Error('an edge without a state');
  const overdrive = (edge.gate ?? 0) - (edge.threshold ?? edgeModel.threshold);
  const half = (edge.transconductance ?? edgeModel.transconductance) / 2;
  const open = (node: string): string => `(max(${overdrive}-v(${node}),0))^2`;
  return [`b${id} ${from} ${to} i=${half}*(${open(to)}-${open(from)})`];
}

function parse(output: string, count: number): SpiceSolution[] {
  const sections = output.split(/^NETWORK \d+$/m).slice(1);
  if (sections.length !== count) throw new Error(`ngspice answered for ${sections.length} of ${count} networks:\n${output}`);
  return sections.map((section) => {
    const voltages = new Map<string, number>();
    const fed = new Map<string, number>();
    for (const [, name, value] of section.matchAll(/^(\S+) = (\S+)$/gm)) {
      if (name.endsWith('#branch')) fed.set(name.slice('v_'.length, -'#branch'.length), -Number(value));
      else voltages.set(name, Number(value));
    }
    return { voltages, fed };
  });
}
