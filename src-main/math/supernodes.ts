import { fillStructure } from './fillStructure.ts';

/**
 * The factors of a sparse matrix of symmetric structure, seen as dense blocks: neighbouring columns with the same rows form a
 * supernode, and every supernode is eliminated within a small dense matrix, its front (multifrontal method: Duff and Reid, ACM Trans. Math. Softw.
 * 9, 302, 1983; Liu, SIAM Review 34, 82, 1992).
 *
 * The front of supernode J, with s columns and r rows below them, is kept in two pieces, both column by column: the panel
 * [(s + r) × s], which becomes the columns of the factor, and the update [r × r], which goes to the parent and is then forgotten.
 */
export interface SupernodePlan {
  readonly count: number;
  /** Supernode J has the columns firsts[J] .. firsts[J + 1]. */
  readonly firsts: Int32Array;
  /** Its rows below them, ascending: rows[rowStarts[J] .. rowStarts[J + 1]]. */
  readonly rowStarts: Int32Array;
  readonly rows: Int32Array;
  /** Where each of these rows lies in the front of the parent. */
  readonly images: Int32Array;
  /** Where its panel begins in the lower part of the values, and in the upper part, transposed; [count + 1]. */
  readonly panels: Int32Array;
  /** Where its update begins in the workspace. */
  readonly updates: Int32Array;
  /** Its children, which come before it: children[childStarts[J] .. childStarts[J + 1]]. */
  readonly childStarts: Int32Array;
  readonly children: Int32Array;
  /** Numbers in the workspace. */
  readonly workSize: number;
  /** Supernode of each column. */
  readonly supernodeOf: Int32Array;
}

/** Place of entry (row, column), both in elimination order and row > column, within the panels. */
export function placeInPanels(plan: SupernodePlan, row: number, column: number): number {
  const { supernodeOf, firsts, rowStarts, rows, panels } = plan;
  const node = supernodeOf[column];
  const end = firsts[node + 1];
  const width = end - firsts[node];
  const stride = width + rowStarts[node + 1] - rowStarts[node];
  let place = row - firsts[node];
  if (row >= end) {
    let low = rowStarts[node];
    let high = rowStarts[node + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle] < row) low = middle + 1;
      else high = middle;
    }
    if (low === rowStarts[node + 1] || rows[low] !== row) throw new Error('the entry is not in the pattern');
    place = width + low - rowStarts[node];
  }
  return panels[node] + place + (column - firsts[node]) * stride;
}

/** Two supernodes become one if together they have at most so many columns and this part of their numbers are zeros; as in CHOLMOD. */
const RELAXED: readonly (readonly [columns: number, zeros: number])[] = [
  [4, 0.8],
  [16, 0.15],
  [48, 0.07],
  [Infinity, 0.03],
];

/**
 * Analyses a pattern.
 *
 * @param neighbours  symmetric adjacency, [unknown], without the unknown itself
 * @param proposal    order of elimination, [turn]; the order that is taken makes the same factors, with supernodes side by side
 * @param border      so many unknowns at the end of the order stay there and form one supernode, the last
 * @cost   about the fill, sorting apart
 */
export function planSupernodes(
  neighbours: readonly ReadonlySet<number>[],
  proposal: Int32Array,
  border: number,
): { order: Int32Array; position: Int32Array; supernodes: SupernodePlan } {
  const count = proposal.length;
  const order = postorder(parentsOf(neighbours, proposal, border), border).map((turn) => proposal[turn]);
  const position = new Int32Array(count);
  order.forEach((unknown, turn) => (position[unknown] = turn));
  const columns = fillStructure(neighbours, order, position, border);
  return { order, position, supernodes: layOut(merge(columns, border), count) };
}

/** The elimination tree: parent of each turn, −1 for a root (Liu, SIAM J. Matrix Anal. Appl. 11, 134, 1990). */
function parentsOf(neighbours: readonly ReadonlySet<number>[], order: Int32Array, border: number): Int32Array {
  const count = order.length;
  const position = new Int32Array(count);
  order.forEach((unknown, turn) => (position[unknown] = turn));
  const parents = new Int32Array(count).fill(-1);
  const ancestors = new Int32Array(count).fill(-1);
  for (let turn = 0; turn < count; turn++) {
    for (const neighbour of neighbours[order[turn]]) {
      let below = position[neighbour];
      while (below < turn) {
        const ancestor = ancestors[below];
        ancestors[below] = turn;
        if (ancestor < 0) parents[below] = turn;
        if (ancestor < 0 || ancestor === turn) break;
        below = ancestor;
      }
    }
  }
  // The border is one supernode above everything, whatever is joined to it.
  if (border > 0) {
    for (let turn = 0; turn < count - border; turn++)
      if (parents[turn] < 0 || parents[turn] > count - border) parents[turn] = count - border;
    for (let turn = count - border; turn < count; turn++) parents[turn] = turn + 1 < count ? turn + 1 : -1;
  }
  return parents;
}

/** Children before parents, each subtree in one piece; a turn's largest subtree comes last, next to it. */
function postorder(parents: Int32Array, border: number): Int32Array {
  const count = parents.length;
  const sizes = new Int32Array(count).fill(1);
  parents.forEach((parent, turn) => (parent >= 0 ? (sizes[parent] += sizes[turn]) : undefined));
  const children: number[][] = Array.from({ length: count }, () => []);
  const roots: number[] = [];
  parents.forEach((parent, turn) => (parent < 0 ? roots : children[parent]).push(turn));
  children.forEach((list) => list.sort((a, b) => sizes[a] - sizes[b] || a - b));
  // Within the border the order stays: its turns are a chain, which comes last.
  for (let turn = count - border + 1; turn < count; turn++)
    children[turn] = [...children[turn].filter((child) => child !== turn - 1), turn - 1];
  const order = new Int32Array(count);
  let next = count;
  const stack = roots;
  for (let turn = stack.pop(); turn !== undefined; turn = stack.pop()) {
    order[--next] = turn;
    stack.push(...children[turn]);
  }
  return order;
}

interface Supernode {
  first: number;
  end: number;
  rows: Int32Array;
}

/** Columns with the same rows become supernodes, and small ones join their parents where few zeros come in. */
function merge(columns: readonly Int32Array[], border: number): Supernode[] {
  const count = columns.length;
  const supernodes: Supernode[] = [];
  const zeros: number[] = [];
  columns.forEach((rows, column) => {
    const last = supernodes.at(-1);
    const isBorder = column > count - border;
    if (last !== undefined && last.rows.length === rows.length + 1 && last.rows[0] === column && (isBorder || column !== count - border)) {
      last.end = column + 1;
      last.rows = rows;
      return;
    }
    supernodes.push({ first: column, end: column + 1, rows });
    zeros.push(0);
  });
  const merged: Supernode[] = [];
  const mergedZeros: number[] = [];
  supernodes.forEach((supernode, index) => {
    let added = zeros[index];
    for (let child = merged.at(-1); child !== undefined && child.rows[0] < supernode.end; child = merged.at(-1)) {
      if (supernode.first >= count - border && border > 0) break;
      const [own, other] = [supernode.end - supernode.first, child.end - child.first];
      const size = triangle(own + other) + (own + other) * supernode.rows.length;
      const stored = triangle(own) + own * supernode.rows.length + triangle(other) + other * child.rows.length;
      const total = added + mergedZeros[merged.length - 1] + size - stored;
      const isWorthIt = RELAXED.some(([limit, part]) => own + other <= limit && total <= part * size);
      if (!isWorthIt) break;
      supernode.first = child.first;
      added = total;
      merged.pop();
      mergedZeros.pop();
    }
    merged.push(supernode);
    mergedZeros.push(added);
  });
  return merged;
}

function triangle(side: number): number {
  return (side * (side + 1)) / 2;
}

function layOut(supernodes: readonly Supernode[], columns: number): SupernodePlan {
  const count = supernodes.length;
  const firsts = Int32Array.from([...supernodes.map(({ first }) => first), columns]);
  const rowStarts = new Int32Array(count + 1);
  const panels = new Int32Array(count + 1);
  const supernodeOf = new Int32Array(columns);
  supernodes.forEach(({ first, end, rows }, index) => {
    rowStarts[index + 1] = rowStarts[index] + rows.length;
    panels[index + 1] = panels[index] + (end - first) * (end - first + rows.length);
    supernodeOf.fill(index, first, end);
  });
  const rows = new Int32Array(rowStarts[count]);
  supernodes.forEach((supernode, index) => rows.set(supernode.rows, rowStarts[index]));
  const parents = Int32Array.from(supernodes, (supernode) => (supernode.rows.length === 0 ? -1 : supernodeOf[supernode.rows[0]]));
  const childrenOf: number[][] = supernodes.map(() => []);
  parents.forEach((parent, index) => (parent >= 0 ? childrenOf[parent].push(index) : undefined));
  const childStarts = new Int32Array(count + 1);
  childrenOf.forEach((list, index) => (childStarts[index + 1] = childStarts[index] + list.length));
  return {
    count,
    firsts,
    rowStarts,
    rows,
    images: imagesOf(supernodes, parents, rowStarts),
    panels,
    ...placeUpdates(supernodes, parents),
    childStarts,
    children: Int32Array.from(childrenOf.flat()),
    supernodeOf,
  };
}

function imagesOf(supernodes: readonly Supernode[], parents: Int32Array, rowStarts: Int32Array): Int32Array {
  const images = new Int32Array(rowStarts[supernodes.length]);
  supernodes.forEach(({ rows }, index) => {
    if (parents[index] < 0) return;
    const parent = supernodes[parents[index]];
    let place = 0;
    rows.forEach((row, entry) => {
      if (row < parent.end) images[rowStarts[index] + entry] = row - parent.first;
      else {
        while (parent.rows[place] < row) place++;
        images[rowStarts[index] + entry] = parent.end - parent.first + place;
      }
    });
  });
  return images;
}

/**
 * Updates live on two stacks, one for the even and one for the odd depths of the tree: those of the children lie on top of one
 * when their parent takes them, and its own goes on the other.
 */
function placeUpdates(supernodes: readonly Supernode[], parents: Int32Array): { updates: Int32Array; workSize: number } {
  const count = supernodes.length;
  const depths = new Int32Array(count);
  for (let index = count - 1; index >= 0; index--) depths[index] = parents[index] < 0 ? 0 : depths[parents[index]] + 1;
  const updates = new Int32Array(count);
  const heights = [0, 0];
  const highest = [0, 0];
  const begins = new Int32Array(count).fill(-1);
  for (let index = 0; index < count; index++) {
    const stack = depths[index] % 2;
    // What the children put on the other stack is free again after this supernode: its first child lies lowest.
    if (begins[index] >= 0) heights[1 - stack] = begins[index];
    updates[index] = heights[stack];
    if (parents[index] >= 0 && begins[parents[index]] < 0) begins[parents[index]] = heights[stack];
    heights[stack] += supernodes[index].rows.length ** 2;
    highest[stack] = Math.max(highest[stack], heights[stack]);
  }
  for (let index = 0; index < count; index++) if (depths[index] % 2 === 1) updates[index] += highest[0];
  return { updates, workSize: highest[0] + highest[1] };
}
