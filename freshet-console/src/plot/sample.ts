import type { Series } from '../frames/history';
import type { RowRing } from '../frames/ring';

/** A value of a plot: `undefined` where this series has no row at that time, `null` where its line is interrupted. */
export type Value = number | null | undefined;

/** Columns for a plot: times in seconds in ascending order, then one column per series. */
export interface Sampled {
  readonly times: number[];
  readonly values: Value[][];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Joins series on time for a plot `buckets` pixels wide. As long as the rows are few they are taken as they are; else every
 * pixel keeps the least and the greatest value, so that a peak never vanishes.
 */
export function sample(series: readonly Series[], span: Span, buckets: number, perSecond: boolean): Sampled {
  const rings = ringsOf(series);
  let rows = 0;
  for (const ring of rings.keys()) rows += ring.firstAtOrAfter(span.to) - ring.firstAtOrAfter(span.from);
  const sampled = rows <= 2 * buckets ? exact(series, rings, span) : bucketed(series, rings, span, buckets);
  return perSecond
    ? { times: sampled.times, values: sampled.values.map((column) => derived(sampled.times, column)) }
    : sampled;
}

type SeriesOfRing = ReadonlyMap<RowRing, readonly number[]>;

function ringsOf(series: readonly Series[]): SeriesOfRing {
  const rings = new Map<RowRing, number[]>();
  series.forEach(({ ring }, i) => {
    const list = rings.get(ring);
    if (list) list.push(i);
    else rings.set(ring, [i]);
  });
  return rings;
}

/** Rows of a span and one beyond each end, so that lines reach the edges. */
function bounds(ring: RowRing, span: Span): readonly [number, number] {
  return [Math.max(0, ring.firstAtOrAfter(span.from) - 1), Math.min(ring.length, ring.firstAtOrAfter(span.to) + 1)];
}

function exact(series: readonly Series[], rings: SeriesOfRing, span: Span): Sampled {
  const distinct = new Set<number>();
  for (const ring of rings.keys()) {
    const [from, to] = bounds(ring, span);
    for (let i = from; i < to; i++) distinct.add(ring.timeAt(i));
  }
  const sorted = [...distinct].sort((a, b) => a - b);
  const place = new Map(sorted.map((time, i) => [time, i]));
  const values = series.map(() => new Array<Value>(sorted.length).fill(undefined));
  for (const [ring, members] of rings) {
    const [from, to] = bounds(ring, span);
    for (let i = from; i < to; i++) {
      const at = place.get(ring.timeAt(i))!;
      for (const member of members) {
        const value = ring.valueAt(i, series[member]!.column);
        if (!Number.isNaN(value)) values[member]![at] = Number.isFinite(value) ? value : null;
      }
    }
  }
  return { times: sorted.map((time) => time / 1000), values };
}

function bucketed(series: readonly Series[], rings: SeriesOfRing, span: Span, buckets: number): Sampled {
  const width = (span.to - span.from) / buckets;
  const slots = 2 * (buckets + 2);
  const lastTime = new Float64Array(slots / 2).fill(NaN);
  const columns = series.map(() => new Array<Value>(slots).fill(undefined));
  for (const [ring, members] of rings) {
    const [from, to] = bounds(ring, span);
    for (let i = from; i < to; i++) {
      const time = ring.timeAt(i);
      const bucket = Math.max(0, Math.min(buckets + 1, Math.floor((time - span.from) / width) + 1));
      if (!(lastTime[bucket]! >= time)) lastTime[bucket] = time;
      for (const member of members) put(columns[member]!, 2 * bucket, ring.valueAt(i, series[member]!.column));
    }
  }
  return compacted(columns, lastTime, width);
}

/** Keeps the least and greatest of a bucket in its two slots, in the order in which they came. */
function put(column: Value[], slot: number, value: number): void {
  if (Number.isNaN(value)) return;
  if (!Number.isFinite(value)) {
    column[slot] = null;
    return;
  }
  const first = column[slot];
  const second = column[slot + 1];
  if (first === undefined || first === null) {
    column[slot] = value;
  } else if (second === undefined || second === null) {
    column[slot + 1] = value;
  } else if (value >= Math.max(first, second)) {
    column[slot] = Math.min(first, second);
    column[slot + 1] = value;
  } else if (value <= Math.min(first, second)) {
    column[slot] = Math.max(first, second);
    column[slot + 1] = value;
  }
}

function compacted(columns: Value[][], lastTime: Float64Array, width: number): Sampled {
  const times: number[] = [];
  const kept: number[] = [];
  for (let slot = 0; slot < 2 * lastTime.length; slot++) {
    const last = lastTime[slot >> 1]!;
    if (Number.isNaN(last) || columns.every((column) => column[slot] === undefined)) continue;
    kept.push(slot);
    times.push((slot % 2 === 0 ? last - width / 2 : last) / 1000);
  }
  return { times, values: columns.map((column) => kept.map((slot) => column[slot])) };
}

/** Rate per second of a counter; where it was set back the line is interrupted. */
function derived(times: readonly number[], column: readonly Value[]): Value[] {
  let before: number | null = null;
  let beforeTime = 0;
  return column.map((value, i) => {
    if (value === undefined) return undefined;
    if (value === null) {
      before = null;
      return null;
    }
    const rate = before === null ? undefined : (value - before) / (times[i]! - beforeTime);
    before = value;
    beforeTime = times[i]!;
    return rate !== undefined && (rate < 0 || !Number.isFinite(rate)) ? null : rate;
  });
}

/** The last rate per second of a counter, from its last two different times. */
export function lastRate({ ring, column }: Series): number {
  let value = NaN;
  let time = NaN;
  for (let i = ring.length - 1; i >= 0; i--) {
    const earlier = ring.valueAt(i, column);
    if (!Number.isFinite(earlier)) continue;
    if (Number.isNaN(value)) {
      value = earlier;
      time = ring.timeAt(i);
    } else if (ring.timeAt(i) < time) {
      return Math.max(0, (value - earlier) / ((time - ring.timeAt(i)) / 1000));
    }
  }
  return NaN;
}

/** Least and greatest of all values, or null when there is none. */
export function extremes(values: readonly Value[][]): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const column of values) {
    for (const value of column) {
      if (value === null || value === undefined) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/** Round limits for a vertical axis, which change rarely; zero is included unless the values lie far from it. */
export function niceRange(low: number, high: number): readonly [number, number] {
  let from = low;
  let to = high;
  if (from > 0 && from < to * 0.7) from = 0;
  if (to < 0 && to > from * 0.7) to = 0;
  if (from === to) {
    const room = from === 0 ? 1 : Math.abs(from) * 0.1;
    if (from !== 0) from -= room;
    to += room;
  }
  const step = niceStep((to - from) / 8);
  return [Math.floor(from / step + 1e-9) * step, Math.ceil(to / step - 1e-9) * step];
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10) * power;
}
