import { describe, expect, it } from 'vitest';
import { readList } from '../src/api/channels';
import { HealthBoard, readHealth, type Health } from '../src/api/health';
import {
  addressOf,
  databaseOf,
  pluginOf,
  readDataSources,
  readPlugins,
  streamsOf,
  userOf,
  viewersOf,
} from '../src/api/sources';
import { channelOfSource } from '../src/pages/sources/channelOfSource';
import { readInfo } from '../src/api/info';
import { withAdvice } from '../src/pages/channel/refused';
import { streamRows } from '../src/pages/sources/streamRows';
import { idlePlugins, reasonOf, wordsOf } from '../src/pages/sources/pluginWords';

describe('data sources', () => {
  it('are read by name, with the names of their secrets', () => {
    const sources = readDataSources([
      { uid: 'b', name: 'Plant', type: 'mqtt', url: 'tcp://x', isDefault: true, readOnly: true },
      { uid: 'a', name: 'Orders', secureJsonFields: { password: true, token: false } },
    ]);

    expect(sources.map((one) => one.name)).toEqual(['Orders', 'Plant']);
    expect(sources[0]).toMatchObject({ uid: 'a', type: '', url: '', readOnly: false, secrets: ['password'] });
    expect(sources[1]).toMatchObject({ uid: 'b', type: 'mqtt', isDefault: true, readOnly: true, secrets: [] });
  });

  it('say where they are, also in settings of their own type', () => {
    const [broker, file, redis] = readDataSources([
      { uid: 'a', jsonData: { uri: 'tcp://broker:1883', username: 'viewer' } },
      { uid: 'b', jsonData: { path: '/var/lib/log.db' } },
      { uid: 'c', url: 'redis://r', user: 'me', jsonData: { database: 2, user: 'other' } },
    ]);

    expect([addressOf(broker!), userOf(broker!), databaseOf(broker!)]).toEqual(['tcp://broker:1883', 'viewer', '']);
    expect(addressOf(file!)).toBe('/var/lib/log.db');
    expect([addressOf(redis!), userOf(redis!), databaseOf(redis!)]).toEqual(['redis://r', 'other', '2']);
  });

  it.each([[null], [{}], ['x'], [[null, 7, { name: 'no uid' }]]])('survive %j', (body) => {
    expect(readDataSources(body)).toEqual([]);
    expect(readPlugins(body)).toEqual([]);
  });

  it('have the channels under their own uid only', () => {
    const entries = readList({
      channels: [
        { channel: 'ds/plant/hall/1', subscribers: 3 },
        { channel: 'ds/plant/hall/2', why: 'It ended.' },
        { channel: 'ds/plant2/hall/1', subscribers: 9 },
        { channel: 'stream/plant/hall', subscribers: 9 },
      ],
    });

    const streams = streamsOf('plant', entries);

    expect(streams.map((entry) => entry.channel)).toEqual(['ds/plant/hall/1', 'ds/plant/hall/2']);
    expect(streams.map((entry) => entry.why)).toEqual([undefined, 'It ended.']);
    expect(viewersOf(streams)).toBe(3);
  });
});

describe('streams of a data source', () => {
  const [source] = readDataSources([
    {
      uid: 'prom',
      jsonData: { timeInterval: '1s' },
      streams: [
        { name: 'cpu', interval: '5s', range: '15m', query: { expr: 'x' }, channel: 'ds/prom/cpu' },
        { name: 'hosts/up', interval: '1m', range: '1h', query: { expr: 'up' } },
        { interval: '1m' },
      ],
    },
  ]);

  it('are read with what their file says of them', () => {
    expect(source!.streams.map((one) => [one.name, one.channel, one.interval, one.query])).toEqual([
      ['cpu', 'ds/prom/cpu', '5s', { expr: 'x' }],
      ['hosts/up', 'ds/prom/hosts/up', '1m', { expr: 'up' }],
    ]);
    expect(source!.settings).toEqual({ timeInterval: '1s' });
  });

  it('are listed whether they run or not, queries last and by the beginning of their hash', () => {
    const rows = streamRows(
      source!,
      readList({
        channels: [
          { channel: 'ds/other/cpu', subscribers: 9 },
          { channel: 'ds/prom/hosts/up', subscribers: 2, why: 'It is down.' },
          { channel: 'ds/prom/q/xWgomgdSV-cCJM', subscribers: 1 },
          { channel: 'ds/prom/topic', subscribers: 1 },
        ],
      }),
    );

    expect(rows.map((row) => [row.path, row.isQuery, row.named?.interval, row.entry?.subscribers])).toEqual([
      ['cpu', false, '5s', undefined],
      ['hosts/up', false, '1m', 2],
      ['topic', false, undefined, 1],
      ['q/xWgomg…', true, undefined, 1],
    ]);
    expect(rows[1]!.entry!.why).toBe('It is down.');
    expect(rows[3]!.channel).toBe('ds/prom/q/xWgomgdSV-cCJM');
  });
});

describe('the refusal of a channel', () => {
  const onSocket = { message: 'The query is wrong.', hint: undefined, messageId: undefined, code: 503 };
  const { refusal } = readInfo({
    known: false,
    why: 'Worded otherwise.',
    refusal: { message: 'The query is wrong.', messageId: 'live.source.unavailable', hint: 'Correct it.' },
  });

  it('has over HTTP what the socket has no room for', () => {
    const whole = { ...onSocket, hint: 'Correct it.', messageId: 'live.source.unavailable' };
    expect(withAdvice(onSocket, refusal)).toEqual(whole);
    expect(withAdvice({ ...onSocket, message: 'The que…' }, refusal)).toEqual(whole);
    expect(withAdvice({ ...onSocket, message: 'x', messageId: refusal!.messageId }, refusal).hint).toBe('Correct it.');
  });

  it('is not mixed with another one', () => {
    expect(readInfo({ known: false, why: 'Nobody looks.' }).refusal).toBeUndefined();
    expect(withAdvice(onSocket, undefined)).toBe(onSocket);
    expect(withAdvice({ ...onSocket, message: 'It is down.' }, refusal).hint).toBeUndefined();
    expect(withAdvice({ ...onSocket, messageId: 'live.source.timeout' }, refusal).hint).toBeUndefined();
  });
});

describe('plugins', () => {
  const all = readPlugins([
    { id: 'map', type: 'panel', state: 'no-backend' },
    { id: 'orders', name: 'Orders', state: 'waiting', reason: 'It ended.', restarts: 3, lastExitStatus: 2 },
    { id: 'orders', name: 'Older orders', state: 'duplicate', since: '2026-01-02T03:04:05Z' },
    { id: 'mqtt', name: 'MQTT', state: 'running', pid: 17, info: { version: '1.0.0' } },
    { id: 'scada', name: 'SCADA', state: 'failed' },
    { id: 'new', name: 'New', state: 'dreaming' },
  ]);

  it('are found by the type they serve, a duplicate last', () => {
    expect(pluginOf('orders', all)).toMatchObject({ name: 'Orders', restarts: 3, lastExitStatus: 2 });
    expect(pluginOf('mqtt', all)).toMatchObject({ version: '1.0.0', pid: 17, reason: undefined });
    expect(pluginOf('none', all)).toBeUndefined();
  });

  it('that do not run are listed with the worst first', () => {
    expect(idlePlugins(all).map((plugin) => plugin.state)).toEqual([
      'dreaming',
      'failed',
      'waiting',
      'duplicate',
      'no-backend',
    ]);
  });

  it('say why in the words of the server, else what their state means', () => {
    const [, failed, waiting, duplicate] = idlePlugins(all);

    expect(reasonOf(waiting!)).toBe('It ended.');
    expect(reasonOf(failed!)).toMatch(/log says why/);
    expect(wordsOf(duplicate!).text).toBe('there twice');
    expect(duplicate!.since).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(wordsOf(all.find((plugin) => plugin.id === 'new')!).text).toBe('dreaming');
  });
});

describe('health', () => {
  const read = (status: number, body: unknown): Health => readHealth({ status, ok: status < 300, body });

  it('is the plugin’s own answer, also behind a 400', () => {
    expect(read(200, { status: 'OK', message: 'Fine', details: {} })).toEqual({
      is: 'ok',
      message: 'Fine',
      details: undefined,
    });
    expect(read(400, { status: 'ERROR', message: 'No route', details: { a: 1 } })).toMatchObject({
      is: 'error',
      problem: { message: 'No route', code: 0 },
      details: '{\n  "a": 1\n}',
    });
    expect(read(400, { status: 'UNKNOWN', message: '' })).toMatchObject({
      is: 'unknown',
      problem: { message: 'It gave no reason' },
    });
  });

  it('is an error when the server refuses with a reason of its own', () => {
    expect(read(503, { message: 'It ended.', messageId: 'live.source.unavailable', hint: 'Wait.' })).toMatchObject({
      is: 'error',
      problem: { messageId: 'live.source.unavailable', hint: 'Wait.', code: 503 },
    });
  });

  it.each([
    [403, { message: 'No.', messageId: 'auth.forbidden' }],
    [502, null],
    [200, 'nonsense'],
  ])('is unknown when the question did not get through: %i', (status, body) => {
    expect(read(status, body).is).toBe('unknown');
  });
});

describe('HealthBoard', () => {
  const fine: Health = { is: 'ok', message: '', details: undefined };

  function board() {
    const asked: string[] = [];
    const answers: ((health: Health) => void)[] = [];
    const time = { now: 1_000_000 };
    const made = new HealthBoard(
      (uid) => (asked.push(uid), new Promise((answer) => answers.push(answer))),
      () => time.now,
    );
    const answer = async (): Promise<void> => {
      answers.shift()!(fine);
      await Promise.resolve();
      await Promise.resolve();
    };
    return { made, asked, answer, time };
  }

  it('asks two at once and the next when one has answered', async () => {
    const { made, asked, answer } = board();

    made.keepFresh(['a', 'b', 'c']);
    expect(asked).toEqual(['a', 'b']);
    await answer();

    expect(asked).toEqual(['a', 'b', 'c']);
    expect(made.of('a')).toEqual({ health: fine, asking: false, at: 1_000_000 });
    expect(made.of('b')).toMatchObject({ health: null, asking: true });
  });

  it('asks by itself once a minute at most, and at any time when told to', async () => {
    const { made, asked, answer, time } = board();
    made.keepFresh(['a']);
    made.keepFresh(['a']);
    await answer();

    time.now += 59_999;
    made.keepFresh(['a']);
    expect(asked).toEqual(['a']);
    made.again('a');
    made.again('a');
    expect(asked).toEqual(['a', 'a']);
    await answer();
    time.now += 60_000;
    made.keepFresh(['a']);

    expect(asked).toEqual(['a', 'a', 'a']);
  });

  it('keeps the last answer in sight while it asks again', async () => {
    const { made, answer } = board();
    made.again('a');
    await answer();

    made.again('a');

    expect(made.of('a')).toMatchObject({ health: fine, asking: true });
  });

  it('forgets, and does not take answers to what was asked before', async () => {
    const { made, asked, answer } = board();
    made.keepFresh(['a', 'b', 'c']);

    made.forget();
    await answer();

    expect(made.states.get().size).toBe(0);
    expect(asked).toEqual(['a', 'b']);
    made.keepFresh(['d']);
    expect(asked).toEqual(['a', 'b', 'd']);
  });
});

describe('the field that opens a channel', () => {
  it.each([
    ['cpu', 'ds/plant/cpu'],
    ['  /hall/1/temperature/ ', 'ds/plant/hall/1/temperature'],
    ['ds/plant/hall/1', 'ds/plant/hall/1'],
    ['1/ds/plant/hall/1', 'ds/plant/hall/1'],
    ['ds/other/x', 'ds/plant/ds/other/x'],
    [' / ', ''],
    ['', ''],
  ])('understands %j', (typed, channel) => {
    expect(channelOfSource('plant', typed)).toBe(channel);
  });
});
