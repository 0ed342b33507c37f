import type { ChannelEntry } from '../../api/channels';
import { streamsOf, type DataSource, type NamedStream } from '../../api/sources';

/** A channel of a data source: one that its file names, one that shows a panel's query, or any other. */
export interface StreamRow {
  readonly channel: string;
  /** What comes after `ds/<uid>/`; hashes are cut, as nobody reads them. */
  readonly path: string;
  readonly isQuery: boolean;
  readonly named: NamedStream | undefined;
  /** What the server tells of it; undefined while it does not run. */
  readonly entry: ChannelEntry | undefined;
}

const SHOWN_HASH = 6;

/** Named streams as in their file, then what else somebody looks at, queries of panels last. */
export function streamRows(
  source: Pick<DataSource, 'uid' | 'streams'>,
  entries: readonly ChannelEntry[],
): readonly StreamRow[] {
  const known = new Map(streamsOf(source.uid, entries).map((entry) => [entry.channel, entry]));
  const named = source.streams.map((stream) => row(source.uid, stream.channel, stream, known.get(stream.channel)));
  const others = [...known.values()]
    .filter((entry) => !source.streams.some((stream) => stream.channel === entry.channel))
    .map((entry) => row(source.uid, entry.channel, undefined, entry));
  return [...named, ...others.filter((one) => !one.isQuery), ...others.filter((one) => one.isQuery)];
}

function row(uid: string, channel: string, named: NamedStream | undefined, entry: ChannelEntry | undefined): StreamRow {
  const path = channel.slice(`ds/${uid}/`.length);
  const isQuery = path.startsWith('q/');
  const shown = isQuery && path.length > 2 + SHOWN_HASH ? `${path.slice(0, 2 + SHOWN_HASH)}…` : path;
  return { channel, path: shown, isQuery, named, entry };
}
