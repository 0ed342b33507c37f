import { useEffect, useRef } from 'react';
import { stylesOf } from '../format/colour';
import type { Series } from '../frames/history';
import { useStore } from '../store';
import { fitted } from './canvas';
import { onPaint } from './painting';
import { extremes, niceRange, sample, type Value } from './sample';
import { palette } from './theme';

interface SparklineProps {
  readonly channel: string;
  readonly series: readonly Series[];
  readonly perSecond: boolean;
  readonly now: () => number;
  readonly label: string;
}

const SPAN_MILLIS = 60_000;
const EVERY_MILLIS = 120;
const EDGE = 3;

/** The last minute of a few series, without axes. */
export function Sparkline(props: SparklineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const colours = useStore(palette);

  useEffect(
    () =>
      onPaint(() => {
        const { channel, series, perSecond, now } = latest.current;
        const place = canvas.current && isSeen(canvas.current) ? fitted(canvas.current) : null;
        if (!place) return;
        const to = now();
        const { times, values } = sample(series, { from: to - SPAN_MILLIS, to }, Math.round(place.width), perSecond);
        const limits = extremes(values);
        if (!limits) return;
        const [low, high] = niceRange(limits[0], limits[1]);
        const x = (time: number): number => place.width - ((to / 1000 - time) / (SPAN_MILLIS / 1000)) * place.width;
        const y = (value: number): number => EDGE + (1 - (value - low) / (high - low)) * (place.height - 2 * EDGE);
        for (let i = values.length - 1; i >= 0; i--) {
          const style = stylesOf(channel).of(series[i]!.key);
          place.context.strokeStyle = colours.series[style.colour]!;
          place.context.fillStyle = colours.series[style.colour]!;
          place.context.setLineDash([...style.dash]);
          line(place.context, times, values[i]!, x, y, i === 0 && values.length === 1 ? place.height : null);
        }
      }, EVERY_MILLIS),
    [colours],
  );

  return <canvas className="sparkline" ref={canvas} role="img" aria-label={props.label} />;
}

function isSeen(element: Element): boolean {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < window.innerHeight;
}

function line(
  context: CanvasRenderingContext2D,
  times: readonly number[],
  values: readonly Value[],
  x: (t: number) => number,
  y: (v: number) => number,
  floor: number | null,
): void {
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.beginPath();
  let pen = false;
  let first = 0;
  let last = 0;
  for (let i = 0; i < times.length; i++) {
    const value = values[i];
    if (value === undefined) continue;
    if (value === null) {
      pen = false;
      continue;
    }
    last = x(times[i]!);
    if (pen) context.lineTo(last, y(value));
    else context.moveTo((first = last), y(value));
    pen = true;
  }
  context.stroke();
  if (floor === null || !pen) return;
  context.lineTo(last, floor);
  context.lineTo(first, floor);
  context.globalAlpha = 0.1;
  context.fill();
  context.globalAlpha = 1;
}
