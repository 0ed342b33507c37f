import { isRecord } from '../frames/frame';
import { getJson } from './http';
import type { Problem } from './problem';

/** Whether we may do something, and if not, why. */
export type Permission = { readonly allowed: true } | { readonly allowed: false; readonly problem: Problem };

/** A field of which some values did not fit the first value's type and became null. */
export interface Conflict {
  readonly field: string;
  readonly count: number;
  readonly reason: string;
}

/** What the server tells of one channel beyond its place in the list. */
export interface ChannelInfo {
  readonly known: boolean;
  readonly retention: string | undefined;
  /** Why nothing moves, when it should. */
  readonly why: string | undefined;
  /** Why the last subscriber was refused, when nothing else is known. */
  readonly refusal: Problem | undefined;
  /** What became of subscribers that do not read fast enough: messages left out, connections closed. */
  readonly slow: { readonly dropped: number; readonly closed: number } | undefined;
  readonly measurement: string | undefined;
  readonly publishers: string | undefined;
  readonly conflicts: readonly Conflict[];
  readonly subscribe: Permission;
  readonly publish: Permission;
}

export async function channelInfo(channel: string): Promise<ChannelInfo> {
  return readInfo(await getJson(`api/live/info/${channel.split('/').map(encodeURIComponent).join('/')}`));
}

export function readInfo(body: unknown): ChannelInfo {
  const json = isRecord(body) ? body : {};
  const conflicts = Array.isArray(json.conflicts) ? json.conflicts.filter(isRecord) : [];
  return {
    known: json.known !== false,
    retention: text(json.retention),
    why: text(json.why),
    refusal: isRecord(json.refusal) ? problem(json.refusal, 'The last subscriber was refused') : undefined,
    slow: isRecord(json.slow) ? { dropped: number(json.slow.dropped), closed: number(json.slow.closed) } : undefined,
    measurement: text(json.measurement),
    publishers: Array.isArray(json.publishers) ? json.publishers.join(', ') : text(json.publishers),
    conflicts: conflicts.map((one) => ({
      field: text(one.field) ?? '',
      count: typeof one.count === 'number' ? one.count : 0,
      reason: text(one.reason) ?? '',
    })),
    subscribe: permission(json.subscribe, 'Subscribing is refused'),
    publish: permission(json.publish, 'Publishing is refused'),
  };
}

function permission(value: unknown, otherwise: string): Permission {
  if (!isRecord(value) || value.allowed !== false) return { allowed: true };
  return { allowed: false, problem: problem(value, otherwise) };
}

function problem(json: Readonly<Record<string, unknown>>, otherwise: string): Problem {
  return {
    message: text(json.message) ?? otherwise,
    hint: text(json.hint),
    messageId: text(json.messageId),
    code: 0,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
