import { lazy, Suspense, useEffect } from 'react';
import { identity, refreshIdentity } from '../api/identity';
import { channelList, pollChannels } from '../api/channels';
import { healthBoard } from '../api/health';
import { connection } from '../live/connection';
import { ChannelPage } from '../pages/ChannelPage';
import { ChannelsPage } from '../pages/ChannelsPage';
import { ConnectionPage } from '../pages/ConnectionPage';
import { HelpPage } from '../pages/HelpPage';
import { OutdatedPage } from '../pages/OutdatedPage';
import { OverviewPage } from '../pages/OverviewPage';
import { SignInPage } from '../pages/SignInPage';
import { forgetDrafts } from '../pages/sources/query/drafts';
import { UnknownPage } from '../pages/UnknownPage';
import { UnreachablePage } from '../pages/UnreachablePage';
import { useStore } from '../store';
import { Frame } from './Frame';
import { useRoute, type Route } from './route';

const ASK_AGAIN_MILLIS = 3000;
/** Fetched when first opened, as it is for administrators only and has much to it. */
const SourcesPage = lazy(() =>
  import('../pages/SourcesPage').then(
    (module) => ({ default: module.SourcesPage }),
    () => ({ default: OutdatedPage }),
  ),
);

/** Finds out who we are, connects as that, and shows the page of the address. */
export function App() {
  const who = useStore(identity);
  const route = useRoute();
  const orgId = who.state === 'signed-in' ? who.user.orgId : null;
  const login = who.state === 'signed-in' ? who.user.login : null;

  useEffect(() => void refreshIdentity(), []);
  useEffect(() => {
    if (who.state !== 'unreachable') return;
    const timer = window.setTimeout(() => void refreshIdentity(), ASK_AGAIN_MILLIS);
    return () => window.clearTimeout(timer);
  }, [who]);
  useEffect(() => {
    if (orgId === null) return;
    connection.start(orgId);
    const stopPolling = pollChannels();
    const stopHurrying = hurryWhenAnswered();
    return () => {
      stopPolling();
      stopHurrying();
      connection.stop();
      healthBoard.forget();
      forgetDrafts();
    };
  }, [orgId, login]);
  useEffect(() => {
    document.title = titleOf(route);
  }, [route]);

  switch (who.state) {
    case 'asking':
      return null;
    case 'unreachable':
      return <UnreachablePage problem={who.problem} />;
    case 'signed-out':
      return <SignInPage />;
    case 'signed-in':
      if (route.page === 'sign-in') return <SignInPage />;
      return (
        <Frame user={who.user}>
          <CurrentPage route={route} />
        </Frame>
      );
  }
}

/** A server that answers again need not wait for the connection's next attempt. */
function hurryWhenAnswered(): () => void {
  let failed = false;
  return channelList.subscribe(() => {
    const fails = channelList.get().problem !== null;
    if (failed && !fails && connection.state.get().phase === 'waiting') connection.retryNow();
    failed = fails;
  });
}

function CurrentPage({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'channels':
      return <ChannelsPage />;
    case 'channel':
      return <ChannelPage key={route.subject} channel={route.subject} />;
    case 'sources':
      return (
        <Suspense fallback={<div className="page" />}>
          <SourcesPage uid={route.subject} />
        </Suspense>
      );
    case 'connection':
      return <ConnectionPage />;
    case 'help':
      return <HelpPage key={route.subject} messageId={route.subject} />;
    case 'sign-in':
    case 'unknown':
      return <UnknownPage />;
  }
}

function titleOf(route: Route): string {
  const names: Record<Route['page'], string> = {
    overview: 'Overview',
    channels: 'Channels',
    channel: route.subject,
    sources: route.subject || 'Sources',
    connection: 'Connection',
    'sign-in': 'Sign in',
    help: route.subject,
    unknown: 'Not found',
  };
  return `${names[route.page]} · Freshet`;
}
