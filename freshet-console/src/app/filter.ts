import type { ChannelEntry } from '../api/channels';

/** Keeps the channels whose name holds every word of `text`, in any order and case, and that are of the kind. */
export function filterChannels(entries: readonly ChannelEntry[], text: string, kind: string): readonly ChannelEntry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && kind === '') return entries;
  return entries.filter((entry) => {
    if (kind !== '' && entry.kind !== kind) return false;
    const name = entry.channel.toLowerCase();
    return words.every((word) => name.includes(word));
  });
}

/** The best few for a search box: those that start a part of the name with the text come first. */
export function suggestChannels(entries: readonly ChannelEntry[], text: string, most: number): readonly ChannelEntry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const score = (entry: ChannelEntry): number => {
    const name = entry.channel.toLowerCase();
    if (name === wanted) return 0;
    if (name.endsWith(`/${wanted}`)) return 1;
    return name.includes(`/${wanted}`) || name.startsWith(wanted) ? 2 : 3;
  };
  return [...filterChannels(entries, text, '')]
    .sort((a, b) => score(a) - score(b) || b.perMinute - a.perMinute)
    .slice(0, most);
}

/** Names in the order they are shown, and those that wait for a quiet moment. */
export interface Order {
  readonly shown: readonly string[];
  readonly waiting: readonly string[];
}

/**
 * Lets a list live without jumping: what is shown keeps its place, what is gone leaves, what is new joins at the end of the
 * `sorted` order only when the moment is quiet, else it waits.
 */
export function keepOrder(shown: readonly string[], sorted: readonly string[], quiet: boolean): Order {
  if (quiet || shown.length === 0) return { shown: sorted, waiting: [] };
  const present = new Set(sorted);
  const kept = shown.filter((name) => present.has(name));
  const known = new Set(kept);
  return { shown: kept, waiting: sorted.filter((name) => !known.has(name)) };
}

/**
 * The channels that have a card: those shown keep their place as long as they exist; moving ones fill what is free, most
 * active first.
 */
export function pickCards(
  shown: readonly string[],
  entries: readonly ChannelEntry[],
  moving: (entry: ChannelEntry) => boolean,
  most: number,
): readonly string[] {
  const present = new Set(entries.map((entry) => entry.channel));
  const kept = shown.filter((name) => present.has(name));
  if (kept.length >= most) return kept;
  const known = new Set(kept);
  const fresh = entries
    .filter((entry) => moving(entry) && !known.has(entry.channel))
    .sort((a, b) => activity(b) - activity(a) || a.channel.localeCompare(b.channel));
  return [...kept, ...fresh.slice(0, most - kept.length).map((entry) => entry.channel)];
}

/** Rates that differ by less than about 40 % count as equal: 59 and 60 a minute are the same stream to a reader. */
function activity(entry: ChannelEntry): number {
  return Math.round(2 * Math.log2(entry.perMinute + 1));
}
