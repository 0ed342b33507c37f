import { isRecord, readSchema, type Schema } from '../frames/frame';
import { Store } from '../store';
import { getJson, postJson } from './http';
import { refreshIdentity } from './identity';
import { pollWhileVisible } from './poll';
import { problemFrom, type Problem } from './problem';

/** One line of the channel list; what the server does not tell is undefined. */
export interface ChannelEntry {
  readonly channel: string;
  readonly perMinute: number;
  readonly kind: string;
  readonly subscribers: number | undefined;
  readonly fields: number | undefined;
  /** Age of the last message when the list was made. */
  readonly lastMessageMillis: number | undefined;
  /** The name as it was pushed, when it had to be mapped to a legal path. */
  readonly measurement: string | undefined;
  /** What is wrong, when its stream ought to run and does not. */
  readonly why: string | undefined;
  readonly schema: Schema | null;
}

export interface ChannelList {
  readonly state: 'loading' | 'ready';
  readonly entries: readonly ChannelEntry[];
  readonly byName: ReadonlyMap<string, ChannelEntry>;
  /** The last attempt's failure; the entries are then older than they look. */
  readonly problem: Problem | null;
  /** Connected clients, if the server tells. */
  readonly clients: number | undefined;
  readonly at: number;
}

export const channelList = new Store<ChannelList>({
  state: 'loading',
  entries: [],
  byName: new Map(),
  problem: null,
  clients: undefined,
  at: 0,
});

const INTERVAL_MILLIS = 3000;

/** Keeps the list fresh while the page is visible. Returns how to stop. */
export function pollChannels(): () => void {
  return pollWhileVisible(refreshChannels, INTERVAL_MILLIS);
}

export async function refreshChannels(): Promise<void> {
  try {
    const body = await getJson('api/live/list');
    const entries = readList(body);
    const clients = isRecord(body) ? number(body.clients) : undefined;
    const byName = new Map(entries.map((entry) => [entry.channel, entry]));
    channelList.set({ state: 'ready', entries, byName, problem: null, clients, at: Date.now() });
  } catch (error) {
    const problem = problemFrom(error);
    channelList.set({ ...channelList.get(), problem });
    if (problem.code === 401) await refreshIdentity();
  }
}

/** Reads `{"channels":[…]}`; entries without a channel are skipped. */
export function readList(body: unknown): ChannelEntry[] {
  const list = isRecord(body) && Array.isArray(body.channels) ? body.channels : [];
  return list
    .filter(isRecord)
    .filter((entry) => typeof entry.channel === 'string')
    .map(readEntry);
}

function readEntry(json: Record<string, unknown>): ChannelEntry {
  const data = isRecord(json.data) ? json.data : {};
  const listed = isRecord(data.schema) ? readSchema(data.schema) : null;
  const schema = listed && listed.fields.length > 0 ? listed : null;
  return {
    channel: json.channel as string,
    perMinute: number(json.minute_rate) ?? 0,
    kind:
      typeof json.kind === 'string' ? json.kind : (json.channel as string).startsWith('stream/') ? 'managed' : 'source',
    subscribers: number(json.subscribers),
    fields: number(json.fields) ?? (Array.isArray(json.fields) ? json.fields.length : schema?.fields.length),
    lastMessageMillis: number(json.lastMessageAgeMs),
    measurement: text(json.measurement),
    why: text(json.why),
    schema,
  };
}

/**
 * True for a channel that said something in the last minute. A source runs only while someone looks, so its nominal rate
 * says nothing.
 */
export function isMoving(entry: ChannelEntry): boolean {
  if (entry.lastMessageMillis !== undefined) return entry.lastMessageMillis >= 0 && entry.lastMessageMillis < 60_000;
  if (entry.kind === 'source') return (entry.subscribers ?? 0) > 0;
  return entry.perMinute > 0;
}

export async function publish(channel: string, data: unknown): Promise<void> {
  await postJson('api/live/publish', { channel, data });
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
