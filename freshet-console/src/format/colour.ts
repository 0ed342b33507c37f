/** Number of series colours; each has a light and a dark value in `theme.css` (`--series-0` to `--series-7`). */
export const COLOURS = 8;

const MOST_REMEMBERED = 5000;
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** How a series is drawn: one of eight colours, then a dash that tells apart those that share a colour. */
export interface SeriesStyle {
  readonly colour: number;
  readonly dash: readonly number[];
}

/** FNV-1a over the characters: small, stable across sessions and machines. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/**
 * Gives each series (key: field and label set) the colour of its hash; while fewer than eight are taken, a taken colour makes
 * way for the next free one. An assignment stays, so nothing changes colour while people look.
 */
export class SeriesStyles {
  private readonly assigned = new Map<string, SeriesStyle>();
  private readonly uses = new Array<number>(COLOURS).fill(0);

  of(key: string): SeriesStyle {
    const known = this.assigned.get(key);
    if (known) return known;
    if (this.assigned.size >= MOST_REMEMBERED) this.assigned.clear();
    const fewest = Math.min(...this.uses);
    let colour = hash(key) % COLOURS;
    while (this.uses[colour]! > fewest) colour = (colour + 1) % COLOURS;
    const style = { colour, dash: DASHES[this.uses[colour]! % DASHES.length]! };
    this.uses[colour]!++;
    this.assigned.set(key, style);
    return style;
  }
}

const byChannel = new Map<string, SeriesStyles>();

/** The styles of a channel, shared by every plot of it on every page. */
export function stylesOf(channel: string): SeriesStyles {
  let styles = byChannel.get(channel);
  if (!styles) {
    if (byChannel.size > 500) byChannel.clear();
    styles = new SeriesStyles();
    byChannel.set(channel, styles);
  }
  return styles;
}
