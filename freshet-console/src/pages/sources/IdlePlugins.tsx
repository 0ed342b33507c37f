import type { Plugin } from '../../api/sources';
import { LastError, PluginState } from './PluginFacts';
import { idlePlugins, reasonOf } from './pluginWords';

/** Plugins that do not run, each with the reason; nothing when all run. */
export function IdlePlugins({ plugins }: { readonly plugins: readonly Plugin[] }) {
  const idle = idlePlugins(plugins);
  if (idle.length === 0) return null;
  return (
    <section className="card idle-plugins" aria-labelledby="idle-title">
      <h2 id="idle-title">Plugins that do not run</h2>
      <ul>
        {idle.map((plugin, i) => (
          <li key={`${plugin.id}-${i}`}>
            <div className="idle-head">
              <span>
                <strong>{plugin.name}</strong>{' '}
                <span className="dim">
                  {[plugin.id, plugin.version].filter((part) => part !== '' && part !== plugin.name).join(' · ')}
                </span>
              </span>
              <PluginState plugin={plugin} />
            </div>
            <p>{reasonOf(plugin)}</p>
            <LastError plugin={plugin} />
          </li>
        ))}
      </ul>
    </section>
  );
}
