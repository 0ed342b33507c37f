import { describe, expect, it } from 'vitest';
import type { Series } from '../src/frames/history';
import { RowRing } from '../src/frames/ring';
import { extremes, lastRate, niceRange, sample } from '../src/plot/sample';
import { stretches } from '../src/plot/states';

function series(rows: readonly (readonly [number, number])[], states: readonly string[] = []): Series {
  const ring = new RowRing(100_000, 1e12);
  const column = ring.addColumn();
  for (const [time, value] of rows) ring.set(ring.append(time), column, value);
  return {
    key: 'k',
    field: 'k',
    labels: {},
    kind: 'number',
    unit: '',
    isNamed: false,
    isCounter: false,
    ring,
    column,
    states,
  };
}

describe('sample', () => {
  it('takes few rows as they are and leaves what a series has not undefined', () => {
    const a = series([
      [1000, 1],
      [3000, 3],
    ]);
    const b = series([[2000, 2]]);

    const { times, values } = sample([a, b], { from: 0, to: 4000 }, 100, false);

    expect(times).toEqual([1, 2, 3]);
    expect(values).toEqual([
      [1, undefined, 3],
      [undefined, 2, undefined],
    ]);
  });

  it('keeps a single peak among very many rows', () => {
    const rows = Array.from({ length: 20_000 }, (_, i): [number, number] => [i, i === 12_345 ? 999 : 1]);

    const { times, values } = sample([series(rows)], { from: 0, to: 20_000 }, 100, false);

    expect(times.length).toBeLessThanOrEqual(204);
    expect(times).toEqual([...times].sort((x, y) => x - y));
    expect(values[0]).toContain(999);
  });

  it('interrupts the line at a gap', () => {
    const one = series([[1000, 1]]);
    one.ring.appendGap();
    one.ring.set(one.ring.append(5000), one.column, 5);

    expect(sample([one], { from: 0, to: 6000 }, 100, false).values[0]).toEqual([1, null, 5]);
  });

  it('derives a rate per second from a counter and does not go below zero when it was set back', () => {
    const counter = series([
      [0, 100],
      [1000, 150],
      [3000, 350],
      [4000, 10],
      [5000, 20],
    ]);

    expect(sample([counter], { from: 0, to: 6000 }, 100, true).values[0]).toEqual([undefined, 50, 100, null, 10]);
    expect(lastRate(counter)).toBe(10);
  });

  it('has no extremes without values', () => {
    expect(extremes([[undefined, null]])).toBeNull();
    expect(
      extremes([
        [1, null],
        [-2, 7],
      ]),
    ).toEqual([-2, 7]);
  });
});

describe('niceRange', () => {
  it.each([
    [3, 97, [0, 100]],
    [0, 0, [0, 1]],
    [41, 42, [41, 42]],
    [-3, 4, [-3, 4]],
    [-50, 56, [-60, 60]],
    [5e9, 9.7e9, [0, 10e9]],
  ])('puts %d to %d between round limits', (low, high, expected) => {
    expect(niceRange(low, high)).toEqual(expected);
  });
});

describe('stretches', () => {
  it('joins equal neighbours and ends at a gap', () => {
    const one = series(
      [
        [1000, 0],
        [2000, 0],
        [3000, 1],
      ],
      ['up', 'down'],
    );
    one.ring.appendGap();

    expect(stretches(one, { from: 1500, to: 10_000 })).toEqual([
      { from: 1500, to: 3000, state: 'up' },
      { from: 3000, to: 3001, state: 'down' },
    ]);
  });
});
