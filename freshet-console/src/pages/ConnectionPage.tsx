import { identity } from '../api/identity';
import { ConnectionEvents, ConnectionFacts } from '../app/ConnectionFacts';
import { channelHref } from '../app/route';
import { useTick } from '../app/ticks';
import { age, show } from '../format/units';
import { connection } from '../live/connection';
import type { ChannelFeed } from '../live/feed';
import { TRANSPORTS } from '../live/transports';
import { ChannelName } from '../parts/ChannelName';
import { CopyButton } from '../parts/CopyButton';
import { Figure } from '../parts/Figure';
import { useStore } from '../store';

export function ConnectionPage() {
  useTick(1000);
  const state = useStore(connection.state);
  const address = TRANSPORTS[state.transport].url;
  const who = useStore(identity);
  const user = who.state === 'signed-in' ? who.user : null;
  return (
    <div className="page connection-page">
      <h1>Connection</h1>
      <section className="card" aria-label="This connection">
        <ConnectionFacts state={state} />
        <dl className="facts">
          <div className="fact-wide">
            <dt>Address</dt>
            <dd>
              <code>{address()}</code> <CopyButton label="Copy" text={address} />
            </dd>
          </div>
          <div className="fact-wide">
            <dt>Identity</dt>
            <dd>
              {user
                ? `${user.isAnonymous ? 'anonymous' : user.login}, ${user.role} in organisation ${user.orgId}`
                : '–'}
            </dd>
          </div>
        </dl>
      </section>
      <section className="card" aria-labelledby="events-title">
        <h2 id="events-title">Last events</h2>
        <ConnectionEvents state={state} />
      </section>
      <section className="card" aria-labelledby="subscriptions-title">
        <h2 id="subscriptions-title">Channels on this connection</h2>
        {connection.channels.length === 0 ? (
          <p className="note">None at the moment: a page subscribes to what it shows and lets go five seconds after.</p>
        ) : (
          <ul className="plain-list">
            {connection.channels.map((feed) => (
              <SubscriptionRow key={feed.channel} feed={feed} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function SubscriptionRow({ feed }: { readonly feed: ChannelFeed }) {
  const state = useStore(feed.state);
  const words = { live: 'live', joining: 'joining', refused: 'refused' } as const;
  const tones = { live: 'good', joining: 'warn', refused: 'bad' } as const;
  return (
    <li>
      <a href={channelHref(feed.channel)}>
        <ChannelName channel={feed.channel} />
      </a>
      <span className={`tone-${tones[state.is]}`}>{words[state.is]}</span>
      <Figure
        value={{
          text: `${show(feed.meter.perSecond(Date.now()).count).text}/s`,
          exact: `${feed.meter.total} messages`,
        }}
      />
      <span className="dim">{Number.isNaN(feed.lastArrival) ? 'nothing yet' : age(Date.now() - feed.lastArrival)}</span>
    </li>
  );
}
