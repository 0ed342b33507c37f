import { useState } from 'react';
import { publish } from '../../api/channels';
import { problemFrom, type Problem } from '../../api/problem';
import { channelHref, go } from '../../app/route';
import { serverUrl } from '../../base';
import { connection } from '../../live/connection';
import { GLANCE } from '../../live/useFeed';
import { Icon } from '../../parts/icons';
import { ProblemBox } from '../../parts/ProblemBox';
import { SnippetTabs } from '../../parts/SnippetTabs';
import { waysIn } from '../../parts/snippets';

const HELLO = 'stream/demo/hello';
const JOIN_MILLIS = 1500;

/** Three ways to get data in, and a button that shows it works. */
export function WaysIn({ title }: { readonly title: string }) {
  return (
    <section className="card ways-in" aria-labelledby="ways-in-title">
      <h2 id="ways-in-title">{title}</h2>
      <p>Push something; it appears here by itself, without a reload.</p>
      <SnippetTabs label="Ways to push" snippets={waysIn(serverUrl().href)} />
      <TestMessage />
    </section>
  );
}

function TestMessage() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (): Promise<void> => {
    const lease = connection.open(HELLO, GLANCE);
    await joined(lease.feed.state);
    try {
      await publish(HELLO, { text: 'Hello from the console', number: Math.round(Math.random() * 100) });
      go(channelHref(HELLO, { tab: 'raw' }));
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      lease.close();
    }
  };
  return (
    <div className="test-message">
      <button type="button" className="button primary" onClick={() => void send()}>
        <Icon name="send" size={16} /> Send a test message
      </button>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}

/** Waits until the subscription is answered, so that the message is seen by its sender too. */
function joined(state: (typeof connection.channels)[number]['state']): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (state.get().is === 'joining') return;
      stop();
      resolve();
    };
    const stop = state.subscribe(look);
    window.setTimeout(() => (stop(), resolve()), JOIN_MILLIS);
    look();
  });
}
