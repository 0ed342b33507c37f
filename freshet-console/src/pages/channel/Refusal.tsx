import type { Problem } from '../../api/problem';
import type { ChannelFeed } from '../../live/feed';
import { ProblemBox } from '../../parts/ProblemBox';
import { withAdvice } from './refused';
import type { InfoState } from './useInfo';

interface RefusalProps {
  readonly feed: ChannelFeed;
  readonly problem: Problem;
  readonly info: InfoState;
}

/** Why the server does not give this channel. The socket has room for a sentence only; HTTP adds the hint and the id. */
export function Refusal({ feed, problem, info }: RefusalProps) {
  const permission = info.info?.subscribe;
  const more = permission && !permission.allowed ? permission.problem : info.problem;
  const told = more
    ? { ...problem, hint: problem.hint ?? more.hint, messageId: problem.messageId ?? more.messageId }
    : problem;
  const whole = withAdvice(told, info.info?.refusal);
  return (
    <ProblemBox title="The server does not give this channel" problem={whole}>
      <button type="button" className="button" onClick={() => feed.retry()}>
        Ask again
      </button>
    </ProblemBox>
  );
}
