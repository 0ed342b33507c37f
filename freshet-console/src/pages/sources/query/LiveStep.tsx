import { useMemo, useRef, useState } from 'react';
import type { Question } from '../../../api/query';
import type { DataSource } from '../../../api/sources';
import { channelHref } from '../../../app/route';
import { useTick } from '../../../app/ticks';
import { age, duration } from '../../../format/units';
import type { Limits } from '../../../frames/history';
import type { ChannelFeed } from '../../../live/feed';
import { useFeed } from '../../../live/useFeed';
import { CopyButton } from '../../../parts/CopyButton';
import { Icon } from '../../../parts/icons';
import { NotRunning } from '../../../parts/NotRunning';
import { ProblemBox } from '../../../parts/ProblemBox';
import type { Span } from '../../../plot/sample';
import { useStore } from '../../../store';
import { LogView, logField } from '../../channel/LogView';
import { Picture } from '../../channel/Picture';
import type { PlotView } from '../../channel/PlotPane';
import { Refusal } from '../../channel/Refusal';
import { RowsTable } from '../../channel/RowsTable';
import { useInfo } from '../../channel/useInfo';
import { Step } from './Step';
import { StreamSnippets } from './StreamSnippets';
import { sameQuestion, type Asking } from './useAsked';

interface LiveStepProps {
  readonly id: string;
  readonly source: DataSource;
  /** The data source tells by itself what is new. */
  readonly calls: boolean;
  readonly question: Question;
  readonly live: Asking;
  readonly onAsk: () => void;
}

const ROOM_MILLIS = 60_000;
const MAX_VALUES = 2_000_000;

/** Has the channel named that shows the query, shows it moving, and says how to have it elsewhere. */
export function LiveStep({ id, source, calls, question, live, onAsk }: LiveStepProps) {
  const { asked, isAsking } = live;
  const reply = asked?.reply;
  const isOld = reply?.is === 'channel' && !sameQuestion(asked!.question, question);
  return (
    <Step
      number={3}
      title="Live"
      note="Names the channel that shows it from now on, for you and everybody who asks the same."
      action={
        <button type="button" className="button primary" aria-disabled={isAsking} onClick={onAsk}>
          <Icon name={isAsking ? 'again' : 'overview'} size={16} /> {isAsking ? 'Asking' : 'Make it live'}
        </button>
      }
    >
      {reply?.is === 'failed' && <ProblemBox title="It cannot be made live" problem={reply.problem} />}
      {reply?.is === 'rows' && (
        <p className="tone-warn">
          {source.name} answered with rows and named no channel: its plugin answers queries and does not stream them.
          Ask for another query, or push the rows to a channel of your own.
        </p>
      )}
      {reply?.is === 'channel' && (
        <>
          {isOld && (
            <p className="note tone-warn">
              This is the query as it was; make it live again for the one that stands above.
            </p>
          )}
          <Live key={reply.channel} channel={reply.channel} calls={calls} question={asked!.question} />
          <StreamSnippets
            key={`${id}-${reply.channel}`}
            source={source}
            question={asked!.question}
            channel={reply.channel}
          />
        </>
      )}
    </Step>
  );
}

interface LiveProps {
  readonly channel: string;
  readonly calls: boolean;
  readonly question: Question;
}

function Live({ channel, calls, question }: LiveProps) {
  const limits: Limits = useMemo(
    () => ({ retentionMillis: question.rangeMillis + ROOM_MILLIS, maxValues: MAX_VALUES }),
    [question.rangeMillis],
  );
  const feed = useFeed(channel, limits);
  return (
    <>
      <div className="live-channel">
        <code>{channel}</code>
        <CopyButton label="Copy channel" text={() => channel} />
        <a className="button" href={channelHref(channel)}>
          Open its page
        </a>
      </div>
      {feed && (
        <Moving
          feed={feed}
          rangeMillis={question.rangeMillis}
          next={
            calls ? 'new ones come by themselves' : `new ones are asked for every ${duration(question.intervalMillis)}`
          }
        />
      )}
    </>
  );
}

interface MovingProps {
  readonly feed: ChannelFeed;
  readonly rangeMillis: number;
  /** When the next rows come. */
  readonly next: string;
}

/** The channel as it comes. */
function Moving({ feed, rangeMillis, next }: MovingProps) {
  useTick(1000);
  const state = useStore(feed.state);
  const info = useInfo(feed.channel, state.is);
  const [zoom, setZoom] = useState<Span | null>(null);
  const latest = useRef(zoom);
  latest.current = zoom;
  const view = useRef<PlotView>({
    pausedAt: null,
    span: () => latest.current ?? { from: feed.now() - rangeMillis, to: feed.now() },
    setZoom,
  });
  if (state.is === 'refused') return <Refusal feed={feed} problem={state.problem} info={info} />;
  const { history } = feed;
  const why = info.info?.known ? info.info.why : undefined;
  const schema = history.reader.schema;
  const isLog = logField(schema) !== undefined;
  return (
    <div className="live-moving">
      <p className="pulse">
        <span className={state.is === 'live' ? 'tone-good' : 'tone-warn'}>
          {state.is === 'live' ? 'subscribed' : 'subscribing'}
        </span>
        <span>{history.rows === 0 ? 'no rows yet' : `${history.rows.toLocaleString()} rows`}</span>
        <span className="dim">
          {!Number.isNaN(feed.lastArrival)
            ? `the last came ${saidAge(Date.now() - feed.lastArrival)}`
            : why === undefined && next}
        </span>
        {zoom && (
          <button type="button" className="button quiet" onClick={() => setZoom(null)}>
            Back from zoom
          </button>
        )}
      </p>
      {why !== undefined && <NotRunning why={why} />}
      <Picture plotted={feed} view={view.current}>
        {isLog ? null : history.rows > 0 ? <RowsTable history={history} paused={false} /> : null}
      </Picture>
      {isLog && <LogView history={history} paused={false} />}
    </div>
  );
}

function saidAge(millis: number): string {
  return millis < 2000 ? 'just now' : `${age(millis)} ago`;
}
