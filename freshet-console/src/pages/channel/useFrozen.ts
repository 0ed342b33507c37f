import { useRef } from 'react';

/** The latest value while going on, and the one from the moment of pausing while paused. */
export function useFrozen<T>(paused: boolean, latest: () => T): T {
  const kept = useRef<{ value: T } | null>(null);
  if (!paused) kept.current = null;
  else kept.current ??= { value: latest() };
  return kept.current ? kept.current.value : latest();
}
