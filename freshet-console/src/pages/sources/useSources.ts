import { useEffect, useState } from 'react';
import { refreshIdentity } from '../../api/identity';
import { pollWhileVisible } from '../../api/poll';
import { problemFrom, type Problem } from '../../api/problem';
import { dataSources, plugins, type DataSource, type Plugin } from '../../api/sources';

/** What the server told last of its data sources and plugins; null until it told something. */
export interface SourcesPicture {
  readonly sources: readonly DataSource[] | null;
  readonly plugins: readonly Plugin[] | null;
  /** The last attempt's failures; what is shown is then older than it looks. */
  readonly problem: Problem | null;
  readonly pluginsProblem: Problem | null;
}

const NOTHING: SourcesPicture = { sources: null, plugins: null, problem: null, pluginsProblem: null };
const EVERY_MILLIS = 5000;
const FINAL = [401, 403, 404];

/** Asks every few seconds while the tab is visible; a server that refuses is asked again only on demand. */
export function useSources(): { readonly picture: SourcesPicture; readonly askAgain: () => void } {
  const [picture, setPicture] = useState(NOTHING);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let over = false;
    const round = async (): Promise<void> => {
      if (over) return;
      const [asked, askedPlugins] = await Promise.allSettled([dataSources(), plugins()]);
      if (over) return;
      const problem = asked.status === 'rejected' ? problemFrom(asked.reason) : null;
      const pluginsProblem = askedPlugins.status === 'rejected' ? problemFrom(askedPlugins.reason) : null;
      over = problem !== null && FINAL.includes(problem.code);
      setPicture((before) => ({
        sources: asked.status === 'fulfilled' ? asked.value : over ? null : before.sources,
        plugins: askedPlugins.status === 'fulfilled' ? askedPlugins.value : before.plugins,
        problem,
        pluginsProblem,
      }));
      if (problem?.code === 401) await refreshIdentity();
    };
    const stop = pollWhileVisible(round, EVERY_MILLIS);
    return () => {
      over = true;
      stop();
    };
  }, [attempt]);
  return { picture, askAgain: () => setAttempt((n) => n + 1) };
}
