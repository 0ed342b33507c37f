import { channelList, type ChannelEntry } from '../api/channels';
import type { ChannelInfo } from '../api/info';
import { useKeys } from '../app/keys';
import { changedParams, replaceRoute, routeHref, useRoute } from '../app/route';
import { useTick } from '../app/ticks';
import { age, rate, show } from '../format/units';
import type { ChannelFeed } from '../live/feed';
import { useFeed, WATCH } from '../live/useFeed';
import { ChannelName } from '../parts/ChannelName';
import { CopyButton } from '../parts/CopyButton';
import { Figure } from '../parts/Figure';
import { Icon } from '../parts/icons';
import { NotRunning } from '../parts/NotRunning';
import { Tabs, type Tab } from '../parts/Tabs';
import { useStore } from '../store';
import { LogView, logField } from './channel/LogView';
import { Picture } from './channel/Picture';
import { RawMessages } from './channel/RawMessages';
import { Refusal } from './channel/Refusal';
import { RowsTable } from './channel/RowsTable';
import { SidePanel } from './channel/SidePanel';
import { useInfo } from './channel/useInfo';
import { useView, WINDOWS, type View } from './channel/view';

/** Everything one channel carries, as it comes. */
export function ChannelPage({ channel }: { readonly channel: string }) {
  const feed = useFeed(channel, WATCH);
  return <div className="page channel-page">{feed && <ChannelView feed={feed} />}</div>;
}

function ChannelView({ feed }: { readonly feed: ChannelFeed }) {
  const entry = useStore(channelList).byName.get(feed.channel);
  const state = useStore(feed.state);
  const view = useView(feed);
  const info = useInfo(feed.channel, state.is);
  useTick(1000, view.pausedAt === null);
  useKeys({
    p: view.togglePause,
    '1': () => view.setMinutes(1),
    '2': () => view.setMinutes(5),
    '3': () => view.setMinutes(30),
    z: () => view.setZoom(null),
    Escape: () => view.setZoom(null),
  });
  return (
    <>
      <Head feed={feed} entry={entry} view={view} />
      {state.is === 'refused' ? (
        <Refusal feed={feed} problem={state.problem} info={info} />
      ) : (
        <div className="channel-columns">
          <div className="channel-main">
            {info.info?.known && info.info.why && (
              <div className="card">
                <NotRunning why={info.info.why} />
              </div>
            )}
            <Picture plotted={feed} view={view} tall>
              <Waiting feed={feed} />
            </Picture>
            <Below feed={feed} entry={entry} info={info.info} paused={view.pausedAt !== null} />
          </div>
          <SidePanel channel={feed.channel} entry={entry} schema={feed.history.reader.schema} info={info.info} />
        </div>
      )}
    </>
  );
}

function Head({
  feed,
  entry,
  view,
}: {
  readonly feed: ChannelFeed;
  readonly entry: ChannelEntry | undefined;
  readonly view: View;
}) {
  const paused = view.pausedAt !== null;
  return (
    <div className="page-head channel-head">
      <div>
        <p className="crumb">
          <a href={routeHref('channels')}>Channels</a>
        </p>
        <h1>
          <ChannelName channel={feed.channel} />
        </h1>
        <Pulse feed={feed} entry={entry} />
      </div>
      <div className="page-actions">
        <div className="segments" role="group" aria-label="Window">
          {WINDOWS.map((minutes) => (
            <button
              key={minutes}
              type="button"
              aria-pressed={view.minutes === minutes && view.zoom === null}
              onClick={() => view.setMinutes(minutes)}
            >
              {minutes} min
            </button>
          ))}
        </div>
        {view.zoom && (
          <button type="button" className="button" onClick={() => view.setZoom(null)}>
            Back from zoom
          </button>
        )}
        <button type="button" className="button" aria-pressed={paused} title="p" onClick={view.togglePause}>
          <Icon name={paused ? 'play' : 'pause'} size={16} /> {paused ? 'Go on' : 'Pause'}
        </button>
        <CopyButton icon="link" label="Copy link" text={() => location.href} />
      </div>
    </div>
  );
}

/** In one line: is it live, how often, when last. */
function Pulse({ feed, entry }: { readonly feed: ChannelFeed; readonly entry: ChannelEntry | undefined }) {
  const state = useStore(feed.state);
  const mismatch = useStore(feed.mismatch);
  const now = Date.now();
  const silence = Number.isNaN(feed.lastArrival) ? entry?.lastMessageMillis : now - feed.lastArrival;
  const perSecond = feed.meter.perSecond(now).count;
  return (
    <p className="pulse">
      <span className={state.is === 'live' ? 'tone-good' : state.is === 'joining' ? 'tone-warn' : 'tone-bad'}>
        {state.is === 'live' ? 'subscribed' : state.is}
      </span>
      <Figure
        value={
          entry && entry.perMinute > 0
            ? rate(entry.perMinute)
            : { text: `${show(perSecond).text}/s`, exact: `${feed.meter.total} messages seen` }
        }
      />
      <span className="dim">
        {silence === undefined
          ? 'no message yet'
          : silence < 2000
            ? 'last message just now'
            : `last message ${age(silence)} ago`}
      </span>
      {feed.history.crowded && (
        <span className="tone-warn">more than {feed.history.series.length} series; the rest is not drawn</span>
      )}
      {mismatch && <span className="tone-bad">{mismatch}</span>}
    </p>
  );
}

function Waiting({ feed }: { readonly feed: ChannelFeed }) {
  if (feed.messages.length > 0) return null;
  return (
    <div className="card waiting">
      <h2>Nothing came yet</h2>
      <p>
        You are subscribed to <code>{feed.channel}</code>; the first message appears here by itself. A snippet that
        pushes to it stands beside.
      </p>
    </div>
  );
}

interface BelowProps {
  readonly feed: ChannelFeed;
  readonly entry: ChannelEntry | undefined;
  readonly info: ChannelInfo | null;
  readonly paused: boolean;
}

function Below({ feed, entry, info, paused }: BelowProps) {
  const route = useRoute();
  const schema = feed.history.reader.schema;
  const events = schema === null && entry?.kind !== 'managed';
  const canSend = events && info?.publish.allowed === true;
  const tabs: Tab[] = [
    { id: 'rows', title: 'Last rows', content: () => <RowsTable history={feed.history} paused={paused} /> },
    { id: 'raw', title: 'Raw messages', content: () => <RawMessages feed={feed} paused={paused} canSend={canSend} /> },
  ];
  if (logField(schema))
    tabs.unshift({ id: 'log', title: 'Log', content: () => <LogView history={feed.history} paused={paused} /> });
  const selected = route.params.get('tab') ?? (events ? 'raw' : tabs[0]!.id);
  return (
    <Tabs
      label="Content"
      tabs={tabs}
      selected={selected}
      onSelect={(id) => replaceRoute(changedParams(route, { tab: id }))}
    />
  );
}
