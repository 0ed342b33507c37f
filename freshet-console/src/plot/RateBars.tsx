import { useEffect, useRef } from 'react';
import { useStore } from '../store';
import { fitted } from './canvas';
import { onPaint } from './painting';
import { palette } from './theme';

interface RateBarsProps {
  /** Messages in each second of the last minute, oldest first. */
  readonly counts: () => readonly number[];
  readonly label: string;
}

const EVERY_MILLIS = 500;

/** How many messages came in each second of the last minute: for channels that carry no numbers. */
export function RateBars(props: RateBarsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const colours = useStore(palette);

  useEffect(
    () =>
      onPaint(() => {
        const place = canvas.current ? fitted(canvas.current) : null;
        if (!place) return;
        const counts = latest.current.counts();
        const most = Math.max(1, ...counts);
        const step = place.width / counts.length;
        place.context.fillStyle = colours.mark;
        counts.forEach((count, i) => {
          const height = (count / most) * (place.height - 4);
          if (count > 0) place.context.fillRect(i * step, place.height - height, Math.max(1, step - 1.5), height);
        });
      }, EVERY_MILLIS),
    [colours],
  );

  return <canvas className="sparkline" ref={canvas} role="img" aria-label={props.label} />;
}
