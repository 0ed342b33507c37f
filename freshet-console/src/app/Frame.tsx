import { useState, type ReactNode } from 'react';
import type { User } from '../api/identity';
import { Icon, type IconName } from '../parts/icons';
import { useStore } from '../store';
import { Account } from './Account';
import { ConnectionLight } from './ConnectionLight';
import { useGlobalKeys } from './keys';
import { KeysDialog } from './KeysDialog';
import { routeHref, useRoute, type Page } from './route';
import { Search } from './Search';
import { nextTheme, theme } from './theme';

const PLACES: readonly {
  readonly page: 'overview' | 'channels' | 'sources' | 'connection';
  readonly title: string;
  readonly also: readonly Page[];
}[] = [
  { page: 'overview', title: 'Overview', also: [] },
  { page: 'channels', title: 'Channels', also: ['channel'] },
  { page: 'sources', title: 'Sources', also: [] },
  { page: 'connection', title: 'Connection', also: [] },
];

/** The bar with the pages, the top line with search and connection light, and the page itself. */
export function Frame({ user, children }: { readonly user: User; readonly children: ReactNode }) {
  const route = useRoute();
  const [keysShown, setKeysShown] = useState(false);
  useGlobalKeys(() => setKeysShown(true));
  return (
    <div className="frame">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        Skip to the page
      </a>
      <nav className="side" aria-label="Pages">
        <a className="brand" href={routeHref('overview')} aria-label="Freshet, overview">
          <img src="./freshet.svg" alt="" width="28" height="28" />
        </a>
        {PLACES.map(({ page, title, also }) => (
          <a
            key={page}
            className="place"
            href={routeHref(page)}
            aria-current={route.page === page || also.includes(route.page) ? 'page' : undefined}
          >
            <Icon name={page} size={20} />
            <span>{title}</span>
          </a>
        ))}
      </nav>
      <header className="top">
        <Search />
        <div className="top-end">
          <ConnectionLight />
          <ThemeSwitch />
          <button
            type="button"
            className="button quiet icon-only wide-only"
            aria-label="Keys"
            title="Keys (?)"
            onClick={() => setKeysShown(true)}
          >
            <Icon name="keys" />
          </button>
          <Account user={user} />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {keysShown && <KeysDialog onClose={() => setKeysShown(false)} />}
    </div>
  );
}

function ThemeSwitch() {
  const chosen = useStore(theme);
  const icons: Record<typeof chosen, IconName> = { system: 'auto', light: 'sun', dark: 'moon' };
  const words: Record<typeof chosen, string> = { system: 'as the system', light: 'light', dark: 'dark' };
  return (
    <button
      type="button"
      className="button quiet icon-only"
      aria-label={`Colours: ${words[chosen]}`}
      title={`Colours: ${words[chosen]}`}
      onClick={nextTheme}
    >
      <Icon name={icons[chosen]} />
    </button>
  );
}
