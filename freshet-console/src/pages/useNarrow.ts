import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(max-width: 700px)');

/** True where the bar moves to the bottom and rows take two lines. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}
