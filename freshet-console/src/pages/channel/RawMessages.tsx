import { useState } from 'react';
import { useTick } from '../../app/ticks';
import { clock, fullTime } from '../../format/time';
import { bytes } from '../../format/units';
import type { ChannelFeed, RawMessage } from '../../live/feed';
import { CopyButton } from '../../parts/CopyButton';
import { Figure } from '../../parts/Figure';
import { SendBox } from './SendBox';
import { useFrozen } from './useFrozen';

const SHOWN = 40;
const EVERY_MILLIS = 333;
const MOST_CHARACTERS = 40_000;

/** Messages as they came: a list of the last ones and the chosen one in full. */
export function RawMessages({
  feed,
  paused,
  canSend,
}: {
  readonly feed: ChannelFeed;
  readonly paused: boolean;
  readonly canSend: boolean;
}) {
  const [chosen, setChosen] = useState<RawMessage | null>(null);
  useTick(EVERY_MILLIS, !paused);
  const messages = useFrozen(paused, () => feed.messages.slice(-SHOWN)).toReversed();
  const shown = chosen ?? messages[0];
  return (
    <div className="raw">
      {canSend && <SendBox channel={feed.channel} />}
      {!shown && <p className="note">No message yet.</p>}
      {shown && (
        <div className="raw-columns">
          <ul className="raw-list" aria-label="Last messages, newest first" tabIndex={0}>
            {messages.map((message) => (
              <li key={`${message.number}-${message.at}`}>
                <button
                  type="button"
                  aria-pressed={message === chosen}
                  onClick={() => setChosen(message === chosen ? null : message)}
                >
                  <time title={fullTime(message.at)}>{clock(message.at, true)}</time>
                  <span className="dim">{message.initial ? 'on subscribing' : `#${message.number}`}</span>
                  <span className="raw-glimpse">{glimpse(message.data)}</span>
                </button>
              </li>
            ))}
          </ul>
          <RawDetail message={shown} following={chosen === null} onFollow={() => setChosen(null)} />
        </div>
      )}
    </div>
  );
}

function RawDetail({
  message,
  following,
  onFollow,
}: {
  readonly message: RawMessage;
  readonly following: boolean;
  readonly onFollow: () => void;
}) {
  const compact = JSON.stringify(message.data);
  const pretty = prettyJson(message.data);
  return (
    <section className="raw-detail" aria-label="Message">
      <div className="raw-head">
        <span className="dim">{following ? 'newest' : clock(message.at, true)}</span>
        <Figure value={bytes(new TextEncoder().encode(compact).length)} />
        {!following && (
          <button type="button" className="button quiet" onClick={onFollow}>
            Follow the newest
          </button>
        )}
        <CopyButton label="Copy JSON" text={() => JSON.stringify(message.data, null, 2)} />
      </div>
      <pre className="snippet" tabIndex={0} aria-label="Message as JSON">
        {pretty.length > MOST_CHARACTERS
          ? `${pretty.slice(0, MOST_CHARACTERS)}\n… cut here; copy gives all of it`
          : pretty}
      </pre>
    </section>
  );
}

/** Indented JSON with short arrays on one line, as columns of numbers would fill the screen otherwise. */
function prettyJson(data: unknown): string {
  return JSON.stringify(data, null, 2).replace(
    /\[\n\s+((?:-?[\d.eE+]+|"[^"\n]{0,40}"|null|true|false)(?:,\n\s+(?:-?[\d.eE+]+|"[^"\n]{0,40}"|null|true|false)){0,11})\n\s+\]/g,
    (_, list: string) => `[${list.replace(/\n\s+/g, ' ')}]`,
  );
}

function glimpse(data: unknown): string {
  const text = JSON.stringify(data) ?? '';
  return text.slice(0, 120);
}
