/**
 * The last rows of one series group: a time column and value columns of doubles, oldest first, bounded in time and number.
 *
 * It grows by doubling up to `maxRows` and then overwrites the oldest row. An absent value is NaN; a row of infinities is a gap,
 * across which no line is drawn.
 */
export class RowRing {
  private times: Float64Array;
  private columns: Float64Array[] = [];
  private head = 0;
  private count = 0;

  constructor(
    private maxRows: number,
    private retentionMillis: number,
  ) {
    this.times = new Float64Array(Math.min(64, maxRows));
  }

  get length(): number {
    return this.count;
  }

  get width(): number {
    return this.columns.length;
  }

  /** Bytes held, for the memory figure. */
  get bytes(): number {
    return this.times.byteLength * (1 + this.columns.length);
  }

  addColumn(): number {
    this.columns.push(new Float64Array(this.times.length).fill(NaN));
    return this.columns.length - 1;
  }

  /**
   * Adds an empty row in its place by time (nearly always the end) and returns its slot for `set`; the slot is valid until
   * the next `append`.
   */
  append(time: number): number {
    if (this.count === this.times.length) this.makeRoom(Math.max(time, this.lastTime()));
    let slot = this.slot(this.count);
    for (let i = this.count - 1; i >= 0 && this.timeAt(i) > time; i--) {
      const before = this.slot(i);
      this.times[slot] = this.times[before]!;
      for (const column of this.columns) column[slot] = column[before]!;
      slot = before;
    }
    this.count++;
    this.times[slot] = time;
    for (const column of this.columns) column[slot] = NaN;
    return slot;
  }

  appendGap(): void {
    if (this.endsInGap()) return;
    const slot = this.append(this.lastTime() + 1);
    for (const column of this.columns) column[slot] = Infinity;
  }

  /** Takes the last row away if it is a gap. */
  dropLastGap(): void {
    if (this.endsInGap()) this.count--;
  }

  /** Empties these columns from `time` on; rows that hold nothing any more go. */
  forget(time: number, columns: readonly number[]): void {
    const from = this.firstAtOrAfter(time);
    let kept = from;
    for (let i = from; i < this.count; i++) {
      const slot = this.slot(i);
      for (const column of columns) this.columns[column]![slot] = NaN;
      if (this.columns.every((column) => Number.isNaN(column[slot]))) continue;
      const to = this.slot(kept++);
      this.times[to] = this.times[slot]!;
      for (const column of this.columns) column[to] = column[slot]!;
    }
    this.count = kept;
  }

  set(slot: number, column: number, value: number): void {
    this.columns[column]![slot] = value;
  }

  /** Time of row `i`, 0 being the oldest. */
  timeAt(i: number): number {
    return this.times[this.slot(i)]!;
  }

  valueAt(i: number, column: number): number {
    return this.columns[column]![this.slot(i)]!;
  }

  /** The newest finite value of a column, or NaN. */
  last(column: number): number {
    for (let i = this.count - 1; i >= 0; i--) {
      const value = this.valueAt(i, column);
      if (Number.isFinite(value)) return value;
    }
    return NaN;
  }

  lastTime(): number {
    return this.count === 0 ? NaN : this.timeAt(this.count - 1);
  }

  /** First row at or after `time`. */
  firstAtOrAfter(time: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  limit(maxRows: number, retentionMillis: number): void {
    this.maxRows = maxRows;
    this.retentionMillis = retentionMillis;
    if (this.times.length > maxRows) this.resize(maxRows);
  }

  private endsInGap(): boolean {
    if (this.count === 0 || this.columns.length === 0) return false;
    const last = this.slot(this.count - 1);
    return this.columns.every((column) => column[last] === Infinity);
  }

  private slot(i: number): number {
    return (this.head + i) % this.times.length;
  }

  private makeRoom(now: number): void {
    const expired = this.firstAtOrAfter(now - this.retentionMillis);
    if (expired > this.count / 4) this.drop(expired);
    else if (this.times.length < this.maxRows) this.resize(Math.min(this.maxRows, this.times.length * 2));
    else this.drop(Math.max(1, expired));
  }

  private drop(rows: number): void {
    this.head = (this.head + rows) % this.times.length;
    this.count -= rows;
  }

  private resize(size: number): void {
    if (this.count > size) this.drop(this.count - size);
    this.times = this.unrolled(this.times, size);
    this.columns = this.columns.map((column) => this.unrolled(column, size));
    this.head = 0;
  }

  private unrolled(from: Float64Array, size: number): Float64Array {
    const to = new Float64Array(size);
    const first = from.subarray(this.head, Math.min(from.length, this.head + this.count));
    to.set(first);
    to.set(from.subarray(0, this.count - first.length), first.length);
    return to;
  }
}
