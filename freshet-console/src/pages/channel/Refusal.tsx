import { useEffect, useState } from 'react';
import { channelInfo } from '../../api/channels';
import { problemFrom, type Problem } from '../../api/problem';
import type { ChannelFeed } from '../../live/feed';
import { ProblemBox } from '../../parts/ProblemBox';

/** Why the server does not give this channel. The socket has room for a sentence only; hint and id are asked for over HTTP. */
export function Refusal({ feed, problem }: { readonly feed: ChannelFeed; readonly problem: Problem }) {
  const [more, setMore] = useState<Problem | null>(null);
  useEffect(() => {
    let stopped = false;
    if (problem.messageId === undefined) {
      channelInfo(feed.channel).catch((error: unknown) => {
        const found = problemFrom(error);
        if (!stopped && found.code >= 400) setMore(found);
      });
    }
    return () => {
      stopped = true;
    };
  }, [feed, problem]);
  const whole = { ...problem, hint: problem.hint ?? more?.hint, messageId: problem.messageId ?? more?.messageId };
  return (
    <ProblemBox title="The server does not give this channel" problem={whole}>
      <button type="button" className="button" onClick={() => feed.retry()}>
        Ask again
      </button>
    </ProblemBox>
  );
}
