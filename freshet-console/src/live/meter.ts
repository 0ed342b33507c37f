const WINDOW_SECONDS = 5;

/** Counts events and their size, and says how many there were per second over the last five whole seconds. */
export class Meter {
  total = 0;
  totalSize = 0;
  private second = 0;
  private started = -1;
  private readonly counts = new Array<number>(WINDOW_SECONDS + 1).fill(0);
  private readonly sizes = new Array<number>(WINDOW_SECONDS + 1).fill(0);

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
    const seconds = Math.max(1, Math.min(WINDOW_SECONDS, this.second - this.started));
    const current = this.second % this.counts.length;
    const sum = (slots: number[]): number => slots.reduce((a, b, i) => (i === current ? a : a + b), 0) / seconds;
    return { count: sum(this.counts), size: sum(this.sizes) };
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
