import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { stylesOf } from '../format/colour';
import { ticks } from '../format/units';
import type { Series } from '../frames/history';
import { useStore } from '../store';
import { onPaint } from './painting';
import { extremes, niceRange, sample, type Span } from './sample';
import { palette, type Palette } from './theme';

interface LinePlotProps {
  readonly channel: string;
  readonly label: string;
  readonly series: readonly Series[];
  readonly unit: string;
  readonly perSecond: boolean;
  readonly height: number;
  /** What the plot covers at the moment it is drawn. */
  readonly span: () => Span;
  /** Changes when the picture does, apart from time passing. */
  readonly version: () => number;
  readonly onZoom: (span: Span | null) => void;
  /** Values under the cross-line by series key; null when the pointer left. */
  readonly onHover: (at: Hovered | null) => void;
}

export interface Hovered {
  readonly time: number;
  readonly values: ReadonlyMap<string, number>;
}

const FASTEST_MILLIS = 45;
/** The state strips below stand under the plot's area: `--axis` and `--right` in pages.css. */
const AXIS_WIDTH = 64;
const RIGHT_ROOM = 12;

/** Lines of one unit over time, drawn by uPlot: hover cross-line shared by the channel's plots, drag to zoom, double click back. */
export function LinePlot(props: LinePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const colours = useStore(palette);
  const shape = props.series.map((series) => series.key).join('\n');

  useEffect(() => {
    const element = host.current!;
    const plot = new uPlot(options(latest, element.clientWidth || 600, colours), [[]], element);
    const resize = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: latest.current.height }),
    );
    resize.observe(element);
    const stop = onPaint(painter(plot, latest), FASTEST_MILLIS);
    return () => {
      stop();
      resize.disconnect();
      plot.destroy();
    };
  }, [shape, colours, props.unit, props.perSecond, props.channel, props.height]);

  return <div className="plot" ref={host} role="img" aria-label={props.label} style={{ minHeight: props.height }} />;
}

/** Draws when there is something new, or when time moved the picture by about half a pixel. */
function painter(plot: uPlot, latest: { readonly current: LinePlotProps }): () => void {
  let drawnVersion = -1;
  let drawn: Span = { from: 0, to: 0 };
  return () => {
    const { span: spanNow, version, series, perSecond } = latest.current;
    const span = spanNow();
    const pixels = Math.max(50, plot.width - AXIS_WIDTH - RIGHT_ROOM);
    const pixelMillis = (span.to - span.from) / pixels;
    const moved =
      Math.abs(span.to - drawn.to) >= pixelMillis / 2 || Math.abs(span.from - drawn.from) >= pixelMillis / 2;
    const fresh =
      version() !== drawnVersion && (span.to - drawn.to >= pixelMillis / 4 || drawn.to === 0 || span.to <= drawn.to);
    if (!moved && !fresh) return;
    drawnVersion = version();
    drawn = span;
    const { times, values } = sample(series, span, Math.round(pixels), perSecond);
    plot.batch(() => {
      plot.setData([times, ...values] as uPlot.AlignedData, false);
      plot.setScale('x', { min: span.from / 1000, max: span.to / 1000 });
      const limits = extremes(values);
      const [min, max] = limits ? niceRange(limits[0], limits[1]) : [0, 1];
      plot.setScale('y', { min, max });
    });
  };
}

function options(latest: { readonly current: LinePlotProps }, width: number, colours: Palette): uPlot.Options {
  const { channel, unit, perSecond, height, series } = latest.current;
  const styles = stylesOf(channel);
  const shownUnit = perSecond ? `${unit}/s` : unit;
  const axis = {
    stroke: colours.text,
    font: '11px system-ui, sans-serif',
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 4 },
  };
  return {
    width,
    height,
    pxAlign: 1,
    padding: [8, RIGHT_ROOM, 0, 0],
    legend: { show: false },
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: [
      { ...axis, space: 90, size: 28, gap: 4, values: timeTicks },
      {
        ...axis,
        size: (_, texts) => axisWidth(texts),
        gap: 6,
        space: 34,
        values: (_, values) => [...ticks(values, shownUnit)],
      },
    ],
    series: [
      {},
      ...series.map(({ key }): uPlot.Series => {
        const style = styles.of(key);
        return {
          stroke: colours.series[style.colour]!,
          width: 1.5,
          dash: [...style.dash],
          points: { show: pointsWhenFew, size: 4 },
          spanGaps: false,
        };
      }),
    ],
    cursor: {
      sync: { key: channel, scales: ['x', null] },
      drag: { x: true, y: false, setScale: false },
      points: { size: 7, width: 2 },
      bind: { dblclick: () => () => (latest.current.onZoom(null), null) },
    },
    hooks: { setSelect: [(plot) => zoom(plot, latest)], setCursor: [(plot) => hover(plot, latest)] },
  };
}

/** Single points are marked while they are far apart. */
function pointsWhenFew(plot: uPlot): boolean {
  return plot.data[0].length < plot.width / 24;
}

/** Numbers that need many digits to be told apart get the room for them. */
function axisWidth(texts: readonly string[] | null): number {
  const longest = Math.max(0, ...(texts ?? []).map((text) => text.length));
  return Math.max(AXIS_WIDTH, 14 + Math.ceil(longest * 6.2));
}

function timeTicks(_: uPlot, ticks: number[], __: number, ___: number, step: number): string[] {
  return ticks.map((seconds) => {
    const date = new Date(seconds * 1000);
    const two = (n: number): string => String(n).padStart(2, '0');
    const base = `${two(date.getHours())}:${two(date.getMinutes())}`;
    if (step >= 60) return base;
    return step >= 1
      ? `${base}:${two(date.getSeconds())}`
      : `${base}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  });
}

function zoom(plot: uPlot, latest: { readonly current: LinePlotProps }): void {
  const { left, width } = plot.select;
  if (width < 4) return;
  const span = { from: plot.posToVal(left, 'x') * 1000, to: plot.posToVal(left + width, 'x') * 1000 };
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  latest.current.onZoom(span);
}

function hover(plot: uPlot, latest: { readonly current: LinePlotProps }): void {
  const { idx } = plot.cursor;
  if (idx === null || idx === undefined) {
    latest.current.onHover(null);
    return;
  }
  const values = new Map<string, number>();
  latest.current.series.forEach(({ key }, i) => {
    const value = nearest(plot.data[i + 1]!, idx);
    if (value !== undefined) values.set(key, value);
  });
  latest.current.onHover({ time: plot.data[0][idx]! * 1000, values });
}

/** The value at a place, or the one before it when this series has none there. */
function nearest(column: ArrayLike<number | null | undefined>, idx: number): number | undefined {
  for (let i = idx; i >= 0 && i > idx - 200; i--) {
    const value = column[i];
    if (value === null) return undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
