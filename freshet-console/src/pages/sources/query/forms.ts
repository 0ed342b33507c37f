import type { Members } from '../../../api/query';
import type { DataSource } from '../../../api/sources';
import { ELASTICSEARCH } from './elasticsearchForm';
import { choice, custom, lines, text, type QueryField } from './field';

/** How a query of one kind of data source is written in inputs instead of JSON. */
export interface QueryForm {
  /** What a query begins with. */
  readonly start: Members;
  /** A query that most data sources of this kind can answer. */
  readonly example: Members;
  readonly fields: readonly QueryField[];
  /** The data source tells by itself what is new: it is not asked at an interval. */
  readonly calls?: true;
}

type Described = Pick<DataSource, 'type' | 'settings'>;

const FORMATS = [
  { value: 'time_series', label: 'Series over time' },
  { value: 'table', label: 'Table' },
];

const PROMETHEUS: QueryForm = {
  start: {},
  example: { expr: 'up', legendFormat: '{{instance}}' },
  fields: [
    lines('expr', 'Expression (PromQL)', {
      placeholder: 'rate(node_cpu_seconds_total[$__rate_interval])',
      needed: 'Write an expression, for example up.',
    }),
    text('legendFormat', 'Legend', { placeholder: '{{instance}}', note: 'Empty means all labels.' }),
    custom({
      id: 'kind',
      label: 'Points',
      kind: 'choice',
      choices: [
        { value: 'range', label: 'Over the range' },
        { value: 'instant', label: 'One at each question' },
      ],
      get: (members) => (members.instant === true && members.range !== true ? 'instant' : 'range'),
      set: (members, kind) => {
        const { instant: _, range: __, ...others } = members;
        return kind === 'instant' ? { ...others, instant: true } : others;
      },
    }),
    text('interval', 'Least step', { placeholder: '15s', note: 'Empty means the scrape interval.' }),
  ],
};

const LOKI: QueryForm = {
  start: {},
  example: { expr: '{job=~".+"}', maxLines: 100 },
  fields: [
    lines('expr', 'Expression (LogQL)', {
      placeholder: '{job=~".+"} |= "error"',
      needed: 'Write an expression, for example {job=~".+"}.',
    }),
    text('legendFormat', 'Legend', { placeholder: '{{job}}', note: 'For numbers; empty means all labels.' }),
    choice('queryType', 'Points', [
      { value: 'range', label: 'Over the range' },
      { value: 'instant', label: 'One at each question' },
    ]),
    custom({
      id: 'maxLines',
      label: 'First lines',
      kind: 'text',
      placeholder: '1000',
      note: 'For logs: how many of the past are shown.',
      get: (members) => (typeof members.maxLines === 'number' ? String(members.maxLines) : ''),
      set: (members, value) => {
        const { maxLines: _, ...others } = members;
        const number = Number.parseInt(value, 10);
        return number > 0 ? { ...others, maxLines: number } : others;
      },
    }),
  ],
};

const INFLUXQL: QueryForm = {
  start: { rawQuery: true },
  example: {
    rawQuery: true,
    query: 'SELECT mean("usage_user") FROM "cpu" WHERE $timeFilter GROUP BY time($__interval), "host"',
  },
  fields: [
    lines('query', 'Query (InfluxQL)', {
      placeholder: 'SELECT mean("usage_user") FROM "cpu" WHERE $timeFilter GROUP BY time($__interval), "host"',
      needed: 'Write a SELECT with WHERE $timeFilter, or take the example.',
    }),
    text('alias', 'Legend', { placeholder: '$tag_host', note: 'Empty means field and tags.' }),
    choice('resultFormat', 'Format', [...FORMATS, { value: 'logs', label: 'Log' }]),
  ],
};

const FLUX_EXAMPLE = `from(bucket: v.defaultBucket)
  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
  |> filter(fn: (r) => r._measurement == "cpu" and r._field == "usage_user")
  |> aggregateWindow(every: v.windowPeriod, fn: mean)`;
const FLUX: QueryForm = {
  start: {},
  example: { query: FLUX_EXAMPLE },
  fields: [
    lines('query', 'Query (Flux)', {
      placeholder: FLUX_EXAMPLE,
      needed: 'Write a query that begins with from(bucket: …), or take the example.',
    }),
    choice('resultFormat', 'Format', FORMATS),
  ],
};

const SQL: QueryForm = {
  start: {},
  example: { rawSql: 'SELECT created AS time, total FROM orders WHERE $__timeFilter(created) ORDER BY created' },
  fields: [
    lines('rawSql', 'Statement (SQL)', {
      placeholder: 'SELECT created AS time, total FROM orders WHERE $__timeFilter(created)',
      needed: 'Write a SELECT with WHERE $__timeFilter(column), or take the example and put your table in.',
    }),
    choice('format', 'Format', FORMATS),
  ],
};

const INFLUX_SQL: QueryForm = {
  ...SQL,
  example: {
    rawSql:
      'SELECT $__dateBin(time) AS time, host, avg(usage_user) AS usage FROM cpu WHERE $__timeFilter(time) GROUP BY 1, host ORDER BY 1',
  },
  fields: [
    lines('rawSql', 'Statement (SQL)', {
      placeholder: 'SELECT time, host, usage_user FROM cpu WHERE $__timeFilter(time)',
      needed: 'Write a SELECT with WHERE $__timeFilter(time), or take the example and put your table in.',
    }),
    choice('format', 'Format', FORMATS),
  ],
};

const MQTT: QueryForm = {
  calls: true,
  start: {},
  example: { topic: '$SYS/broker/clients/connected' },
  fields: [
    text('topic', 'Topic', {
      placeholder: 'plant/+/temperature',
      needed: 'Name a topic, for example plant/+/temperature.',
      note: '+ stands for one level, # for all below.',
    }),
  ],
};

const isOfStream = (members: Members): boolean => members.type === 'stream';
const REDIS: QueryForm = {
  calls: true,
  start: { type: 'pubsub' },
  example: { type: 'pubsub', channel: 'readings' },
  fields: [
    custom({
      id: 'type',
      label: 'Read',
      kind: 'choice',
      choices: [
        { value: 'pubsub', label: 'Messages of a channel' },
        { value: 'stream', label: 'Entries of a stream' },
      ],
      get: (members) => (isOfStream(members) ? 'stream' : 'pubsub'),
      set: (members, type) => {
        const { channel: _, key: __, ...others } = members;
        return { ...others, type };
      },
    }),
    text('channel', 'Channel', {
      placeholder: 'readings',
      needed: 'Name the channel that is published to, for example readings.',
      note: 'With *, ? or [ it is a pattern.',
      isShown: (members) => !isOfStream(members),
    }),
    text('key', 'Key', {
      placeholder: 'readings',
      needed: 'Name the key of the stream, for example readings.',
      isShown: isOfStream,
    }),
  ],
};

/** By what types are called, as plugins of one family have related names. */
const FAMILIES: readonly (readonly [RegExp, (source: Described) => QueryForm])[] = [
  [/prometheus|victoriametrics/, () => PROMETHEUS],
  [
    /influx/,
    ({ settings }) => (settings.version === 'Flux' ? FLUX : settings.version === 'SQL' ? INFLUX_SQL : INFLUXQL),
  ],
  [/loki/, () => LOKI],
  [/elastic|opensearch/, () => ELASTICSEARCH],
  [/sql|postgres|maria/, () => SQL],
  [/mqtt/, () => MQTT],
  [/redis/, () => REDIS],
];

/** The form for a data source; null when its queries are written as JSON. */
export function formFor(source: Described): QueryForm | null {
  const family = FAMILIES.find(([name]) => name.test(source.type.toLowerCase()));
  return family ? family[1](source) : null;
}

/** The first input that is empty and must not be. */
export function missingIn(form: QueryForm, members: Members): QueryField | undefined {
  return form.fields.find((field) => field.needed !== '' && field.isShown(members) && field.get(members).trim() === '');
}
