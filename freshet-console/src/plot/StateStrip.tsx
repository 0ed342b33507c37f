import { useEffect, useRef } from 'react';
import { SeriesStyles } from '../format/colour';
import type { Series } from '../frames/history';
import { useStore } from '../store';
import { fitted } from './canvas';
import { onPaint } from './painting';
import type { Span } from './sample';
import { stretches } from './states';
import { palette } from './theme';

interface StateStripProps {
  readonly series: Series;
  readonly span: () => Span;
  readonly label: string;
}

const EVERY_MILLIS = 250;
const stateStyles = new SeriesStyles();
/** Switches look alike everywhere, whatever words came before them. */
const SWITCHES: Readonly<Record<string, number>> = {
  true: 2,
  false: 7,
  on: 2,
  off: 7,
  up: 2,
  down: 1,
  open: 5,
  closed: 7,
};

/** What a string or a switch said over time: coloured stretches with their text, where there is room for it. */
export function StateStrip(props: StateStripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const colours = useStore(palette);

  useEffect(
    () =>
      onPaint(() => {
        const place = canvas.current ? fitted(canvas.current) : null;
        if (!place) return;
        const { series, span: spanNow } = latest.current;
        const span = spanNow();
        const x = (time: number): number => ((time - span.from) / (span.to - span.from)) * place.width;
        place.context.font = '11px system-ui, sans-serif';
        place.context.textBaseline = 'middle';
        for (const { from, to, state } of stretches(series, span)) {
          const left = x(from);
          const width = Math.max(1, x(to) - left);
          place.context.globalAlpha = 0.28;
          place.context.fillStyle = colours.series[SWITCHES[state.toLowerCase()] ?? stateStyles.of(state).colour]!;
          place.context.fillRect(left, 0, width - (width > 3 ? 1 : 0), place.height);
          place.context.globalAlpha = 1;
          place.context.fillRect(left, place.height - 3, width - (width > 3 ? 1 : 0), 3);
          if (place.context.measureText(state).width + 10 > width) continue;
          place.context.fillStyle = colours.strong;
          place.context.fillText(state, Math.max(left, 0) + 5, place.height / 2 - 1);
        }
      }, EVERY_MILLIS),
    [colours],
  );

  return <canvas className="state-strip" ref={canvas} role="img" aria-label={props.label} />;
}
