import { useRef, useState } from 'react';
import { changedParams, replaceRoute, useRoute } from '../../app/route';
import type { ChannelFeed } from '../../live/feed';
import type { Span } from '../../plot/sample';

export const WINDOWS = [1, 5, 30] as const;

/** What part of the time the page shows: following the present, standing still, or zoomed in. */
export interface View {
  readonly minutes: number;
  readonly pausedAt: number | null;
  readonly zoom: Span | null;
  readonly span: () => Span;
  readonly setMinutes: (minutes: number) => void;
  readonly togglePause: () => void;
  readonly setZoom: (span: Span | null) => void;
}

export function useView(feed: ChannelFeed): View {
  const route = useRoute();
  const asked = Number(route.params.get('window') ?? 1);
  const minutes = WINDOWS.find((one) => one === asked) ?? 1;
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const [zoom, setZoom] = useState<Span | null>(null);
  const latest = useRef({ minutes, pausedAt, zoom });
  latest.current = { minutes, pausedAt, zoom };
  const span = useRef((): Span => {
    const now = latest.current;
    if (now.zoom) return now.zoom;
    const to = now.pausedAt ?? feed.now();
    return { from: to - now.minutes * 60_000, to };
  });
  return {
    minutes,
    pausedAt,
    zoom,
    span: span.current,
    setZoom,
    setMinutes: (next) => {
      setZoom(null);
      replaceRoute(changedParams(route, { window: next === 1 ? '' : String(next) }));
    },
    togglePause: () => setPausedAt(pausedAt === null ? feed.now() : null),
  };
}
