import { describe, expect, it } from 'vitest';
import { readFigures } from '../src/api/figures';
import { readInfo } from '../src/api/info';
import { problemOf, socketProblem } from '../src/api/problem';
import { Meter } from '../src/live/meter';
import { messageOf } from '../src/pages/channel/message';
import { blocksOf, runsOf } from '../src/parts/blocks';
import { channelSnippets } from '../src/parts/snippets';

const SERVER = 'https://dash.example/live/';
const SOCKET = 'wss://dash.example/live/api/live/ws';

const subject = (channel: string, carriesFrames = true, measurement?: string) => ({
  server: SERVER,
  socket: SOCKET,
  channel,
  wireChannel: `1/${channel}`,
  carriesFrames,
  measurement,
});

describe('snippets', () => {
  it('name this server, this channel and how partial pushes are treated', () => {
    const [curl, javascript, telegraf] = channelSnippets(subject('stream/telegraf/cpu'));

    expect(curl!.text).toContain('"https://dash.example/live/api/live/push/telegraf?partial=true"');
    expect(javascript!.text).toContain('new Centrifuge("wss://dash.example/live/api/live/ws")');
    expect(javascript!.text).toContain('newSubscription("1/stream/telegraf/cpu")');
    expect(telegraf!.text).toContain('namepass = ["cpu"]');
    expect(telegraf!.text).toContain('data_format = "influx"');
  });

  it('use the measurement’s own name where the path is a mapping of it', () => {
    const [curl, , telegraf] = channelSnippets(subject('stream/t/my=20$metric', true, 'my $metric'));

    expect(telegraf!.text).toContain('namepass = ["my $metric"]');
    expect(curl!.text).toContain('"my\\ \\$metric,host=');
  });

  it('offer no push to what cannot be pushed to', () => {
    expect(channelSnippets(subject('ds/P1/cpu')).map((one) => one.id)).toEqual(['curl', 'javascript']);
    expect(channelSnippets(subject('stream/demo/hello', false))[0]!.text).toContain('api/live/publish');
  });
});

describe('channel info', () => {
  it('is read with its permissions and conflicts', () => {
    const info = readInfo({
      known: true,
      retention: 'last frame',
      conflicts: [{ field: 'v', count: 3, reason: 'a string' }],
      subscribe: { allowed: true },
      publish: { allowed: false, message: 'No.', messageId: 'a.b', hint: 'Ask.' },
    });

    expect(info).toMatchObject({
      known: true,
      retention: 'last frame',
      conflicts: [{ field: 'v', count: 3 }],
      subscribe: { allowed: true },
    });
    expect(info.publish).toEqual({
      allowed: false,
      problem: { message: 'No.', messageId: 'a.b', hint: 'Ask.', code: 0 },
    });
  });

  it.each([[null], [[]], [{ conflicts: 7, subscribe: 'x', publish: null }]])('survives %j', (body) => {
    expect(readInfo(body)).toMatchObject({
      known: true,
      conflicts: [],
      subscribe: { allowed: true },
      publish: { allowed: true },
    });
  });
});

describe('problems', () => {
  it('keep the words of the server', () => {
    expect(problemOf(404, { message: 'a', messageId: 'b.c', hint: 'd' })).toEqual({
      message: 'a',
      messageId: 'b.c',
      hint: 'd',
      code: 404,
    });
  });

  it('say something when a proxy answered in HTML', () => {
    expect(problemOf(502, null).message).toBe('The server answered 502: a proxy could not reach it');
  });

  it('find the message id at the end of a sentence from the socket', () => {
    expect(socketProblem(400, 'No path. (live.channel.no-path)')).toMatchObject({
      message: 'No path.',
      messageId: 'live.channel.no-path',
    });
    expect(socketProblem(103, 'permission denied')).toMatchObject({
      message: 'permission denied',
      messageId: undefined,
    });
  });
});

describe('Meter', () => {
  it('counts whole seconds of the last five', () => {
    const meter = new Meter();
    for (let second = 0; second < 10; second++) for (let i = 0; i < 20; i++) meter.add(100, second * 1000 + i);

    expect(meter.perSecond(10_000)).toEqual({ count: 20, size: 2000 });
    expect(meter.perSecond(60_000)).toEqual({ count: 0, size: 0 });
    expect(meter.total).toBe(200);
  });
});

describe('readFigures', () => {
  it('sums over labels and ignores names that only begin alike', () => {
    const text =
      '# HELP x\ngrafana_live_node_num_clients 3\ngrafana_live_node_num_clients_old 9\ngrafana_live_transport_messages_sent{t="a b"} 4\ngrafana_live_transport_messages_sent{t="c"} 5 1700\ngrafana_live_transport_messages_sent_size{t="c"} 500\n';

    expect(readFigures(text)).toEqual({ clients: 3, sent: 9 });
    expect(readFigures('')).toEqual({ clients: undefined, sent: undefined });
  });
});

describe('messageOf', () => {
  it.each([
    ['hello', { text: 'hello' }],
    ['{"value": 1}', { value: 1 }],
    ['[1]', [1]],
    ['{broken', { text: '{broken' }],
  ])('turns %s into JSON', (text, expected) => {
    expect(messageOf(text)).toEqual(expected);
  });
});

describe('Markdown', () => {
  it('is split into blocks and runs', () => {
    expect(blocksOf('# T\n\nA `b`\nc\n\n- x\n  y\n- z\n\n```\n# code\n').map((block) => block.is)).toEqual([
      'heading',
      'paragraph',
      'list',
      'code',
    ]);
    expect(runsOf('a `b` **c** [d](e.md).').map((run) => `${run.is}:${run.text}`)).toEqual([
      'text:a ',
      'code:b',
      'text: ',
      'strong:c',
      'text: ',
      'link:d',
      'text:.',
    ]);
  });
});
