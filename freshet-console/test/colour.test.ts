import { describe, expect, it } from 'vitest';
import { COLOURS, hash, SeriesStyles } from '../src/format/colour';

describe('SeriesStyles', () => {
  it('gives the same series the same style every time', () => {
    const first = new SeriesStyles().of('usage{cpu=0}');
    const second = new SeriesStyles().of('usage{cpu=0}');

    expect(second).toEqual(first);
    expect(first.colour).toBe(hash('usage{cpu=0}') % COLOURS);
  });

  it('gives eight series eight colours', () => {
    const styles = new SeriesStyles();

    const colours = new Set(Array.from({ length: COLOURS }, (_, i) => styles.of(`series ${i}`).colour));

    expect(colours.size).toBe(COLOURS);
  });

  it('tells series of one colour apart by their dashes', () => {
    const styles = new SeriesStyles();

    const looks = new Set(Array.from({ length: 4 * COLOURS }, (_, i) => JSON.stringify(styles.of(`series ${i}`))));

    expect(looks.size).toBe(4 * COLOURS);
  });

  it('never changes a style that was given', () => {
    const styles = new SeriesStyles();
    const before = styles.of('a');
    for (let i = 0; i < 50; i++) styles.of(`other ${i}`);

    expect(styles.of('a')).toBe(before);
  });
});
