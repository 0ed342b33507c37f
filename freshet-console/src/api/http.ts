import { apiUrl } from '../base';
import { problemOf, Refused } from './problem';

const TIMEOUT_MILLIS = 15_000;

/** Asks the server for JSON; throws {@link Refused} with the server's own words for every status but 2xx. */
export async function getJson(path: string): Promise<unknown> {
  return request(path, { headers: { Accept: 'application/json' } });
}

export async function postJson(path: string, body: unknown): Promise<unknown> {
  return request(path, posted(body));
}

export async function getText(path: string): Promise<string> {
  const response = await fetch(apiUrl(path), {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  if (!response.ok) throw new Refused(problemOf(response.status, null));
  return response.text();
}

/** An answer of any status, for routes whose refusals carry more than a problem. */
export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  /** The JSON of the answer; null when it has none. */
  readonly body: unknown;
}

export async function getAnswer(path: string, timeoutMillis: number): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMillis);
  return ask(path, { headers: { Accept: 'application/json' }, signal });
}

export async function postAnswer(path: string, body: unknown, timeoutMillis: number): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMillis);
  return ask(path, { ...posted(body), signal });
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  const { status, ok, body } = await ask(path, init);
  if (!ok) throw new Refused(problemOf(status, body));
  return body;
}

function posted(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

async function ask(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(apiUrl(path), {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    ...init,
  });
  return { status: response.status, ok: response.ok, body: parsed(await response.text()) };
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
