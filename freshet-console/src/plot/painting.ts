type Painter = (now: number) => void;

const painters = new Map<Painter, { every: number; last: number }>();
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
let running = false;

/**
 * Calls `paint` at most once per frame and at most every `everyMillis`, never while the tab is hidden. Returns how to stop.
 * People who asked for less motion get one picture a second.
 */
export function onPaint(paint: Painter, everyMillis: number): () => void {
  painters.set(paint, { every: everyMillis, last: -Infinity });
  if (!running) {
    running = true;
    requestAnimationFrame(frame);
  }
  return () => painters.delete(paint);
}

function frame(now: number): void {
  if (painters.size === 0) {
    running = false;
    return;
  }
  for (const [paint, pace] of painters) {
    if (now - pace.last < (calm.matches ? Math.max(1000, pace.every) : pace.every)) continue;
    pace.last = now;
    paint(now);
  }
  requestAnimationFrame(frame);
}
