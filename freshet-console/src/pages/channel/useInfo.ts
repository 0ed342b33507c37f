import { useEffect, useState } from 'react';
import { channelInfo, type ChannelInfo } from '../../api/info';
import { problemFrom, type Problem } from '../../api/problem';
import type { FeedState } from '../../live/feed';

/** What the server tells of the channel, or why it does not. */
export interface InfoState {
  readonly info: ChannelInfo | null;
  readonly problem: Problem | null;
}

/** The first answer may be older than our subscription, which is what starts many channels. */
const FIRST_MILLIS = 1000;
const EVERY_MILLIS = 5000;

/**
 * Asks again every few seconds while the tab is visible, and at once when the subscription has come to something, as what was
 * true before is not then; a server that refuses is not asked again.
 */
export function useInfo(channel: string, subscription: FeedState['is']): InfoState {
  const [state, setState] = useState<InfoState>({ info: null, problem: null });
  useEffect(() => {
    let timer = 0;
    let pause = FIRST_MILLIS;
    let stopped = false;
    const ask = async (): Promise<void> => {
      const answer = document.hidden ? null : await asked(channel);
      if (stopped) return;
      if (answer) setState(answer);
      const refused = answer?.problem && answer.problem.code > 0;
      if (!refused) timer = window.setTimeout(() => void ask(), pause);
      pause = EVERY_MILLIS;
    };
    void ask();
    return () => {
      stopped = true;
      window.clearTimeout(timer);
    };
  }, [channel, subscription]);
  return state;
}

async function asked(channel: string): Promise<InfoState> {
  try {
    return { info: await channelInfo(channel), problem: null };
  } catch (error) {
    return { info: null, problem: problemFrom(error) };
  }
}
