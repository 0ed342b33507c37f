import { useEffect } from 'react';
import { healthBoard } from '../api/health';
import { identity } from '../api/identity';
import type { Problem } from '../api/problem';
import type { DataSource } from '../api/sources';
import { routeHref, sourceHref } from '../app/route';
import { ProblemBox } from '../parts/ProblemBox';
import { useStore } from '../store';
import { IdlePlugins } from './sources/IdlePlugins';
import { NoSources } from './sources/NoSources';
import { SourceList } from './sources/SourceList';
import { SourceView } from './sources/SourceView';
import { useSources, type SourcesPicture } from './sources/useSources';

/** Data sources and the plugins behind them; `uid` opens one. */
export function SourcesPage({ uid }: { readonly uid: string }) {
  const { picture, askAgain } = useSources();
  const { sources, problem } = picture;
  useEffect(() => {
    if (sources) healthBoard.keepFresh(sources.map((one) => one.uid).filter((one) => uid === '' || one === uid));
  }, [sources, uid]);
  const source = sources?.find((one) => one.uid === uid);

  return (
    <div className="page sources-page">
      {!source && <Head uid={uid} sources={sources} />}
      {problem?.code === 403 && <NotForYou problem={problem} />}
      {problem && problem.code !== 403 && (
        <ProblemBox
          title={sources ? 'The list is not up to date' : 'The data sources cannot be shown'}
          problem={problem}
        >
          <button type="button" className="button" onClick={askAgain}>
            Ask again
          </button>
        </ProblemBox>
      )}
      {!sources && !problem && <Skeleton />}
      {source && <SourceView source={source} picture={picture} />}
      {sources && !source && uid !== '' && <UnknownSource uid={uid} sources={sources} />}
      {sources && uid === '' && <AllSources sources={sources} picture={picture} />}
    </div>
  );
}

function Head({ uid, sources }: { readonly uid: string; readonly sources: readonly DataSource[] | null }) {
  return (
    <div className="page-head">
      <h1>Sources</h1>
      {uid === '' && sources && sources.length > 0 && (
        <p className="dim">{sources.length === 1 ? '1 data source' : `${sources.length} data sources`}</p>
      )}
    </div>
  );
}

interface AllSourcesProps {
  readonly sources: readonly DataSource[];
  readonly picture: SourcesPicture;
}

function AllSources({ sources, picture }: AllSourcesProps) {
  const plugins = picture.plugins ?? [];
  return (
    <>
      {sources.length > 0 ? <SourceList sources={sources} /> : <NoSources plugins={plugins} />}
      {picture.pluginsProblem && !picture.problem && (
        <ProblemBox title="Nothing new is known of plugins" problem={picture.pluginsProblem} />
      )}
      <IdlePlugins plugins={plugins} />
    </>
  );
}

/** Who may see this page, and the way to become one of them. */
function NotForYou({ problem }: { readonly problem: Problem }) {
  const who = useStore(identity);
  const user = who.state === 'signed-in' ? who.user : null;
  return (
    <ProblemBox title="Only administrators may see data sources" problem={problem}>
      <p>
        {user && !user.isAnonymous
          ? `You are ${user.login}, ${user.role} in organisation ${user.orgId}.`
          : 'You are not signed in.'}
      </p>
      <a className="button" href={routeHref('sign-in', { to: location.hash })}>
        Sign in as an administrator
      </a>
    </ProblemBox>
  );
}

function UnknownSource({ uid, sources }: { readonly uid: string; readonly sources: readonly DataSource[] }) {
  const named = sources.find((one) => one.name.toLowerCase() === uid.toLowerCase());
  return (
    <div className="card">
      <p>
        No data source has the uid <code>{uid}</code>.{' '}
        {named && (
          <>
            One has that name: <a href={sourceHref(named.uid)}>{named.name}</a>.
          </>
        )}
      </p>
      <p>
        <a href={routeHref('sources')}>All data sources</a>
      </p>
    </div>
  );
}

function Skeleton() {
  return (
    <div className="card source-skeletons" aria-hidden="true">
      {[1, 2, 3].map((i) => (
        <div key={i} className="card-skeleton" />
      ))}
    </div>
  );
}
