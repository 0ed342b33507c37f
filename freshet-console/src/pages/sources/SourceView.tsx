import { channelList } from '../../api/channels';
import { healthBoard, type HealthState } from '../../api/health';
import { addressOf, databaseOf, pluginOf, userOf, type DataSource } from '../../api/sources';
import { routeHref } from '../../app/route';
import { useTick } from '../../app/ticks';
import { age } from '../../format/units';
import { CopyButton } from '../../parts/CopyButton';
import { Pair } from '../../parts/Pair';
import { ProblemBox } from '../../parts/ProblemBox';
import { useStore } from '../../store';
import { CheckAgain, HealthReason, HealthWord } from './Health';
import { OpenChannel } from './OpenChannel';
import { PluginFacts } from './PluginFacts';
import { isHttpJson } from './query/examples';
import { formFor } from './query/forms';
import { MakeLive } from './query/MakeLive';
import { SourceStreams } from './SourceStreams';
import type { SourcesPicture } from './useSources';

interface SourceViewProps {
  readonly source: DataSource;
  readonly picture: SourcesPicture;
}

/** One data source: does it work, what streams from it and why not, and what serves it. */
export function SourceView({ source, picture }: SourceViewProps) {
  const list = useStore(channelList);
  const state = useStore(healthBoard.states).get(source.uid) ?? healthBoard.of(source.uid);
  const health = state.health;
  const plugin = pluginOf(source.type, picture.plugins ?? []);
  // A plugin's health says that it works, like that of the server's own types.
  const builtIn = plugin ? false : isBuiltIn(state);
  return (
    <>
      <div className="page-head channel-head">
        <div>
          <p className="crumb">
            <a href={routeHref('sources')}>Sources</a>
          </p>
          <h1>{source.name}</h1>
          <Pulse state={state} />
        </div>
        <div className="page-actions">
          <CheckAgain state={state} name={source.name} onCheck={() => healthBoard.again(source.uid)} />
          <CopyButton icon="link" label="Copy link" text={() => location.href} />
        </div>
      </div>
      {health?.is === 'error' && <ProblemBox title="This data source does not work" problem={health.problem} />}
      {health?.is === 'unknown' && (
        <div className="card source-unknown">
          <h2>Nobody knows whether it works</h2>
          <HealthReason problem={health.problem} />
        </div>
      )}
      <div className="channel-columns">
        <div className="channel-main">
          <SourceStreams source={source} entries={list.state === 'ready' ? list.entries : null} />
          <Guide key={source.uid} source={source} />
          <OpenChannel key={`open ${source.uid}`} uid={source.uid} isBuiltIn={builtIn} />
          {health?.details && (
            <details className="card">
              <summary>What else it said</summary>
              <pre className="snippet" tabIndex={0} aria-label="Details of the health check">
                {health.details}
              </pre>
            </details>
          )}
        </div>
        <aside className="side-panel" aria-label="About this data source">
          <Details source={source} />
          <PluginFacts
            type={source.type}
            plugin={plugin}
            known={picture.plugins !== null}
            isBuiltIn={builtIn}
            problem={picture.problem ? null : picture.pluginsProblem}
          />
        </aside>
      </div>
    </>
  );
}

/** A health check that fails for another reason than a missing plugin was carried out by the server itself. */
function isBuiltIn({ health }: HealthState): boolean | null {
  if (!health || health.is === 'unknown') return null;
  return health.is === 'ok' || health.problem.messageId !== 'live.source.plugin-missing';
}

/** Queries of types that have a form are made live here; of others, which may have none, on demand. */
function Guide({ source }: { readonly source: DataSource }) {
  const form = formFor(source);
  if (form || isHttpJson(source.type)) return <MakeLive source={source} form={form} />;
  return (
    <details className="card guide-closed">
      <summary>Make a query live</summary>
      <MakeLive source={source} form={null} />
    </details>
  );
}

/** In one line: whether it works, what it says, and when it was asked. */
function Pulse({ state }: { readonly state: HealthState }) {
  useTick(1000);
  return (
    <p className="pulse">
      <span role="status">
        <HealthWord state={state} />
      </span>
      {state.health?.is === 'ok' && <span>{state.health.message}</span>}
      {state.health && <span className="dim">asked {asked(Date.now() - state.at)}</span>}
    </p>
  );
}

function asked(millis: number): string {
  return millis < 2000 ? 'just now' : `${age(millis)} ago`;
}

function Details({ source }: { readonly source: DataSource }) {
  return (
    <section aria-labelledby="source-title">
      <h2 id="source-title">Details</h2>
      <dl className="pairs">
        <Pair name="Type" value={source.type} />
        <Pair name="Uid" value={<code>{source.uid}</code>} />
        <Pair name="Address" value={addressOf(source)} />
        <Pair name="Access" value={source.access} />
        <Pair name="User" value={userOf(source)} />
        <Pair name="Database" value={databaseOf(source)} />
        <Pair name="Secrets" value={source.secrets.join(', ')} title="Their names; nobody is told the values" />
        <Pair name="Default" value={source.isDefault ? 'yes' : undefined} />
      </dl>
      <p className="note">
        {source.readOnly ? (
          'It comes from a provisioning file and is changed there.'
        ) : (
          <>
            It can be changed with <code>PUT /api/datasources/uid/{source.uid}</code>.
          </>
        )}
      </p>
    </section>
  );
}
