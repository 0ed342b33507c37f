/**
 * Does `round` at once and then again and again, only while the page is visible, and at once when it becomes visible; slower
 * when a round is slow. Returns how to stop.
 */
export function pollWhileVisible(round: () => Promise<void>, everyMillis: number): () => void {
  let timer = 0;
  let stopped = false;
  let busy = false;
  const turn = async (): Promise<void> => {
    const started = performance.now();
    busy = true;
    if (!document.hidden) await round();
    busy = false;
    if (stopped) return;
    timer = window.setTimeout(() => void turn(), Math.max(everyMillis, 15 * (performance.now() - started)));
  };
  const onVisible = (): void => {
    if (document.hidden || busy) return;
    window.clearTimeout(timer);
    void turn();
  };
  document.addEventListener('visibilitychange', onVisible);
  void turn();
  return () => {
    stopped = true;
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisible);
  };
}
