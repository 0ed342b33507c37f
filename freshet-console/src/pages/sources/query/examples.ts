import type { Members } from '../../../api/query';

const HTTP_JSON: Members = {
  urlPath: '/status',
  fields: [
    { name: 'Time', jsonPath: '$.time', type: 'time' },
    { name: 'load', jsonPath: '$.load', type: 'number' },
  ],
};

/** A query of a type that has no form. */
export function exampleOf(type: string): Members {
  return /json|infinity/.test(type.toLowerCase()) ? HTTP_JSON : { queryType: '', query: '' };
}
