import { useEffect, useState } from 'react';
import { channelInfo } from '../../api/info';
import { pollWhileVisible } from '../../api/poll';

const EVERY_MILLIS = 15_000;
const MOST_ASKED = 30;

/**
 * Why the last subscriber of these channels was refused. The list of channels has only what runs, so those that do not are
 * asked about one by one, the first thirty.
 */
export function useRefusals(channels: readonly string[]): ReadonlyMap<string, string> {
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());
  const asked = channels.slice(0, MOST_ASKED).join('\n');
  useEffect(() => {
    let over = false;
    const round = async (): Promise<void> => {
      const found = new Map<string, string>();
      for (const channel of asked === '' ? [] : asked.split('\n')) {
        if (over) return;
        const info = await channelInfo(channel).catch(() => null);
        const refusal = info?.refusal;
        if (refusal) found.set(channel, [refusal.message, refusal.hint].filter(Boolean).join(' '));
      }
      if (!over) setRefusals(found);
    };
    const stop = pollWhileVisible(round, EVERY_MILLIS);
    return () => {
      over = true;
      stop();
    };
  }, [asked]);
  return refusals;
}
