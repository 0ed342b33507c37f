import type { ReactNode } from 'react';
import { clock, fullTime } from '../format/time';
import { bytes, count, duration, show } from '../format/units';
import { connection, type ConnectionState } from '../live/connection';
import { TRANSPORTS } from '../live/transports';
import { Figure } from '../parts/Figure';
import { ProblemBox } from '../parts/ProblemBox';
import { lightOf } from './light';

/** State, transport, latency and rates of the page's connection. */
export function ConnectionFacts({ state }: { readonly state: ConnectionState }) {
  const now = Date.now();
  const light = lightOf(state, now);
  const rates = connection.received.perSecond(now);
  return (
    <>
      {state.problem && (
        <ProblemBox
          title={state.phase === 'stopped' ? 'The server ended the connection' : 'What went wrong last'}
          problem={state.problem}
        >
          {state.phase !== 'live' && (
            <button type="button" className="button" onClick={() => connection.retryNow()}>
              Connect now
            </button>
          )}
        </ProblemBox>
      )}
      <dl className="facts">
        <Fact name="State">
          <span className={`tone-${light.tone}`}>
            {state.phase === 'stopped' ? 'stopped' : light.text.replace(/ (·|over) .*/, '')}
          </span>
        </Fact>
        <Fact name="Transport">{TRANSPORTS[state.transport].title}</Fact>
        <Fact name="Round trip">
          {state.roundTripMillis === null ? '–' : <Figure value={show(state.roundTripMillis, 'ms')} />}
        </Fact>
        <Fact name="Since">
          {state.since === null ? (
            '–'
          ) : (
            <span
              title={fullTime(state.since)}
            >{`${clock(state.since)} (${duration(Math.floor((now - state.since) / 1000) * 1000)})`}</span>
          )}
        </Fact>
        <Fact name="Messages">
          <Figure
            value={{
              text: `${show(rates.count).text}/s`,
              exact: `${connection.received.total} pieces of data since the page was opened`,
            }}
          />
        </Fact>
        <Fact name="Bytes">
          <Figure value={{ text: `${bytes(rates.size).text}/s`, exact: bytes(connection.received.totalSize).exact }} />
        </Fact>
        <Fact name="Channels">
          <Figure value={count(connection.channels.length)} />
        </Fact>
        <Fact name="Client id" wide>
          <code>{state.clientId ?? '–'}</code>
        </Fact>
      </dl>
    </>
  );
}

export function ConnectionEvents({ state }: { readonly state: ConnectionState }) {
  if (state.events.length === 0) return <p className="note">Nothing happened yet.</p>;
  return (
    <ol className="events" aria-label="Last events, newest first">
      {state.events.map((event, i) => (
        <li key={`${event.at}-${i}`}>
          <time title={fullTime(event.at)}>{clock(event.at)}</time>
          <span className={`tone-${event.tone}`}>{event.text}</span>
        </li>
      ))}
    </ol>
  );
}

function Fact({
  name,
  wide = false,
  children,
}: {
  readonly name: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={wide ? 'fact-wide' : ''}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
