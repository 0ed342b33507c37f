import type { ChannelEntry } from '../../api/channels';
import { channelHref } from '../../app/route';
import { useTick } from '../../app/ticks';
import { age, rate, show } from '../../format/units';
import type { ChannelFeed } from '../../live/feed';
import { GLANCE, useFeed } from '../../live/useFeed';
import { ChannelName } from '../../parts/ChannelName';
import { Figure } from '../../parts/Figure';
import { Icon } from '../../parts/icons';
import { RateBars } from '../../plot/RateBars';
import { Sparkline } from '../../plot/Sparkline';
import { lastRate } from '../../plot/sample';
import { useStore } from '../../store';
import { logField } from '../channel/LogView';
import { besides } from '../channel/besides';
import { headlineOf } from './headline';

interface ChannelCardProps {
  readonly channel: string;
  readonly entry: ChannelEntry | undefined;
}

const STILL_AFTER_MILLIS = 30_000;

/** One channel at a glance: whether it moves, what it says last, how often. */
export function ChannelCard({ channel, entry }: ChannelCardProps) {
  const feed = useFeed(channel, GLANCE);
  return (
    <a className="card channel-card" href={channelHref(channel)}>
      <ChannelName channel={channel} />
      {feed ? <CardBody feed={feed} entry={entry} /> : <div className="card-skeleton" />}
    </a>
  );
}

function CardBody({ feed, entry }: { readonly feed: ChannelFeed; readonly entry: ChannelEntry | undefined }) {
  useTick(1000);
  const state = useStore(feed.state);
  if (state.is === 'refused') {
    return (
      <p className="card-refused tone-bad">
        <Icon name="warn" size={16} /> {state.problem.message}
      </p>
    );
  }
  const headline = headlineOf(feed.history.series);
  const main = headline?.series[0];
  const value = main ? (headline.perSecond ? lastRate(main) : main.ring.last(main.column)) : NaN;
  const unit = headline?.perSecond ? `${headline.unit}/s` : (headline?.unit ?? '');
  return (
    <>
      {headline ? (
        <Sparkline
          channel={feed.channel}
          series={headline.series}
          perSecond={headline.perSecond}
          now={() => feed.now()}
          label={`${headline.field} of ${feed.channel} over the last minute`}
        />
      ) : (
        <RateBars
          counts={() => feed.meter.lastMinute(Date.now())}
          label={`Messages per second on ${feed.channel} over the last minute`}
        />
      )}
      <span className="card-figures">
        <span className="card-value">
          {main ? <Figure value={show(value, unit)} /> : <LastWords text={lastWords(feed)} />}
          <span className="dim card-field" title={main?.key}>
            {headline?.field ?? 'last message'} {headline && besides(headline.series)[0]}
          </span>
        </span>
        <Movement feed={feed} entry={entry} />
      </span>
    </>
  );
}

function Movement({ feed, entry }: { readonly feed: ChannelFeed; readonly entry: ChannelEntry | undefined }) {
  const silence = Number.isNaN(feed.lastArrival)
    ? (entry?.lastMessageMillis ?? Infinity)
    : Date.now() - feed.lastArrival;
  if (silence > STILL_AFTER_MILLIS) {
    return (
      <span className="card-rate dim">
        <Icon name="still" size={14} /> still{Number.isFinite(silence) && ` for ${age(silence)}`}
      </span>
    );
  }
  const seen = feed.meter.perSecond(Date.now()).count;
  return (
    <span className="card-rate">
      <Figure
        value={
          entry && entry.perMinute > 0
            ? rate(entry.perMinute)
            : { text: `${show(seen).text}/s`, exact: `${feed.meter.total} messages seen` }
        }
      />
    </span>
  );
}

function LastWords({ text }: { readonly text: string }) {
  return (
    <span className="card-words" title={text}>
      {text}
    </span>
  );
}

/** For what has no numbers: the text itself. */
function lastWords(feed: ChannelFeed): string {
  const row = feed.history.recentRows.at(-1);
  const field =
    row && (logField(row.schema) ?? row.schema.fields.find((one) => one.kind === 'string' || one.kind === 'boolean'));
  if (field) return String(row.columns[row.schema.fields.indexOf(field)]?.[row.row] ?? '–');
  const message = feed.messages.at(-1);
  return message ? JSON.stringify(message.data).slice(0, 60) : 'nothing yet';
}
