import { useEffect, useState } from 'react';
import type { Limits } from '../frames/history';
import { connection } from './connection';
import type { ChannelFeed } from './feed';

/** Short and small: what a card on the overview needs. */
export const GLANCE: Limits = { retentionMillis: 75_000, maxValues: 120_000 };
/** Half an hour, as far as two million values carry. */
export const WATCH: Limits = { retentionMillis: 31 * 60_000, maxValues: 2_000_000 };

/** Subscribes to a channel as long as the component is there. */
export function useFeed(channel: string, limits: Limits): ChannelFeed | null {
  const [feed, setFeed] = useState<ChannelFeed | null>(null);
  useEffect(() => {
    const lease = connection.open(channel, limits);
    setFeed(lease.feed);
    return () => lease.close();
  }, [channel, limits]);
  return feed?.channel === channel ? feed : null;
}
