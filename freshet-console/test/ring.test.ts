import { describe, expect, it } from 'vitest';
import { RowRing } from '../src/frames/ring';

function filled(times: readonly number[], maxRows: number, retentionMillis = 1e12): RowRing {
  const ring = new RowRing(maxRows, retentionMillis);
  const column = ring.addColumn();
  for (const time of times) ring.set(ring.append(time), column, time * 10);
  return ring;
}

const contents = (ring: RowRing): number[][] =>
  Array.from({ length: ring.length }, (_, i) => [ring.timeAt(i), ring.valueAt(i, 0)]);

describe('RowRing', () => {
  it('keeps the newest rows when it is full', () => {
    const ring = filled([1, 2, 3, 4, 5, 6], 4);

    expect(contents(ring)).toEqual([
      [3, 30],
      [4, 40],
      [5, 50],
      [6, 60],
    ]);
  });

  it('drops expired rows instead of growing', () => {
    const ring = filled(
      Array.from({ length: 64 + 1 }, (_, i) => i),
      1024,
      16,
    );

    expect(ring.timeAt(0)).toBeGreaterThanOrEqual(48);
    expect(ring.bytes).toBe(2 * 8 * 64);
  });

  it('sorts a late row into its place', () => {
    const ring = filled([1, 3, 4, 2], 8);

    expect(contents(ring)).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
    ]);
  });

  it('fills a column that came later with absent values', () => {
    const ring = filled([1], 8);
    const late = ring.addColumn();
    ring.set(ring.append(2), late, 7);

    expect([ring.valueAt(0, late), ring.valueAt(1, late)]).toEqual([NaN, 7]);
    expect(ring.last(0)).toBe(10);
  });

  it('does not take a gap for the last value', () => {
    const ring = filled([1, 2], 8);
    ring.appendGap();

    expect(ring.last(0)).toBe(20);
    expect(ring.lastTime()).toBe(3);
  });

  it('behaves like an array of the newest rows, whatever the order of growth and limits', () => {
    let seed = 42;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
    for (let round = 0; round < 200; round++) {
      const max = 2 + random(90);
      const ring = new RowRing(max, 1e12);
      ring.addColumn();
      let model: number[][] = [];
      for (let i = 0; i < 1 + random(300); i++) {
        ring.set(ring.append(i), 0, i);
        model.push([i, i]);
        if (random(50) === 0) ring.limit(max, 1e12);
      }
      model = model.slice(-max);
      expect(contents(ring)).toEqual(model);
      expect(ring.firstAtOrAfter(model[0]![0]! + 1)).toBe(model.length > 1 ? 1 : model.length);
    }
  });
});
