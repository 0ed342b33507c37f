import { useEffect, useState } from 'react';
import { routeHref } from '../app/route';
import { Markdown } from '../parts/Markdown';

const PAGES = import.meta.glob<string>('../../../docs/troubleshooting/*.md', { query: '?raw', import: 'default' });

/** The page about one message id, packed into the console from `docs/troubleshooting`. */
export function HelpPage({ messageId }: { readonly messageId: string }) {
  const load = PAGES[`../../../docs/troubleshooting/${messageId}.md`];
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    void load?.().then(setText);
  }, [load]);
  if (!load) {
    return (
      <div className="page">
        <h1>{messageId}</h1>
        <p>
          This version has no page about <code>{messageId}</code>. The sentence that came with it says what happened;
          the server’s log has a line with the same id that names client, user and channel.
        </p>
        <p>
          <a href={routeHref('overview')}>Overview</a>
        </p>
      </div>
    );
  }
  return <div className="page help">{text !== null && <Markdown text={text} />}</div>;
}
