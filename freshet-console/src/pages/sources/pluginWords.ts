import type { Plugin } from '../../api/sources';
import type { IconName } from '../../parts/icons';

/** A plugin's state as people say it; the icon tells what the colour tells. */
export interface PluginWords {
  readonly text: string;
  readonly tone: 'tone-good' | 'tone-warn' | 'tone-bad' | 'dim';
  readonly icon: IconName;
  /** What to know or do, where the server gives no reason of its own. */
  readonly otherwise: string;
}

const WORDS: Readonly<Record<string, PluginWords>> = {
  running: { text: 'running', tone: 'tone-good', icon: 'check', otherwise: '' },
  starting: { text: 'starting', tone: 'tone-warn', icon: 'again', otherwise: 'Calls wait until it is up.' },
  waiting: {
    text: 'ended, is started again',
    tone: 'tone-warn',
    icon: 'warn',
    otherwise: 'Its process ended; it is started again after a pause, and refused meanwhile.',
  },
  failed: {
    text: 'cannot run',
    tone: 'tone-bad',
    icon: 'warn',
    otherwise: 'The server’s log says why; it is tried again when its program has changed.',
  },
  'not-allowed': {
    text: 'not allowed',
    tone: 'tone-bad',
    icon: 'warn',
    otherwise: 'Nobody vouches for it; name it in [plugins] allow_loading_unsigned_plugins if you trust it.',
  },
  invalid: { text: 'cannot be read', tone: 'tone-bad', icon: 'warn', otherwise: 'Its plugin.json cannot be read.' },
  duplicate: {
    text: 'there twice',
    tone: 'tone-warn',
    icon: 'warn',
    otherwise: 'Another folder has a plugin of this id, and that one is used; remove one of them.',
  },
  closed: { text: 'ended', tone: 'tone-warn', icon: 'still', otherwise: 'The server is ending.' },
  'not-started': {
    text: 'not started yet',
    tone: 'dim',
    icon: 'still',
    otherwise: 'It starts by itself when it is first needed.',
  },
  'no-backend': {
    text: 'nothing to run',
    tone: 'dim',
    icon: 'still',
    otherwise: 'It has a part for browsers only.',
  },
};

/** States in the order in which they want attention, behind those that this page does not know. */
const ORDER = ['failed', 'not-allowed', 'invalid', 'waiting', 'duplicate', 'closed', 'not-started', 'no-backend'];

export function wordsOf(plugin: Plugin): PluginWords {
  return WORDS[plugin.state] ?? { text: plugin.state || 'unknown', tone: 'dim', icon: 'unknown', otherwise: '' };
}

/** Why it is as it is: the server's reason, else what the state means. */
export function reasonOf(plugin: Plugin): string {
  return plugin.reason ?? wordsOf(plugin).otherwise;
}

/** Those that do not run, the worst first, those that need not run last. */
export function idlePlugins(all: readonly Plugin[]): readonly Plugin[] {
  return all
    .filter((plugin) => plugin.state !== 'running' && plugin.state !== 'starting')
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}
