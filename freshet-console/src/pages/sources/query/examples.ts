import type { Members } from '../../../api/query';

const HTTP_JSON: Members = {
  url: '/status',
  fields: [
    { jsonPath: '$.time', name: 'time', type: 'time' },
    { jsonPath: '$.load', name: 'load', type: 'number' },
  ],
  format: 'time_series',
};
const INFINITY: Members = {
  type: 'json',
  source: 'url',
  url: '/status',
  columns: [
    { selector: 'time', text: 'time', type: 'timestamp' },
    { selector: 'load', text: 'load', type: 'number' },
  ],
  format: 'timeseries',
};

/** A query of a type that has no form. */
export function exampleOf(type: string): Members {
  if (/infinity/.test(type)) return INFINITY;
  return isHttpJson(type) ? HTTP_JSON : { queryType: '', query: '' };
}

/** Whether the type asks HTTP services, whose queries are too varied for a form. */
export function isHttpJson(type: string): boolean {
  return /json|infinity/.test(type.toLowerCase());
}
