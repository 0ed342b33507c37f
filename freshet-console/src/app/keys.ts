import { useEffect, useRef } from 'react';
import { go, routeHref } from './route';

/** Keys of the page at hand, by what `KeyboardEvent.key` calls them. */
export type PageKeys = Readonly<Record<string, () => void>>;

const CHORD_MILLIS = 1200;

/** Calls back for keys pressed outside of inputs and open dialogs, which have their own Esc, and without modifiers. */
export function useKeys(keys: PageKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || isDialogOpen()) return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Keys that work everywhere: search, help, and `g` followed by a page's letter. */
export function useGlobalKeys(showKeys: () => void): void {
  const chordAt = useRef(-Infinity);
  const page = (href: string) => (): void => {
    if (performance.now() - chordAt.current < CHORD_MILLIS) go(href);
    chordAt.current = -Infinity;
  };
  useKeys({
    '/': () => document.getElementById('search')?.focus(),
    '?': showKeys,
    g: () => (chordAt.current = performance.now()),
    o: page(routeHref('overview')),
    c: page(routeHref('channels')),
    s: page(routeHref('sources')),
    n: page(routeHref('connection')),
  });
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
