import { shortDuration } from '../format/durations';
import { isRecord } from '../frames/frame';
import { postAnswer, type Answer } from './http';
import { problemFrom, problemOf, type Problem } from './problem';

/** What a query says, as its type of data source understands it. */
export type Members = Readonly<Record<string, unknown>>;

/** A query of a data source, how often it is to be asked, and how far back it looks. */
export interface Question {
  readonly uid: string;
  readonly members: Members;
  readonly intervalMillis: number;
  readonly rangeMillis: number;
}

export type QueryReply =
  /** Frames as they stand in messages of a channel. */
  | { readonly is: 'rows'; readonly frames: readonly unknown[] }
  /** The channel that shows the rows, those of the range first. */
  | { readonly is: 'channel'; readonly channel: string }
  | { readonly is: 'failed'; readonly problem: Problem };

/** The server gives up on a data source sooner; a plugin may have to start first. */
const TIMEOUT_MILLIS = 100_000;

/** Has the query carried out, or with `live` the channel named that shows it from now on. */
export async function askQuery(question: Question, live: boolean): Promise<QueryReply> {
  try {
    return readReply(await postAnswer('api/ds/query', queryBody(question, live), TIMEOUT_MILLIS));
  } catch (error) {
    return { is: 'failed', problem: problemFrom(error) };
  }
}

/** The body of `POST /api/ds/query`. */
export function queryBody({ uid, members, intervalMillis, rangeMillis }: Question, live: boolean): object {
  return {
    from: `now-${shortDuration(rangeMillis)}`,
    to: 'now',
    ...(!live && { live: false }),
    queries: [{ ...members, refId: 'A', datasource: { uid }, intervalMs: intervalMillis }],
  };
}

/** A query that failed stands beside its status; a refusal of the whole request does not. */
export function readReply({ status, ok, body }: Answer): QueryReply {
  const results = isRecord(body) && isRecord(body.results) ? body.results : {};
  const result = isRecord(results.A) ? results.A : null;
  if (!result) {
    const problem = ok ? { ...problemOf(status, body), message: 'The server answered without a result' } : null;
    return { is: 'failed', problem: problem ?? problemOf(status, body) };
  }
  if (typeof result.error === 'string') {
    const code = typeof result.status === 'number' ? result.status : status;
    return { is: 'failed', problem: problemOf(code, { message: result.error, messageId: result.messageId }) };
  }
  const frames = Array.isArray(result.frames) ? result.frames : [];
  const channel = frames.map(channelOf).find((one) => one !== undefined);
  return channel === undefined ? { is: 'rows', frames } : { is: 'channel', channel };
}

function channelOf(frame: unknown): string | undefined {
  const schema = isRecord(frame) && isRecord(frame.schema) ? frame.schema : {};
  const channel = isRecord(schema.meta) ? schema.meta.channel : undefined;
  return typeof channel === 'string' && channel !== '' ? channel : undefined;
}
