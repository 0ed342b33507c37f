import { useEffect, useReducer } from 'react';

/** Renders again every so often while the tab is visible: for numbers that change with time rather than by an event. */
export function useTick(millis: number, active = true): void {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (!active) return;
    const timer = window.setInterval(() => {
      if (!document.hidden) again();
    }, millis);
    return () => window.clearInterval(timer);
  }, [millis, active]);
}
