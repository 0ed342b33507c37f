import { useEffect, useState } from 'react';
import { channelList, isMoving } from '../api/channels';
import { pickCards } from '../app/filter';
import { routeHref } from '../app/route';
import { ProblemBox } from '../parts/ProblemBox';
import { useStore } from '../store';
import { ChannelCard } from './overview/ChannelCard';
import { Totals } from './overview/Totals';
import { WaysIn } from './overview/WaysIn';

const MOST_CARDS = 24;

/** Is anything moving? Cards of the most active channels, which keep their places. */
export function OverviewPage() {
  const list = useStore(channelList);
  const [cards, setCards] = useState<readonly string[]>([]);
  useEffect(() => {
    if (list.state === 'ready') setCards((shown) => pickCards(shown, list.entries, isMoving, MOST_CARDS));
  }, [list]);
  const moving = list.entries.filter(isMoving).length;
  const hidden = list.entries.filter((entry) => isMoving(entry) && !cards.includes(entry.channel)).length;
  const pushed = list.entries.some((entry) => entry.kind !== 'source');

  return (
    <div className="page">
      <div className="page-head">
        <h1>Overview</h1>
        {list.state === 'ready' && cards.length > 0 && (
          <p className="dim">{moving === 1 ? '1 channel is moving' : `${moving} channels are moving`}</p>
        )}
        {hidden > 0 && (
          <span className="page-actions">
            <button
              type="button"
              className="button quiet"
              onClick={() => setCards(pickCards([], list.entries, isMoving, MOST_CARDS))}
            >
              Most active first
            </button>
            <a className="button quiet" href={routeHref('channels')}>
              {hidden} more
            </a>
          </span>
        )}
      </div>
      {list.problem && <ProblemBox title="The channel list is not up to date" problem={list.problem} />}
      <Totals />
      {list.state === 'loading' && !list.problem && <Skeletons />}
      {cards.length > 0 && (
        <div className="cards">
          {cards.map((channel) => (
            <ChannelCard key={channel} channel={channel} entry={list.byName.get(channel)} />
          ))}
        </div>
      )}
      {list.state === 'ready' && cards.length === 0 && (
        <WaysIn title={pushed ? 'Nothing moved in the last minute' : 'Nothing arrives yet'} />
      )}
    </div>
  );
}

function Skeletons() {
  return (
    <div className="cards" aria-hidden="true">
      {[1, 2, 3, 4, 5, 6].map((i) => (
        <div key={i} className="card channel-card">
          <div className="card-skeleton" />
        </div>
      ))}
    </div>
  );
}
