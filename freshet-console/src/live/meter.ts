const KEPT_SECONDS = 60;
const RATE_SECONDS = 5;

/** Counts events and their size: how many per second over the last five whole seconds, and each second of the last minute. */
export class Meter {
  total = 0;
  totalSize = 0;
  private second = 0;
  private started = -1;
  private readonly counts = new Array<number>(KEPT_SECONDS + 1).fill(0);
  private readonly sizes = new Array<number>(KEPT_SECONDS + 1).fill(0);

  add(size: number, nowMillis: number): void {
    this.advance(nowMillis);
    this.total++;
    this.totalSize += size;
    const slot = this.second % this.counts.length;
    this.counts[slot]! += 1;
    this.sizes[slot]! += size;
  }

  perSecond(nowMillis: number): { readonly count: number; readonly size: number } {
    this.advance(nowMillis);
    const seconds = Math.max(1, Math.min(RATE_SECONDS, this.second - this.started));
    let count = 0;
    let size = 0;
    for (let back = 1; back <= seconds; back++) {
      const slot = this.slot(back);
      count += this.counts[slot]!;
      size += this.sizes[slot]!;
    }
    return { count: count / seconds, size: size / seconds };
  }

  /** Events in each whole second of the last minute, oldest first. */
  lastMinute(nowMillis: number): readonly number[] {
    this.advance(nowMillis);
    return Array.from({ length: KEPT_SECONDS }, (_, i) => this.counts[this.slot(KEPT_SECONDS - i)]!);
  }

  private slot(secondsBack: number): number {
    return (this.second - secondsBack + this.counts.length) % this.counts.length;
  }

  private advance(nowMillis: number): void {
    const now = Math.floor(nowMillis / 1000);
    if (this.started < 0) this.started = this.second = now;
    for (let steps = Math.min(now - this.second, this.counts.length); steps > 0; steps--) {
      const slot = (now - steps + 1) % this.counts.length;
      this.counts[slot] = 0;
      this.sizes[slot] = 0;
    }
    this.second = Math.max(this.second, now);
  }
}
