import type { Members } from '../../../api/query';
import { isRecord } from '../../../frames/frame';

export type ReadMembers = { readonly members: Members } | { readonly problem: string };

/** Reads a query that was written as JSON. */
export function readMembers(text: string): ReadMembers {
  if (text.trim() === '')
    return { problem: 'Write the members of the query as a JSON object, for example {"expr": "up"}.' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}. Correct it, or go back to the form.` };
  }
  if (!isRecord(value)) return { problem: 'This is no JSON object; put the members of the query between { and }.' };
  if (Object.keys(value).length === 0)
    return { problem: 'The query has no members; write for example {"expr": "up"}.' };
  return { members: value };
}

export function membersText(members: Members): string {
  return JSON.stringify(members, null, 2);
}

/** A query in one line, for lists: the text of the member that says most. */
export function briefly(members: Members): string {
  for (const name of ['expr', 'rawSql', 'queryText', 'query', 'topic', 'channel', 'key', 'urlPath', 'url']) {
    const value = members[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim().replace(/\s+/g, ' ');
  }
  return JSON.stringify(members);
}
