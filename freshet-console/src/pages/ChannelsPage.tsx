import { useEffect, useMemo, useState } from 'react';
import { channelList, isMoving, type ChannelEntry, type ChannelList } from '../api/channels';
import { filterChannels, keepOrder, type Order } from '../app/filter';
import { changedParams, channelHref, replaceRoute, routeHref, useRoute } from '../app/route';
import { serverUrl } from '../base';
import { age, count, rate } from '../format/units';
import { fullTime } from '../format/time';
import { ChannelName } from '../parts/ChannelName';
import { Figure } from '../parts/Figure';
import { ProblemBox } from '../parts/ProblemBox';
import { SnippetTabs } from '../parts/SnippetTabs';
import { waysIn } from '../parts/snippets';
import { VirtualList } from '../parts/VirtualList';
import { useStore } from '../store';
import { sortEntries, SORTS, type Sort } from './channelSort';
import { useNarrow } from './useNarrow';

const KINDS = ['managed', 'source', 'events'] as const;
const QUIET_AFTER_MILLIS = 4000;

/** Every channel, live: rows keep their places while their numbers change. */
export function ChannelsPage() {
  const list = useStore(channelList);
  const route = useRoute();
  const text = route.params.get('q') ?? '';
  const kind = route.params.get('kind') ?? '';
  const sort = (route.params.get('sort') ?? 'channel') as Sort;
  const narrow = useNarrow();
  const [touchedAt, setTouchedAt] = useState(-Infinity);
  const { order, renew } = useOrder(list, text, kind, sort, touchedAt);
  const rows = order.shown.map((name) => list.byName.get(name)).filter((entry) => entry !== undefined);
  const touch = (): void => setTouchedAt(performance.now());

  return (
    <div className="page channels-page" onPointerMove={touch} onWheel={touch} onKeyDown={touch}>
      <div className="page-head">
        <h1>Channels</h1>
        {list.state === 'ready' && (
          <p className="dim">
            {rows.length === list.entries.length
              ? rows.length.toLocaleString()
              : `${rows.length.toLocaleString()} of ${list.entries.length.toLocaleString()}`}
          </p>
        )}
        <div className="segments" role="group" aria-label="Kind">
          {['', ...KINDS].map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={kind === one}
              onClick={() => replaceRoute(changedParams(route, { kind: one }))}
            >
              {one === '' ? 'all' : one}
            </button>
          ))}
        </div>
        {order.waiting.length > 0 && (
          <button type="button" className="button" onClick={renew}>
            {order.waiting.length} new
          </button>
        )}
      </div>
      {list.problem && <ProblemBox title="The list is not up to date" problem={list.problem} />}
      {rows.length > 0 && (
        <SortRow
          sort={sort}
          onSort={(next) => (replaceRoute(changedParams(route, { sort: next === 'channel' ? '' : next })), renew())}
        />
      )}
      {rows.length > 0 && (
        <VirtualList
          items={rows}
          rowHeight={narrow ? 56 : 36}
          label="Channels"
          keyOf={(entry) => entry.channel}
          row={(entry) => <ChannelRow entry={entry} listedAt={list.at} />}
        />
      )}
      {list.state === 'ready' && rows.length === 0 && <NoChannels filtered={text !== '' || kind !== ''} />}
    </div>
  );
}

/** The order of the rows, renewed by itself only after nobody touched the list for a while. */
function useOrder(
  list: ChannelList,
  text: string,
  kind: string,
  sort: Sort,
  touchedAt: number,
): { order: Order; renew: () => void } {
  const [order, setOrder] = useState<Order>({ shown: [], waiting: [] });
  const sorted = useMemo(
    () => sortEntries(filterChannels(list.entries, text, kind), sort).map((entry) => entry.channel),
    [list, text, kind, sort],
  );
  useEffect(() => setOrder({ shown: sorted, waiting: [] }), [text, kind, sort]);
  useEffect(() => {
    const quiet = sort === 'channel' && performance.now() - touchedAt > QUIET_AFTER_MILLIS;
    setOrder((before) => keepOrder(before.shown, sorted, quiet));
  }, [sorted]);
  return { order, renew: () => setOrder({ shown: sorted, waiting: [] }) };
}

function SortRow({ sort, onSort }: { readonly sort: Sort; readonly onSort: (sort: Sort) => void }) {
  return (
    <div className="channel-row sort-row" role="group" aria-label="Sort by">
      {SORTS.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className={`col-${id}`}
          aria-pressed={sort === id}
          onClick={() => onSort(id)}
          title={sort === id && id !== 'channel' ? 'Sort again' : `Sort by ${title.toLowerCase()}`}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function ChannelRow({ entry, listedAt }: { readonly entry: ChannelEntry; readonly listedAt: number }) {
  const last = entry.lastMessageMillis;
  return (
    <a className={`channel-row ${isMoving(entry) ? '' : 'is-still'}`} href={channelHref(entry.channel)}>
      <ChannelName channel={entry.channel} />
      <span className="col-kind">{entry.kind}</span>
      <span className="col-rate">
        <Figure value={rate(entry.perMinute)} />
      </span>
      <span className="col-subscribers">
        {entry.subscribers === undefined ? '–' : <Figure value={count(entry.subscribers)} />}
      </span>
      <span className="col-fields" title={entry.schema?.fields.map((field) => field.name).join(', ')}>
        {entry.fields ?? '–'}
      </span>
      <span className="col-last" title={last === undefined ? 'The server does not tell' : fullTime(listedAt - last)}>
        {last === undefined || last < 0 ? '–' : age(last)}
      </span>
    </a>
  );
}

function NoChannels({ filtered }: { readonly filtered: boolean }) {
  if (filtered) {
    return (
      <div className="card">
        <p>No channel has all of these words in its name and is of this kind.</p>
        <a className="button" href={routeHref('channels')}>
          Show all channels
        </a>
      </div>
    );
  }
  return (
    <section className="card ways-in">
      <h2>No channels yet</h2>
      <p>A channel appears with the first push to it.</p>
      <SnippetTabs label="Ways to push" snippets={waysIn(serverUrl().href)} />
    </section>
  );
}
