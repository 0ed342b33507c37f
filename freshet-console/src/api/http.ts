import { apiUrl } from '../base';
import { problemOf, Refused } from './problem';

const TIMEOUT_MILLIS = 15_000;

/** Asks the server for JSON; throws {@link Refused} with the server's own words for every status but 2xx. */
export async function getJson(path: string): Promise<unknown> {
  return request(path, { headers: { Accept: 'application/json' } });
}

export async function postJson(path: string, body: unknown): Promise<unknown> {
  return request(path, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function getText(path: string): Promise<string> {
  const response = await fetch(apiUrl(path), {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  if (!response.ok) throw new Refused(problemOf(response.status, null));
  return response.text();
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(apiUrl(path), {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    ...init,
  });
  const text = await response.text();
  const body = parsed(text);
  if (!response.ok) throw new Refused(problemOf(response.status, body));
  return body;
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
