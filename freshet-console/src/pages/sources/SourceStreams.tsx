import type { ChannelEntry } from '../../api/channels';
import type { DataSource } from '../../api/sources';
import { channelHref } from '../../app/route';
import { count, rate } from '../../format/units';
import { ChannelName } from '../../parts/ChannelName';
import { Figure } from '../../parts/Figure';
import { Icon } from '../../parts/icons';

interface SourceStreamsProps {
  readonly source: DataSource;
  /** Null until the server has listed its channels. */
  readonly streams: readonly ChannelEntry[] | null;
}

/** The channels of a data source, and why one of them does not run. */
export function SourceStreams({ source, streams }: SourceStreamsProps) {
  return (
    <section className="card source-streams" aria-labelledby="streams-title">
      <h2 id="streams-title">Streams</h2>
      {streams === null ? (
        <p className="note">The channels are not listed yet.</p>
      ) : streams.length === 0 ? (
        <p className="note">
          None at the moment: {source.name} streams while somebody looks at one of its channels. Open one below.
        </p>
      ) : (
        <ul className="plain-list stream-list">
          {streams.map((entry) => (
            <li key={entry.channel}>
              <a href={channelHref(entry.channel)}>
                <ChannelName channel={entry.channel} />
              </a>
              <Figure value={rate(entry.perMinute)} />
              <span className="stream-subscribers">{subscribers(entry.subscribers)}</span>
              {entry.why !== undefined && (
                <p className="stream-why tone-warn">
                  <Icon name="warn" size={16} /> <span>Does not run: {entry.why}</span>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function subscribers(number: number | undefined): string {
  if (number === undefined) return '–';
  return number === 1 ? '1 subscriber' : `${count(number).text} subscribers`;
}
