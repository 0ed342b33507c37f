import { useSyncExternalStore } from 'react';

export type Page = 'overview' | 'channels' | 'channel' | 'sources' | 'connection' | 'sign-in' | 'help' | 'unknown';

/** What the address says: the page, what it is about (channel, data source or message id), and the rest as parameters. */
export interface Route {
  readonly page: Page;
  readonly subject: string;
  readonly params: URLSearchParams;
}

/** Reads the part of the address after `#`; it works under any sub-path and in any link. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, '');
  const question = text.indexOf('?');
  const path = question < 0 ? text : text.slice(0, question);
  const params = new URLSearchParams(question < 0 ? '' : text.slice(question + 1));
  const [first = '', ...rest] = path.split('/');
  if (first === '') return { page: 'overview', subject: '', params };
  if ((first === 'channel' || first === 'help') && rest.length > 0)
    return { page: first, subject: rest.map(decoded).join('/'), params };
  if (first === 'sources') return { page: first, subject: rest.map(decoded).join('/'), params };
  if ((first === 'channels' || first === 'connection' || first === 'sign-in') && rest.length === 0)
    return { page: first, subject: '', params };
  return { page: 'unknown', subject: '', params };
}

export function routeHref(
  page: Exclude<Page, 'channel' | 'help' | 'unknown'>,
  params: Readonly<Record<string, string>> = {},
): string {
  return withParams(page === 'overview' ? '#/' : `#/${page}`, params);
}

/** The page of one data source. */
export function sourceHref(uid: string, params: Readonly<Record<string, string>> = {}): string {
  return withParams(`#/sources/${encodeURIComponent(uid)}`, params);
}

export function channelHref(channel: string, params: Readonly<Record<string, string>> = {}): string {
  return withParams(`#/channel/${channel.split('/').map(encodeURIComponent).join('/')}`, params);
}

/** The same address with some parameters changed; an empty value removes one. */
export function changedParams(route: Route, changes: Readonly<Record<string, string>>): string {
  const merged = new URLSearchParams(route.params);
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') merged.delete(key);
    else merged.set(key, value);
  }
  const all = Object.fromEntries(merged);
  if (route.page === 'channel') return channelHref(route.subject, all);
  if (route.page === 'sources' && route.subject !== '') return sourceHref(route.subject, all);
  return routeHref(route.page === 'help' || route.page === 'unknown' ? 'overview' : route.page, all);
}

export function go(href: string): void {
  location.hash = href.slice(1);
}

/** Changes the address without a step in the browser's history: for filters and tabs. */
export function replaceRoute(href: string): void {
  history.replaceState(null, '', new URL(href, location.href));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

let last = { hash: '', route: parseRoute('') };

function current(): Route {
  if (location.hash !== last.hash) last = { hash: location.hash, route: parseRoute(location.hash) };
  return last.route;
}

export function useRoute(): Route {
  return useSyncExternalStore((changed) => {
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, current);
}

function withParams(path: string, params: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(params).toString();
  return text === '' ? path : `${path}?${text}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
