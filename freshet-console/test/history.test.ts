import { describe, expect, it } from 'vitest';
import { History } from '../src/frames/history';

const limits = { retentionMillis: 60_000, maxValues: 100_000 };
const field = (name: string, type: string, extra = {}) => ({ name, type, typeInfo: { frame: type }, ...extra });
const values = (history: History, key: string): number[] => {
  const series = history.series.find((one) => one.key === key)!;
  return Array.from({ length: series.ring.length }, (_, i) => series.ring.valueAt(i, series.column));
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
});
