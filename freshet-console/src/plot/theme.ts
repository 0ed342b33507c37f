import { COLOURS } from '../format/colour';
import { Store } from '../store';

/** Colours that a canvas needs by value, read from the style sheet. */
export interface Palette {
  readonly series: readonly string[];
  readonly text: string;
  readonly strong: string;
  readonly grid: string;
  readonly surface: string;
  readonly quiet: string;
  readonly mark: string;
}

export const palette = new Store<Palette>(read());

/** To be called after the theme changed. */
export function readPalette(): void {
  palette.set(read());
}

function read(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(name).trim() || '#888';
  return {
    series: Array.from({ length: COLOURS }, (_, i) => value(`--series-${i}`)),
    text: value('--text-2'),
    strong: value('--text'),
    grid: value('--line'),
    surface: value('--surface'),
    quiet: value('--surface-3'),
    mark: value('--line-strong'),
  };
}
