import { z } from 'zod';
import { importProblem, stemOf, type ImportSource } from './importer.ts';
import { readNpz, type NumberArray } from './npyReader.ts';

/** What the side file says of one run; the same may stand there for many runs, as a list with their names. */
const metaSchema = z
  .object({
    name: z.string().optional(),
    sources: z.array(z.int().min(0)).min(1),
    targets: z.array(z.int().min(0)).min(1),
    differential: z.boolean().default(false),
    learnStepMicroseconds: z.number().gt(0).default(100),
    repeats: z.number().min(1).default(1),
    updateMode: z.union([z.literal(1), z.literal(3), z.literal(4)]).default(1),
    classLabels: z.array(z.number()).optional(),
  })
  .refine(({ differential, targets }) => !differential || targets.length === 2, {
    path: ['targets'],
    message: 'a differential output is the second of two targets minus the first',
  });

export type LaboratoryMeta = z.infer<typeof metaSchema>;

/** The arrays of a laboratory NPZ, checked against one another. M measurements of R × C nodes, N training and T test datapoints. */
export interface LaboratoryRun {
  readonly meta: LaboratoryMeta;
  readonly rows: number;
  readonly columns: number;
  readonly measurements: number;
  readonly arrays: ReadonlyMap<string, NumberArray>;
  /** An array that must be there. */
  readonly array: (name: string) => NumberArray;
}

/** Whether an archive has the arrays that make it a laboratory NPZ. */
export function isLaboratory(bytes: Uint8Array, path: string): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  const arrays = readNpz(bytes, path);
  return arrays.has('gateVertical') && arrays.has('trainFree');
}

/** @throws ProblemError E-IMPORT with the array, or the place in the side file */
export function readLaboratoryRun(source: ImportSource): LaboratoryRun {
  const { path } = source;
  const arrays = measured(readNpz(source.bytes, path));
  const array = (name: string): NumberArray => {
    const found = arrays.get(name);
    if (found === undefined)
      throw importProblem(path, `it has no array "${name}"`, 'See src-main/recording/importers/LABORATORY.md for the layout.');
    return found;
  };
  const gates = array('gateVertical');
  const [rows = 0, columns = 0, measurements = 0] = gates.shape;
  const meta = readMeta(source);
  const [nodes, imposed] = [rows * columns, meta.sources.length + meta.targets.length];
  const training = array('trainSet').shape[1] ?? 0;
  const check = (name: string, ...shape: number[]): void => checkShape(path, name, array(name), shape);
  if (gates.shape.length !== 3 || measurements === 0 || rows < 3 || columns < 3) {
    throw importProblem(
      `${path}, array gateVertical`,
      `its shape is [${gates.shape.join(', ')}]`,
      'It is [rows, columns, measurements], three rows and columns at least.',
    );
  }
  for (const name of ['gateVertical', 'gateHorizontal', 'trainFree', 'trainClamped']) check(name, rows, columns, measurements);
  for (const name of ['learnTime', 'trainStep', 'eta', 'trainIndexCode']) check(name, measurements);
  for (const name of ['learnTime', 'eta', 'trainIndexCode']) checkNumbers(path, name, array(name), Number.isFinite, 'finite numbers');
  checkNumbers(path, 'trainStep', array('trainStep'), (step) => Number.isSafeInteger(step) && step >= 0, 'whole numbers from 0');
  check('trainSet', imposed, training);
  if (arrays.has('trainClass')) check('trainClass', training);
  if (arrays.has('trainGroup')) check('trainGroup', training);
  if (arrays.has('testSet')) {
    const test = array('testSet').shape[1] ?? 0;
    check('testSet', imposed, test);
    for (const name of ['testFree', 'testClamped']) check(name, rows, columns, measurements, test);
  }
  const outside = [...meta.sources, ...meta.targets].find((node) => node >= nodes);
  if (outside !== undefined) throw importProblem(source.metaPath, `there is no node ${outside}`, `The nodes are 0 to ${nodes - 1}.`);
  sortByStep(arrays, measurements);
  return { meta, rows, columns, measurements, arrays, array };
}

/** A test set of which no voltages were kept was not measured. */
function measured(arrays: Map<string, NumberArray>): Map<string, NumberArray> {
  const test = ['testSet', 'testFree', 'testClamped'];
  if (!test.every((name) => arrays.has(name))) for (const name of test) arrays.delete(name);
  return arrays;
}

/** The axis of the measurements in each array that has one. */
const measurementAxes: Readonly<Record<string, number>> = {
  gateVertical: 2,
  gateHorizontal: 2,
  trainFree: 2,
  trainClamped: 2,
  testFree: 2,
  testClamped: 2,
  learnTime: 0,
  trainStep: 0,
  trainIndexCode: 0,
  eta: 0,
};

/** Measurements that were written in another order than they were made in are put in order. */
function sortByStep(arrays: Map<string, NumberArray>, measurements: number): void {
  const steps = arrays.get('trainStep')?.values ?? [];
  const order = Array.from({ length: measurements }, (_, at) => at).sort((a, b) => steps[a] - steps[b]);
  if (order.every((from, at) => from === at)) return;
  for (const [name, axis] of Object.entries(measurementAxes)) {
    const found = arrays.get(name);
    if (found === undefined) continue;
    const { shape, values } = found;
    const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    const sorted = values.map((_, index) => {
      const at = Math.floor(index / inner) % measurements;
      return values[index + (order[at] - at) * inner];
    });
    arrays.set(name, { shape, values: sorted });
  }
}

function checkShape(path: string, name: string, { shape }: NumberArray, wanted: readonly number[]): void {
  if (shape.length === wanted.length && shape.every((length, axis) => length === wanted[axis])) return;
  throw importProblem(
    `${path}, array ${name}`,
    `its shape is [${shape.join(', ')}], not [${wanted.join(', ')}]`,
    'All arrays of a run belong to the same nodes, measurements and datapoints.',
  );
}

function checkNumbers(path: string, name: string, { values }: NumberArray, isRight: (value: number) => boolean, what: string): void {
  const wrong = values.findIndex((value) => !isRight(value));
  if (wrong < 0) return;
  throw importProblem(`${path}, array ${name}, item ${wrong}`, `it is ${values[wrong]}`, `The array holds ${what}.`);
}

function readMeta({ path, meta, metaPath }: ImportSource): LaboratoryMeta {
  if (meta === null) {
    throw importProblem(
      path,
      'the file does not tell which nodes are sources and which are targets',
      'Give a side file: --meta runs.json with {"sources": [...], "targets": [...], "differential": true, ...}, or a list of these with their names.',
    );
  }
  const name = stemOf(path);
  const entry: unknown = Array.isArray(meta) ? meta.find((item: unknown) => (item as { name?: unknown } | null)?.name === name) : meta;
  if (entry === undefined)
    throw importProblem(metaPath, `it has no entry with the name "${name}"`, 'An entry is called like the file, without .npz.');
  const parsed = metaSchema.safeParse(entry);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw importProblem(
    `${metaPath}, run "${name}", at ${issue.path.join('.')}`,
    issue.message,
    'See src-main/recording/importers/LABORATORY.md for the side file.',
  );
}
