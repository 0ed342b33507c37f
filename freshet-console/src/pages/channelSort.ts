import type { ChannelEntry } from '../api/channels';

export type Sort = 'channel' | 'kind' | 'rate' | 'subscribers' | 'fields' | 'last';

export const SORTS: readonly { readonly id: Sort; readonly title: string }[] = [
  { id: 'channel', title: 'Channel' },
  { id: 'kind', title: 'Kind' },
  { id: 'rate', title: 'Rate' },
  { id: 'subscribers', title: 'Subscribers' },
  { id: 'fields', title: 'Fields' },
  { id: 'last', title: 'Last message' },
];

/** Names in alphabetical order, numbers with the greatest first, ages with the youngest first; equal ones by name. */
export function sortEntries(entries: readonly ChannelEntry[], sort: Sort): readonly ChannelEntry[] {
  const byName = (a: ChannelEntry, b: ChannelEntry): number => (a.channel < b.channel ? -1 : 1);
  const rank = (entry: ChannelEntry): number | string => {
    switch (sort) {
      case 'channel':
        return entry.channel;
      case 'kind':
        return entry.kind;
      case 'rate':
        return -entry.perMinute;
      case 'subscribers':
        return -(entry.subscribers ?? -1);
      case 'fields':
        return -(entry.fields ?? -1);
      case 'last':
        return entry.lastMessageMillis ?? Infinity;
    }
  };
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : byName(a.entry, b.entry)))
    .map(({ entry }) => entry);
}
