import { describe, expect, it } from 'vitest';
import { queryBody, readReply, type Members } from '../src/api/query';
import { shortDuration } from '../src/format/durations';
import { amount, readFrames } from '../src/pages/sources/query/answer';
import { formFor, missingIn, type QueryForm } from '../src/pages/sources/query/forms';
import { briefly, readMembers } from '../src/pages/sources/query/membersText';
import { streamYaml, suggestedName, wrongName } from '../src/pages/sources/query/streamYaml';
import { queryByCurl } from '../src/parts/snippets';

const question = { uid: 'prom', members: { expr: 'up' }, intervalMillis: 2000, rangeMillis: 900_000 };

describe('a query', () => {
  it('is sent with its data source, interval and range', () => {
    expect(queryBody(question, true)).toEqual({
      from: 'now-15m',
      to: 'now',
      queries: [{ expr: 'up', refId: 'A', datasource: { uid: 'prom' }, intervalMs: 2000 }],
    });
    expect(queryBody(question, false)).toMatchObject({ live: false });
  });

  const reply = (status: number, body: unknown) => readReply({ status, ok: status < 300, body });

  it('is answered with rows, or with the channel that shows them', () => {
    const frame = { schema: { fields: [] }, data: { values: [] } };
    const announced = { schema: { meta: { channel: 'ds/prom/q/abc' }, fields: [] }, data: { values: [] } };

    expect(reply(200, { results: { A: { status: 200, frames: [frame] } } })).toEqual({ is: 'rows', frames: [frame] });
    expect(reply(200, { results: { A: { frames: [announced] } } })).toEqual({
      is: 'channel',
      channel: 'ds/prom/q/abc',
    });
  });

  it('fails in the words of its data source, with the page about it', () => {
    const error = 'Data source "P" refused the query (status 400): parse error. Check the query.';

    expect(reply(400, { results: { A: { error, status: 400, messageId: 'datasource.query.failed' } } })).toEqual({
      is: 'failed',
      problem: { message: error, hint: undefined, messageId: 'datasource.query.failed', code: 400 },
    });
  });

  it.each([
    [400, { message: 'The body is wrong.', messageId: 'datasource.query.bad-body' }, 'The body is wrong.'],
    [502, null, 'The server answered 502: a proxy could not reach it'],
    [200, {}, 'The server answered without a result'],
  ])('fails as a whole: %i', (status, body, message) => {
    expect(reply(status, body)).toMatchObject({ is: 'failed', problem: { message } });
  });

  it.each([
    [500, '500ms'],
    [1000, '1s'],
    [90_000, '90s'],
    [900_000, '15m'],
    [21_600_000, '6h'],
    [86_400_000, '1d'],
  ])('has durations as it wants them: %i', (millis, text) => {
    expect(shortDuration(millis)).toBe(text);
  });
});

describe('an answer', () => {
  it('is counted and ready to be drawn', () => {
    const fields = [
      { name: 'Time', type: 'time' },
      { name: 'a', type: 'number', config: { displayNameFromDS: 'host a' } },
      { name: 'b', type: 'number' },
    ];

    const answered = readFrames([{ schema: { fields }, data: { values: [[1, 2], [3, 4], [5, null]] } }], 9); // prettier-ignore

    expect(amount(answered)).toBe('2 rows in 2 series');
    expect(answered.mismatch).toBeNull();
    expect(answered.history.series.map((one) => one.field)).toEqual(['host a', 'b']);
  });

  it('that does not fit its own schema says so', () => {
    const fields = [{ name: 'Time', type: 'time' }];

    expect(readFrames([{ schema: { fields }, data: { values: [[1], [2]] } }], 9).mismatch).toMatch(/2 columns/);
  });
});

describe('a form', () => {
  const of = (type: string, settings = {}): QueryForm => formFor({ type, settings })!;

  it('asks for no interval where the data source calls by itself', () => {
    expect(of('grafana-mqtt-datasource').calls).toBe(true);
    expect(of('redis-datasource').calls).toBe(true);
    expect(of('postgres').calls).toBeUndefined();
  });
  const set = (form: QueryForm, members: Members, id: string, value: string): Members =>
    form.fields.find((field) => field.id === id)!.set(members, value);
  const get = (form: QueryForm, members: Members, id: string): string =>
    form.fields.find((field) => field.id === id)!.get(members);

  it.each([
    ['prometheus', {}, 'expr'],
    ['grafana-amazonprometheus-datasource', {}, 'expr'],
    ['loki', {}, 'expr'],
    ['influxdb', {}, 'query'],
    ['influxdb', { version: 'SQL' }, 'rawSql'],
    ['grafana-opensearch-datasource', {}, 'query'],
    ['grafana-postgresql-datasource', {}, 'rawSql'],
    ['frser-sqlite-datasource', {}, 'rawSql'],
    ['mqtt', {}, 'topic'],
    ['redis-datasource', {}, 'type'],
  ])('is there for %s %j', (type, settings, first) => {
    expect(of(type, settings).fields[0]!.id).toBe(first);
  });

  it('is not there for a type that nobody here knows', () => {
    expect(formFor({ type: 'acme-meter-datasource', settings: {} })).toBeNull();
  });

  it.each(['prometheus', 'loki', 'influxdb', 'elasticsearch', 'postgres', 'mqtt', 'redis'])(
    'has an example of %s that lacks nothing',
    (type) => {
      expect(missingIn(of(type), of(type).example)).toBeUndefined();
    },
  );

  it('says what is missing', () => {
    expect(missingIn(of('prometheus'), {})?.needed).toMatch(/for example up/);
    expect(missingIn(of('prometheus'), { expr: ' ' })?.id).toBe('expr');
  });

  it('leaves members alone that it does not show', () => {
    const form = of('prometheus');
    let members: Members = { expr: 'up', format: 'table' };

    members = set(form, members, 'kind', 'instant');
    members = set(form, members, 'legendFormat', '{{job}}');
    expect(members).toEqual({ expr: 'up', format: 'table', instant: true, legendFormat: '{{job}}' });
    members = set(form, set(form, members, 'kind', 'range'), 'legendFormat', '');

    expect(members).toEqual({ expr: 'up', format: 'table' });
  });

  it('of Redis says what is read', () => {
    const form = of('redis-datasource');

    const stream = set(form, set(form, form.example, 'type', 'stream'), 'key', 'readings');

    expect(stream).toEqual({ type: 'stream', key: 'readings' });
    expect(missingIn(form, form.start)?.id).toBe('channel');
  });

  it('of Elasticsearch writes metrics and groups', () => {
    const form = of('elasticsearch');
    let members = form.start;

    members = set(form, members, 'metric', 'avg');
    expect(missingIn(form, members)?.id).toBe('metric-field');
    members = set(form, members, 'metric-field', 'took');
    members = set(form, members, 'terms', 'host');
    members = set(form, members, 'bucket', '10s');

    expect(members).toEqual({
      metrics: [{ id: '1', type: 'avg', field: 'took' }],
      bucketAggs: [
        { id: '3', type: 'terms', field: 'host', settings: { size: '10', order: 'desc', orderBy: '_count' } },
        { id: '2', type: 'date_histogram', settings: { interval: '10s' } },
      ],
    });
    expect(['metric', 'metric-field', 'terms', 'bucket'].map((id) => get(form, members, id))).toEqual([
      'avg',
      'took',
      'host',
      '10s',
    ]);
    expect(set(form, members, 'metric', 'sum').metrics).toEqual([{ id: '1', type: 'sum', field: 'took' }]);
    expect(set(form, members, 'metric', 'logs')).toEqual({ metrics: [{ id: '1', type: 'logs' }], bucketAggs: [] });
    expect(set(form, set(form, members, 'metric', 'logs'), 'metric', 'count')).toEqual(form.start);
    expect(set(form, members, 'terms', '').bucketAggs).toHaveLength(1);
  });
});

describe('a query as JSON', () => {
  it.each([
    ['', /Write the members/],
    ['{"expr": ', /not JSON/],
    ['["up"]', /no JSON object/],
    ['{}', /no members/],
  ])('says what is wrong with %j', (text, problem) => {
    expect(readMembers(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });

  it('is read, and told in one line', () => {
    expect(readMembers('{"expr": "up"}')).toEqual({ members: { expr: 'up' } });
    expect(briefly({ rawSql: 'SELECT 1\n  FROM t', format: 'table' })).toBe('SELECT 1 FROM t');
    expect(briefly({ metrics: [] })).toBe('{"metrics":[]}');
  });
});

describe('a named stream', () => {
  const source = {
    name: 'Price $ list',
    uid: 'prices',
    type: 'prometheus',
    url: 'http://localhost:9090',
    readOnly: false,
    streams: [],
  };
  const entry = {
    name: 'hosts/up',
    interval: '5s',
    range: '15m',
    query: { expr: 'rate(x[$__rate_interval]) > 0', format: 'on', range: true, settings: { size: 3, none: [] } },
  };

  it('stands in a file of its own, where only the query keeps its dollars', () => {
    expect(streamYaml(source, entry)).toBe(`apiVersion: 1
datasources:
  - name: "Price $$ list"
    type: prometheus
    uid: prices
    url: "http://localhost:9090"
    streams:
      - name: hosts/up
        interval: 5s
        range: 15m
        query:
          expr: "rate(x[$__rate_interval]) > 0"
          format: "on"
          range: true
          settings:
            size: 3
            none: []
`);
  });

  it('keeps the lines of a long query', () => {
    const flux = 'from(bucket: "b")\n  |> range(start: v.timeRangeStart)\n\n  |> last()';

    expect(streamYaml(source, { ...entry, query: { query: flux } })).toContain(`
          query: |-
            from(bucket: "b")
              |> range(start: v.timeRangeStart)

              |> last()
`);
    expect(streamYaml(source, { ...entry, query: { query: ' a\nb' } })).toContain('query: " a\\nb"');
    expect(streamYaml(source, { ...entry, query: { query: 'a\nb\n' } })).toContain('query: "a\\nb\\n"');
  });

  it('stands below a data source that a file has already', () => {
    const named = { name: 'cpu', channel: 'ds/prices/cpu', interval: '5s', range: '5m', query: {} };

    expect(streamYaml({ ...source, readOnly: true }, entry)).toMatch(/^ {4}streams:\n {6}- name: hosts\/up\n/);
    expect(streamYaml({ ...source, readOnly: true, streams: [named] }, entry)).toMatch(/^ {6}- name: hosts\/up\n/);
  });

  it.each([
    ['rate(node_cpu_seconds_total{mode="idle"}[1m])', [], 'node-cpu-seconds'],
    ['up', ['up'], 'up-2'],
    ['SELECT at AS time, host FROM samples WHERE $__timeFilter(at)', [], 'samples'],
    ['SELECT 1 AS one', [], 'one'],
    ['q', [], 'query'],
    ['1 + 1', [], 'stream'],
  ])('is called after its query: %s', (query, taken, name) => {
    expect(suggestedName(query, taken)).toBe(name);
    expect(wrongName(suggestedName(query, taken), taken)).toBe('');
  });

  it.each([
    ['', /for example cpu/],
    ['a b', /letters, digits/],
    ['/a', /letters, digits/],
    ['q/x', /queries of panels/],
    ['cpu', /already/],
  ])('may not be called %j', (name, why) => {
    expect(wrongName(name, ['cpu'])).toMatch(why);
  });

  it('is asked by curl with quotes that the shell understands', () => {
    expect(queryByCurl('http://x/', { expr: `{a='b'}` }).text).toContain(`"expr": "{a='\\''b'\\''}"`);
  });
});
