import { useState } from 'react';
import { channelList, type ChannelEntry } from '../../api/channels';
import { healthBoard } from '../../api/health';
import { addressOf, streamsOf, viewersOf, type DataSource } from '../../api/sources';
import { sourceHref } from '../../app/route';
import { count } from '../../format/units';
import { Figure } from '../../parts/Figure';
import { useStore } from '../../store';
import { streamRows } from './streamRows';
import { CheckAgain, HealthReason, HealthWord } from './Health';

/** Every data source in a row: does it work, does it stream, does anybody look. */
export function SourceList({ sources }: { readonly sources: readonly DataSource[] }) {
  const list = useStore(channelList);
  return (
    <div className="card source-list">
      <div className="source-row source-titles" aria-hidden="true">
        <span>Name</span>
        <span>Address</span>
        <span>Health</span>
        <span className="number">Streams</span>
        <span className="number">Viewers</span>
      </div>
      <ul aria-label="Data sources">
        {sources.map((source) => (
          <SourceRow
            key={source.uid}
            source={source}
            streams={streamsOf(source.uid, list.entries)}
            known={list.state === 'ready'}
          />
        ))}
      </ul>
    </div>
  );
}

interface SourceRowProps {
  readonly source: DataSource;
  readonly streams: readonly ChannelEntry[];
  /** False until the server has listed its channels. */
  readonly known: boolean;
}

function SourceRow({ source, streams, known }: SourceRowProps) {
  const state = useStore(healthBoard.states).get(source.uid) ?? healthBoard.of(source.uid);
  const [pressed, setPressed] = useState(false);
  const broken = streams.filter((entry) => entry.why !== undefined).length;
  const check = (): void => {
    setPressed(true);
    healthBoard.again(source.uid);
  };
  return (
    <li className="source-row">
      <span className="source-name">
        <a href={sourceHref(source.uid)}>{source.name}</a>
        {source.isDefault && <span className="dim"> default</span>}
        <span className="source-type dim" title={`uid ${source.uid}`}>
          {source.type || 'no type'} · {source.uid}
        </span>
      </span>
      <span className="source-address" title={addressOf(source)}>
        {addressOf(source) || <span className="dim wide-only">–</span>}
      </span>
      <span className="source-health" aria-live={pressed ? 'polite' : 'off'}>
        <HealthWord state={state} />
      </span>
      <Count
        value={known ? streamRows(source, streams).length : undefined}
        one="stream"
        many="streams"
        broken={broken}
      />
      <Count value={known ? viewersOf(streams) : undefined} one="viewer" many="viewers" />
      <CheckAgain state={state} name={source.name} onCheck={check} inRow />
      {state.health && state.health.is !== 'ok' && <HealthReason problem={state.health.problem} />}
    </li>
  );
}

interface CountProps {
  readonly value: number | undefined;
  readonly one: string;
  readonly many: string;
  readonly broken?: number;
}

/** A number under its column's title; narrow screens have no titles, so the word stands beside it. */
function Count({ value, one, many, broken = 0 }: CountProps) {
  return (
    <span className="number">
      {value === undefined ? '–' : <Figure value={count(value)} />}{' '}
      <span className="count-word">{value === 1 ? one : many}</span>
      {broken > 0 && <span className="source-broken tone-warn">{broken} not running</span>}
    </span>
  );
}
