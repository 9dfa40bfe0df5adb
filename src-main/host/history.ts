/** The points a history holds at most: the newest ones as they came, and older ones at an even spacing. */
const RECENT = 1000;
const OLDER = 3000;

interface Entry<Point> {
  /** Counts all points that ever came, so that "everything since" survives thinning. */
  serial: number;
  /** Never thinned out: the start of the run and the jump after a cut. */
  isKept: boolean;
  point: Point;
}

/** A history as plain data, for checkpoints. */
export interface HistorySnapshot<Point> {
  entries: Entry<Point>[];
  nextSerial: number;
  stride: number;
}

/**
 * What was measured over a run, in bounded memory: the newest 1,000 points all of them, the older ones thinned evenly over the
 * whole run (every second one goes when 3,000 are full), and the points around damage for ever.
 *
 * @cost  amortised O(1) per point
 */
export class History<Point> {
  #entries: Entry<Point>[] = [];
  #nextSerial = 0;
  /** Of the older points, one in so many is kept. */
  #stride = 1;
  /** Where the older points end in `#entries`. */
  #olderCount = 0;

  get length(): number {
    return this.#entries.length;
  }

  /** The serial number that the next point will have: the position of a reader who has seen everything. */
  get end(): number {
    return this.#nextSerial;
  }

  get last(): Point | undefined {
    return this.#entries.at(-1)?.point;
  }

  add(point: Point, isKept = false): void {
    this.#entries.push({ serial: this.#nextSerial, isKept: isKept || this.#nextSerial === 0, point });
    this.#nextSerial++;
    if (this.#entries.length - this.#olderCount > 2 * RECENT) this.#age();
  }

  /** The points with this serial number or a later one; thinned points are left out. */
  since(serial: number): Point[] {
    let first = this.#entries.length;
    while (first > 0 && this.#entries[first - 1].serial >= serial) first--;
    return this.#entries.slice(first).map(({ point }) => point);
  }

  save(): HistorySnapshot<Point> {
    return { entries: [...this.#entries], nextSerial: this.#nextSerial, stride: this.#stride };
  }

  load(snapshot: HistorySnapshot<Point>): void {
    this.#entries = [...snapshot.entries];
    this.#nextSerial = snapshot.nextSerial;
    this.#stride = snapshot.stride;
    this.#olderCount = Math.max(0, this.#entries.length - RECENT);
  }

  /** Lets all but the newest points pass through the sieve, and widens the sieve when there are still too many. */
  #age(): void {
    const recent = this.#entries.slice(-RECENT);
    let older = this.#entries.slice(0, -RECENT);
    const passes = ({ serial, isKept }: Entry<Point>): boolean => isKept || serial % this.#stride === 0;
    older = older.filter(passes);
    while (older.length > OLDER && older.some(({ isKept }) => !isKept)) {
      this.#stride *= 2;
      older = older.filter(passes);
    }
    this.#entries = [...older, ...recent];
    this.#olderCount = older.length;
  }
}
