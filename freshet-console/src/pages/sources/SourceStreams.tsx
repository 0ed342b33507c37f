import type { ChannelEntry } from '../../api/channels';
import type { DataSource } from '../../api/sources';
import { channelHref } from '../../app/route';
import { count, rate } from '../../format/units';
import { Figure } from '../../parts/Figure';
import { NotRunning } from '../../parts/NotRunning';
import { formFor } from './query/forms';
import { briefly } from './query/membersText';
import { streamRows, type StreamRow } from './streamRows';
import { useRefusals } from './useRefusals';

interface SourceStreamsProps {
  readonly source: DataSource;
  /** Null until the server has listed its channels. */
  readonly entries: readonly ChannelEntry[] | null;
}

/** The channels of a data source, what they show, and why one of them does not run. */
export function SourceStreams({ source, entries }: SourceStreamsProps) {
  const rows = streamRows(source, entries ?? []);
  const idle = entries ? rows.filter((row) => !row.entry).map((row) => row.channel) : [];
  const refusals = useRefusals(idle);
  return (
    <section className="card source-streams" aria-labelledby="streams-title">
      <h2 id="streams-title">Streams</h2>
      {rows.length > 0 && (
        <ul className="plain-list stream-list">
          {rows.map((row) => (
            <Stream
              key={row.channel}
              row={row}
              calls={formFor(source)?.calls === true}
              known={entries !== null}
              why={row.entry ? row.entry.why : refusals.get(row.channel)}
            />
          ))}
        </ul>
      )}
      <p className="note">
        {entries === null
          ? 'The channels are not listed yet.'
          : rows.length === 0
            ? `None at the moment: ${source.name} streams while somebody looks at one of its channels.`
            : 'A stream runs while somebody looks at it.'}
      </p>
    </section>
  );
}

interface StreamProps {
  readonly row: StreamRow;
  /** The data source tells by itself what is new. */
  readonly calls: boolean;
  /** False until the server has listed its channels. */
  readonly known: boolean;
  /** Why it does not run although somebody looks, or looked. */
  readonly why: string | undefined;
}

/** One channel, who looks, and what is wrong. */
function Stream({ row, calls, known, why }: StreamProps) {
  const { entry } = row;
  return (
    <li>
      <span className="stream-name">
        <a href={channelHref(row.channel)} title={row.channel}>
          {row.path}
        </a>
        <About row={row} calls={calls} />
      </span>
      <Figure value={rate(entry?.perMinute ?? 0)} />
      <span className="stream-subscribers">{known ? viewers(entry?.subscribers ?? 0) : '–'}</span>
      {why !== undefined && <NotRunning why={why} />}
    </li>
  );
}

/** What it shows, in small print. */
function About({ row: { named, isQuery }, calls }: Pick<StreamProps, 'row' | 'calls'>) {
  if (named) {
    const query = briefly(named.query);
    return (
      <span className="stream-about dim" title={query}>
        {!calls && `every ${named.interval}, `}last {named.range} · <code>{query}</code>
      </span>
    );
  }
  return isQuery ? <span className="stream-about dim">a query of a panel, or made live below</span> : null;
}

function viewers(number: number): string {
  return number === 1 ? '1 viewer' : `${count(number).text} viewers`;
}
