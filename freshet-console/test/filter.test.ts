import { describe, expect, it } from 'vitest';
import { isMoving, readList, type ChannelEntry } from '../src/api/channels';
import { filterChannels, keepOrder, pickCards, suggestChannels } from '../src/app/filter';
import { sortEntries } from '../src/pages/channelSort';

const list = readList({
  channels: [
    { channel: 'plugin/testdata/random', minute_rate: 30, kind: 'source' },
    {
      channel: 'stream/a/cpu',
      minute_rate: 60,
      kind: 'managed',
      subscribers: 3,
      lastMessageAgeMs: 400,
      data: { schema: { fields: [{ name: 'v', type: 'number' }] } },
    },
    { channel: 'stream/a/cpu_load', minute_rate: 600, kind: 'managed', lastMessageAgeMs: 100 },
    { channel: 'stream/b/hello', minute_rate: 0, kind: 'events', lastMessageAgeMs: 90_000 },
  ],
});
const names = (entries: readonly ChannelEntry[]): string[] => entries.map((entry) => entry.channel);

describe('the channel list', () => {
  it('is read with whatever the server leaves out', () => {
    expect(readList({ channels: [{ channel: 'stream/a/b' }, { nothing: true }, null, { channel: 7 }] })).toMatchObject([
      { channel: 'stream/a/b', perMinute: 0, kind: 'managed', subscribers: undefined },
    ]);
    expect(readList(null)).toEqual([]);
    expect(readList({ channels: 'x' })).toEqual([]);
  });

  it('knows what moves, and that a source with a nominal rate need not', () => {
    expect(names(list.filter(isMoving))).toEqual(['stream/a/cpu', 'stream/a/cpu_load']);
  });

  it('is filtered by all words and by kind', () => {
    expect(names(filterChannels(list, 'CPU stream', ''))).toEqual(['stream/a/cpu', 'stream/a/cpu_load']);
    expect(names(filterChannels(list, '', 'events'))).toEqual(['stream/b/hello']);
    expect(filterChannels(list, '  ', '')).toBe(list);
  });

  it('suggests the closest name first', () => {
    expect(names(suggestChannels(list, 'cpu', 2))).toEqual(['stream/a/cpu', 'stream/a/cpu_load']);
    expect(suggestChannels(list, ' ', 5)).toEqual([]);
  });

  it('sorts numbers with the greatest first and unknown ones last', () => {
    expect(names(sortEntries(list, 'rate'))[0]).toBe('stream/a/cpu_load');
    expect(names(sortEntries(list, 'subscribers'))[0]).toBe('stream/a/cpu');
    expect(names(sortEntries(list, 'last')).at(-1)).toBe('plugin/testdata/random');
  });
});

describe('keepOrder', () => {
  it('keeps places and lets new names wait', () => {
    expect(keepOrder(['c', 'a', 'b'], ['a', 'b', 'd'], false)).toEqual({ shown: ['a', 'b'], waiting: ['d'] });
  });

  it('takes everything in at a quiet moment', () => {
    expect(keepOrder(['c', 'a'], ['a', 'b'], true)).toEqual({ shown: ['a', 'b'], waiting: [] });
  });
});

describe('pickCards', () => {
  it('starts with the most active', () => {
    expect(pickCards([], list, isMoving, 5)).toEqual(['stream/a/cpu_load', 'stream/a/cpu']);
  });

  it('keeps a card in its place when it falls still, and never shows more than it may', () => {
    expect(pickCards(['stream/b/hello'], list, isMoving, 2)).toEqual(['stream/b/hello', 'stream/a/cpu_load']);
  });

  it('drops a card whose channel is gone', () => {
    expect(pickCards(['stream/gone/x'], list, isMoving, 1)).toEqual(['stream/a/cpu_load']);
  });
});
