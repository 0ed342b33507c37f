import { describe, expect, it } from 'vitest';
import { History } from '../src/frames/history';

const limits = { retentionMillis: 60_000, maxValues: 100_000 };
const field = (name: string, type: string, extra = {}) => ({ name, type, typeInfo: { frame: type }, ...extra });
const values = (history: History, key: string): number[] => {
  const series = history.series.find((one) => one.key === key)!;
  return Array.from({ length: series.ring.length }, (_, i) => series.ring.valueAt(i, series.column));
};
const points = (history: History, key: string): number[][] => {
  const series = history.series.find((one) => one.key === key)!;
  return Array.from({ length: series.ring.length }, (_, i) => [
    series.ring.timeAt(i),
    series.ring.valueAt(i, series.column),
  ]);
};

describe('History', () => {
  it('splits a labels frame into one series per field and label set', () => {
    const history = new History(limits);

    history.add(
      {
        schema: {
          fields: [field('labels', 'string'), field('time', 'time'), field('user', 'number'), field('idle', 'number')],
        },
        data: {
          values: [
            ['cpu=0', 'cpu=1'],
            [1, 1],
            [10, 20],
            [90, null],
          ],
        },
      },
      0,
    );
    history.add({ data: { values: [['cpu=1'], [2], [25], [75]] } }, 0);

    expect(history.series.map((one) => one.key)).toEqual(['user{cpu=0}', 'idle{cpu=0}', 'user{cpu=1}', 'idle{cpu=1}']);
    expect(values(history, 'user{cpu=1}')).toEqual([20, 25]);
    expect(values(history, 'idle{cpu=1}')).toEqual([NaN, 75]);
  });

  it('takes labels from the fields of a wide frame, also when the schema alternates', () => {
    const history = new History(limits);
    const frame = (host: string, at: number, value: number) => ({
      schema: { fields: [field('time', 'time'), field('free', 'number', { labels: { host } })] },
      data: { values: [[at], [value]] },
    });

    history.add(frame('a', 1, 5), 0);
    history.add(frame('b', 2, 6), 0);
    history.add(frame('a', 3, 7), 0);

    expect(history.series.map((one) => one.key)).toEqual(['free{host=a}', 'free{host=b}']);
    expect(values(history, 'free{host=a}').filter((value) => !Number.isNaN(value))).toEqual([5, 7]);
  });

  it('keeps strings and booleans as numbered states', () => {
    const history = new History(limits);

    history.add(
      {
        schema: { fields: [field('time', 'time'), field('state', 'string'), field('on', 'boolean')] },
        data: {
          values: [
            [1, 2, 3],
            ['up', 'down', 'up'],
            [true, false, null],
          ],
        },
      },
      0,
    );

    expect(history.series.map((one) => one.states)).toEqual([
      ['up', 'down'],
      ['true', 'false'],
    ]);
    expect(values(history, 'state{}')).toEqual([0, 1, 0]);
    expect(values(history, 'on{}')).toEqual([0, 1, NaN]);
  });

  it('plots the numbers of a flat JSON message at its time of arrival', () => {
    const history = new History(limits);

    history.add({ value: 42, text: 'hi', nested: {} }, 5000);

    expect(history.series.map((one) => [one.key, one.kind])).toEqual([
      ['value{}', 'number'],
      ['text{}', 'state'],
    ]);
    expect(history.series[0]!.ring.timeAt(0)).toBe(5000);
  });

  it('bounds the number of series and says so', () => {
    const history = new History(limits);
    const labels = Array.from({ length: 1000 }, (_, i) => `id=${i}`);

    history.add(
      {
        schema: { fields: [field('labels', 'string'), field('time', 'time'), field('v', 'number')] },
        data: { values: [labels, labels.map(() => 1), labels.map(() => 1)] },
      },
      0,
    );

    expect(history.series.length).toBe(400);
    expect(history.crowded).toBe(true);
  });

  it('forgets label sets that fell silent to make room for new ones', () => {
    const history = new History({ retentionMillis: 1000, maxValues: 100_000 });
    const batch = (from: number, at: number) => {
      const labels = Array.from({ length: 400 }, (_, i) => `id=${from + i}`);
      return {
        schema: { fields: [field('labels', 'string'), field('time', 'time'), field('v', 'number')] },
        data: { values: [labels, labels.map(() => at), labels.map(() => 1)] },
      };
    };

    history.add(batch(0, 1000), 0);
    history.add(batch(390, 5000), 0);
    history.add(batch(790, 9000), 0);

    expect(history.series.length).toBeLessThanOrEqual(400);
    expect(history.series.some((one) => one.key === 'v{id=1189}')).toBe(true);
    expect(history.series.some((one) => one.key === 'v{id=0}')).toBe(false);
  });

  it('stays within its values over all series', () => {
    const history = new History({ retentionMillis: 1e12, maxValues: 4000 });
    for (let i = 0; i < 10_000; i++)
      history.add(
        { schema: { fields: [field('time', 'time'), field('v', 'number')] }, data: { values: [[i], [i]] } },
        0,
      );

    expect(history.bytes).toBeLessThanOrEqual(4000 * 8);
    expect(history.recentRows.length).toBeLessThanOrEqual(400);
    expect(history.rows).toBe(10_000);
  });

  it('calls a series of a query what its data source calls it, and takes it as it is', () => {
    const history = new History(limits);
    const config = { displayNameFromDS: 'requests_total' };

    history.add(
      {
        schema: {
          fields: [
            field('Time', 'time'),
            field('requests_total{job="a"}', 'number', { labels: { job: 'a' }, config }),
            field('node_memory_free_bytes{job="a"}', 'number', { labels: { job: 'a' } }),
            field('packets_total', 'number', { labels: { job: 'a' } }),
          ],
        },
        data: { values: [[1], [2], [3], [4]] },
      },
      0,
    );

    expect(history.series.map(({ field, isNamed, isCounter, unit }) => [field, isNamed, isCounter, unit])).toEqual([
      ['requests_total', true, false, ''],
      ['node_memory_free_bytes', false, false, 'decbytes'],
      ['packets_total', false, true, ''],
    ]);
  });

  it('does not guess what columns of a query mean', () => {
    const history = new History(limits, false);
    const labels = (shop: string) => ({ labels: { shop } });

    history.add(
      {
        schema: {
          fields: [
            field('Time', 'time'),
            field('total', 'number', labels('north')),
            field('total {shop="south"}', 'number', labels('south')),
            field('packets_total', 'number', { config: { unit: 'short' } }),
          ],
        },
        data: { values: [[1], [2], [3], [4]] },
      },
      0,
    );

    expect(history.series.map(({ field, isCounter, unit }) => [field, isCounter, unit])).toEqual([
      ['total', false, ''],
      ['total', false, ''],
      ['packets_total', false, 'short'],
    ]);
  });

  it('knows a series again whose labels stand in its name in some answers only', () => {
    const history = new History(limits, false);
    const total = (name: string, shop: string) => field(name, 'number', { labels: { shop } });
    const frame = (at: number, ...fields: object[]) => ({
      schema: { fields: [field('Time', 'time'), ...fields] },
      data: { values: [[at], [1], [2]] },
    });

    history.add(frame(1, total('total', 'north'), total('total {shop="south"}', 'south')), 0);
    history.add(frame(2, total('total', 'south'), total('total {shop="north"}', 'north')), 0);

    expect(history.series.map((one) => one.key)).toEqual(['total{shop=north}', 'total{shop=south}']);
    expect(values(history, 'total{shop=north}')).toEqual([1, 2]);
    expect(values(history, 'total{shop=south}')).toEqual([2, 1]);
  });

  it('draws rows that come late in their order', () => {
    const history = new History(limits);
    const schema = { fields: [field('Time', 'time'), field('v', 'number')] };

    history.add(
      {
        schema,
        data: {
          values: [
            [10, 30, 20],
            [1, 3, 2],
          ],
        },
      },
      0,
    );
    history.add(
      {
        data: {
          values: [
            [15, 40],
            [1.5, 4],
          ],
        },
      },
      0,
    );

    expect(points(history, 'v{}')).toEqual([
      [10, 1],
      [15, 1.5],
      [20, 2],
      [30, 3],
      [40, 4],
    ]);
  });
});

describe('a History whose subscription begins again', () => {
  const schema = {
    fields: [
      field('Time', 'time'),
      field('v', 'number', { labels: { host: 'a' } }),
      field('v', 'number', { labels: { host: 'b' } }),
    ],
  };

  it('holds each point of the range once, and what is older', () => {
    const history = new History(limits);
    history.begin(
      {
        schema,
        data: {
          values: [
            [10, 20],
            [1, 2],
            [5, null],
          ],
        },
      },
      0,
    );
    history.add({ data: { values: [[30], [3], [7]] } }, 0);
    history.gap();

    history.begin(
      {
        schema,
        data: {
          values: [
            [20, 30, 40],
            [2, 3.5, 4],
            [null, 7, 8],
          ],
        },
      },
      0,
    );
    history.add({ data: { values: [[50], [5], [9]] } }, 0);

    expect(points(history, 'v{host=a}')).toEqual([
      [10, 1],
      [20, 2],
      [30, 3.5],
      [40, 4],
      [50, 5],
    ]);
    expect(values(history, 'v{host=b}')).toEqual([5, NaN, 7, 8, 9]);
    expect(history.recentRows.map((row) => row.columns[0]![row.row])).toEqual([10, 20, 30, 40, 50]);
  });

  it('keeps the gap before a range that begins later', () => {
    const history = new History(limits);
    history.begin({ schema, data: { values: [[10], [1], [5]] } }, 0);
    history.gap();
    history.gap();

    history.begin({ schema, data: { values: [[90], [9], [9]] } }, 0);

    expect(values(history, 'v{host=a}')).toEqual([1, Infinity, 9]);
  });

  it('has no gap when everything that was missed comes', () => {
    const history = new History(limits);
    history.begin({ schema, data: { values: [[10], [1], [5]] } }, 0);
    history.gap();

    history.closeGap();
    history.add({ data: { values: [[20], [2], [6]] } }, 0);

    expect(values(history, 'v{host=a}')).toEqual([1, 2]);
  });

  it('keeps series that the reply does not carry, and label sets apart', () => {
    const history = new History(limits);
    const labelled = { fields: [field('labels', 'string'), field('time', 'time'), field('v', 'number')] };
    history.add(
      {
        schema: labelled,
        data: {
          values: [
            ['id=a', 'id=b', 'id=b'],
            [10, 11, 12],
            [1, 2, 3],
          ],
        },
      },
      0,
    );

    history.begin(
      {
        schema: labelled,
        data: {
          values: [
            ['id=a', 'id=b'],
            [10, 12],
            [1, 3],
          ],
        },
      },
      0,
    );

    expect(points(history, 'v{id=a}')).toEqual([[10, 1]]);
    expect(points(history, 'v{id=b}')).toEqual([
      [11, 2],
      [12, 3],
    ]);
    const only = { fields: [field('Time', 'time'), field('v', 'number', { labels: { host: 'a' } })] };
    const wide = new History(limits);
    wide.add({ schema, data: { values: [[10], [1], [5]] } }, 0);

    wide.begin({ schema: only, data: { values: [[10], [1]] } }, 0);

    expect(values(wide, 'v{host=b}').filter((value) => !Number.isNaN(value))).toEqual([5]);
    expect(values(wide, 'v{host=a}').filter((value) => !Number.isNaN(value))).toEqual([1]);
  });
});
