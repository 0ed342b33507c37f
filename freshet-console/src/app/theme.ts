import { readPalette } from '../plot/theme';
import { Store } from '../store';

/** `system` follows the computer's choice. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'freshet.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

export const theme = new Store<Theme>(stored());

export function initTheme(): void {
  system.addEventListener('change', apply);
  theme.subscribe(apply);
  apply();
}

export function nextTheme(): void {
  const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
  const chosen = next[theme.get()];
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
  theme.set(chosen);
}

function apply(): void {
  const dark = theme.get() === 'dark' || (theme.get() === 'system' && system.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  readPalette();
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}
