import type { Problem } from '../../api/problem';
import type { Plugin } from '../../api/sources';
import { fullTime } from '../../format/time';
import { age, count } from '../../format/units';
import { Icon } from '../../parts/icons';
import { Pair } from '../../parts/Pair';
import { ProblemBox } from '../../parts/ProblemBox';
import { reasonOf, wordsOf } from './pluginWords';

interface PluginFactsProps {
  readonly type: string;
  readonly plugin: Plugin | undefined;
  /** False until the server has listed its plugins. */
  readonly known: boolean;
  /** Whether the server serves the type without a plugin; null while nobody knows. */
  readonly isBuiltIn: boolean | null;
  readonly problem: Problem | null;
}

/** The plugin behind a data source: how it is doing, and why. */
export function PluginFacts({ type, plugin, known, isBuiltIn, problem }: PluginFactsProps) {
  return (
    <section aria-labelledby="plugin-title">
      <h2 id="plugin-title">Plugin</h2>
      {problem && <ProblemBox title="Nothing new is known of plugins" problem={problem} />}
      {known && !plugin && isBuiltIn !== null && (
        <p className="note">
          {isBuiltIn ? (
            <>
              None is needed: <code>{type}</code> is part of this server.
            </>
          ) : (
            <>
              None has the id <code>{type}</code>. Put it, in a folder of its own, into the directory that{' '}
              <code>[paths] plugins</code> names, and start the server again; or correct the type of this data source.
            </>
          )}
        </p>
      )}
      {plugin && <Facts plugin={plugin} />}
    </section>
  );
}

function Facts({ plugin }: { readonly plugin: Plugin }) {
  const reason = reasonOf(plugin);
  return (
    <>
      <p>
        <PluginState plugin={plugin} />
      </p>
      {reason !== '' && <p className="note">{reason}</p>}
      <dl className="pairs">
        <Pair name="Name" value={plugin.name} />
        <Pair name="Version" value={plugin.version} />
        <Pair name="Signature" value={plugin.signature} />
        <Pair name="Restarts" value={count(plugin.restarts).text} />
        <Pair name="Process" value={plugin.pid === undefined ? undefined : `pid ${plugin.pid}`} />
        <Pair name="Last exit status" value={plugin.lastExitStatus?.toString()} />
        <Pair
          name="Dropped packets"
          value={plugin.droppedPackets > 0 ? count(plugin.droppedPackets).text : undefined}
          title="They were not JSON and went nowhere"
        />
      </dl>
      <LastError plugin={plugin} />
    </>
  );
}

export function PluginState({ plugin }: { readonly plugin: Plugin }) {
  const words = wordsOf(plugin);
  return (
    <span className={`health ${words.tone}`}>
      <Icon name={words.icon} size={16} /> {words.text}
      {Number.isFinite(plugin.since) && plugin.state === 'running' && (
        <span className="dim" title={fullTime(plugin.since)}>
          for {age(Date.now() - plugin.since)}
        </span>
      )}
    </span>
  );
}

export function LastError({ plugin }: { readonly plugin: Plugin }) {
  if (plugin.lastError === undefined) return null;
  return (
    <div className="last-error">
      <h3>Last error line</h3>
      <pre className="snippet" tabIndex={0} aria-label={`Last error line of ${plugin.name}`}>
        {plugin.lastError}
      </pre>
    </div>
  );
}
