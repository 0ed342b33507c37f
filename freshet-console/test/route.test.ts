import { describe, expect, it } from 'vitest';
import { changedParams, channelHref, parseRoute, routeHref, sourceHref } from '../src/app/route';

describe('route', () => {
  it.each([
    ['', 'overview', ''],
    ['#/', 'overview', ''],
    ['#/channels?q=cpu', 'channels', ''],
    ['#/channel/stream/telegraf/cpu', 'channel', 'stream/telegraf/cpu'],
    ['#/channel/stream/a%20b/c%3Fd?tab=raw', 'channel', 'stream/a b/c?d'],
    ['#/channel/%zz', 'channel', '%zz'],
    ['#/help/live.channel.no-path', 'help', 'live.channel.no-path'],
    ['#/sources', 'sources', ''],
    ['#/sources/', 'sources', ''],
    ['#/sources/P%3F1', 'sources', 'P?1'],
    ['#/connection', 'connection', ''],
    ['#/connection/x', 'unknown', ''],
    ['#/nowhere', 'unknown', ''],
  ])('reads %s', (hash, page, subject) => {
    expect(parseRoute(hash)).toMatchObject({ page, subject });
  });

  it('reads back every channel it wrote', () => {
    for (const channel of ['stream/telegraf/cpu', 'stream/a/b=20c', 'ds/P?1/x#y', 'stream/ü/%']) {
      expect(parseRoute(channelHref(channel, { window: '5' }))).toMatchObject({ page: 'channel', subject: channel });
    }
  });

  it('changes one parameter and leaves the others', () => {
    const route = parseRoute('#/channels?q=cpu&kind=managed');

    expect(changedParams(route, { kind: '' })).toBe('#/channels?q=cpu');
    expect(changedParams(route, { q: 'a b' })).toBe('#/channels?q=a+b&kind=managed');
    expect(routeHref('overview')).toBe('#/');
    expect(changedParams(parseRoute(sourceHref('P?/1')), { q: 'x' })).toBe('#/sources/P%3F%2F1?q=x');
  });
});
