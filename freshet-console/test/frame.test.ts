import { describe, expect, it } from 'vitest';
import { FrameReader } from '../src/frames/frame';

const time = { name: 'time', type: 'time', typeInfo: { frame: 'time.Time' } };
const value = { name: 'value', type: 'number', typeInfo: { frame: 'float64', nullable: true } };

describe('FrameReader', () => {
  it('remembers the schema for messages that carry data only', () => {
    const reader = new FrameReader();

    reader.read({ schema: { fields: [time, value] }, data: { values: [[1000], [1]] } });
    const second = reader.read({
      data: {
        values: [
          [2000, 3000],
          [2, null],
        ],
      },
    });

    expect(second).toMatchObject({
      is: 'rows',
      rows: 2,
      newSchema: false,
      columns: [
        [2000, 3000],
        [2, null],
      ],
    });
  });

  it('recognises labels mode by a first field named labels before a time', () => {
    const reader = new FrameReader();
    const labels = { name: 'labels', type: 'string', typeInfo: { frame: 'string' } };

    reader.read({ schema: { name: 'cpu', fields: [labels, time, value] } });

    expect(reader.schema?.mode).toBe('labels');
  });

  it('puts NaN, infinities and nanoseconds back', () => {
    const reader = new FrameReader();

    const decoded = reader.read({
      schema: { fields: [time, value] },
      data: {
        values: [
          [1700000000000, 1700000000001, 1700000000002],
          [null, null, null],
        ],
        nanos: [[0, 500_000, 0], null],
        entities: [null, { NaN: [0], Inf: [1], NegInf: [2] }],
      },
    });

    expect(decoded).toMatchObject({
      columns: [
        [1700000000000, 1700000000001.5, 1700000000002],
        [NaN, Infinity, -Infinity],
      ],
    });
  });

  it('guesses fields when no schema ever came', () => {
    const reader = new FrameReader();

    reader.read({ data: { values: [[1700000000000], [3.5], ['on']] } });

    expect(reader.schema?.fields.map((field) => [field.name, field.kind])).toEqual([
      ['Time', 'time'],
      ['Field 1', 'number'],
      ['Field 2', 'string'],
    ]);
  });

  it.each([
    ['no object', 'hello', { is: 'event', value: 'hello' }],
    ['null', null, { is: 'event', value: null }],
    ['an array', [1, 2], { is: 'event', value: [1, 2] }],
    ['any other JSON', { text: 'hello' }, { is: 'event' }],
    ['a schema that is no object', { schema: 7, data: 'x' }, { is: 'event' }],
    ['an event that has a data member', { data: { text: 'x' } }, { is: 'event' }],
    ['no columns', { schema: { fields: [time, value] }, data: { values: [] } }, { is: 'nothing' }],
    ['no rows', { schema: { fields: [time, value] }, data: { values: [[], []] } }, { is: 'nothing' }],
    [
      'a column too few',
      { schema: { fields: [time, value] }, data: { values: [[1]] } },
      { is: 'mismatch', reason: 'The message has 1 columns, the schema 2 fields' },
    ],
    [
      'columns of unequal length',
      { schema: { fields: [time, value] }, data: { values: [[1, 2], [1]] } },
      { is: 'mismatch', reason: 'Column 2 has 1 values, the first 2' },
    ],
    [
      'a column that is no array',
      { schema: { fields: [time, value] }, data: { values: [[1], 5] } },
      { is: 'mismatch', reason: 'Column 2 is no array' },
    ],
    ['fields that are no objects', { schema: { fields: [null, 3, time] }, data: { values: [[1000]] } }, { is: 'rows' }],
    [
      'entities that name rows beyond the end',
      { schema: { fields: [value] }, data: { values: [[null]], entities: [{ NaN: [5, -1, 'x'] }] } },
      { is: 'rows', columns: [[null]] },
    ],
  ])('takes %s without failing', (_, message, expected) => {
    expect(new FrameReader().read(message)).toMatchObject(expected);
  });
});
