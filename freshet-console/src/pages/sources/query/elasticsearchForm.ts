import type { Members } from '../../../api/query';
import { custom, lines, listOf, recordOf, textOf, withMember, type QueryField } from './field';
import type { QueryForm } from './forms';

const DOCUMENTS = ['logs', 'raw_data', 'raw_document'];
const METRICS = [
  { value: 'count', label: 'Number of documents' },
  { value: 'avg', label: 'Average of a field' },
  { value: 'sum', label: 'Sum of a field' },
  { value: 'min', label: 'Least of a field' },
  { value: 'max', label: 'Greatest of a field' },
  { value: 'cardinality', label: 'Different values of a field' },
  { value: 'logs', label: 'The documents, as a log' },
  { value: 'raw_data', label: 'The documents, as a table' },
];
const START: Members = {
  metrics: [{ id: '1', type: 'count' }],
  bucketAggs: [{ id: '2', type: 'date_histogram', settings: { interval: 'auto' } }],
};

const metric = (members: Members): Members => listOf(members.metrics)[0] ?? {};
const metricType = (members: Members): string => textOf(metric(members).type) || 'count';
const isOfDocuments = (members: Members): boolean => DOCUMENTS.includes(metricType(members));
const histogram = (members: Members): Members => listOf(members.bucketAggs).at(-1) ?? {};
const terms = (members: Members): Members | undefined => listOf(members.bucketAggs).find((one) => one.type === 'terms');

const LUCENE: QueryField = lines('query', 'Query (Lucene)', {
  placeholder: 'level:error',
  note: 'Empty means all documents.',
});

const METRIC: QueryField = custom({
  id: 'metric',
  label: 'Show',
  kind: 'choice',
  choices: METRICS,
  get: metricType,
  set: (members, type) => {
    const before = metric(members);
    const keepsField = type !== 'count' && !DOCUMENTS.includes(type) && before.field !== undefined;
    const one = { id: textOf(before.id) || '1', type, ...(keepsField && { field: before.field }) };
    const buckets = listOf(members.bucketAggs);
    return {
      ...members,
      metrics: [one],
      bucketAggs: DOCUMENTS.includes(type) ? [] : buckets.length > 0 ? buckets : START.bucketAggs,
    };
  },
});

const FIELD: QueryField = custom({
  id: 'metric-field',
  label: 'Field',
  kind: 'text',
  placeholder: 'duration_ms',
  needed: 'Name the field whose values are to be shown, for example duration_ms.',
  isShown: (members) => metricType(members) !== 'count' && !isOfDocuments(members),
  get: (members) => textOf(metric(members).field),
  set: (members, field) => ({ ...members, metrics: [withMember(metric(members), 'field', field)] }),
});

const INTERVAL: QueryField = custom({
  id: 'bucket',
  label: 'A point for every',
  kind: 'text',
  placeholder: 'auto',
  note: 'auto is the interval below.',
  isShown: (members) => !isOfDocuments(members),
  get: (members) => {
    const interval = textOf(recordOf(histogram(members).settings).interval);
    return interval === 'auto' ? '' : interval;
  },
  set: (members, interval) => {
    const last = histogram(members);
    const settings = { ...recordOf(last.settings), interval: interval || 'auto' };
    return { ...members, bucketAggs: [...listOf(members.bucketAggs).slice(0, -1), { ...last, settings }] };
  },
});

const TERMS: QueryField = custom({
  id: 'terms',
  label: 'A series for each value of',
  kind: 'text',
  placeholder: 'host.keyword',
  note: 'Empty means one series.',
  isShown: (members) => !isOfDocuments(members),
  get: (members) => textOf(terms(members)?.field),
  set: (members, field) => {
    const others = listOf(members.bucketAggs).filter((one) => one.type !== 'terms');
    const grouping = { id: '3', type: 'terms', settings: { size: '10', order: 'desc', orderBy: '_count' } };
    return { ...members, bucketAggs: field === '' ? others : [{ ...grouping, ...terms(members), field }, ...others] };
  },
});

export const ELASTICSEARCH: QueryForm = {
  start: START,
  example: { ...START, query: '*' },
  fields: [LUCENE, METRIC, FIELD, INTERVAL, TERMS],
};
