// Light or dark: the system's choice until a person makes their own, which is kept on this device.

import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const key = 'throughline.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null; // storage may be forbidden; then the choice lasts as long as the page
  }
}

let chosen = stored();
const current = (): Theme => chosen ?? (dark.matches ? 'dark' : 'light');

export function applyTheme() {
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

function choose(theme: Theme) {
  chosen = theme;
  try {
    localStorage.setItem(key, theme);
  } catch { /* as above */ }
  applyTheme();
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void) {
  listeners.add(tell);
  dark.addEventListener('change', tell);
  return () => {
    listeners.delete(tell);
    dark.removeEventListener('change', tell);
  };
}

export function useTheme(): [Theme, () => void] {
  const theme = useSyncExternalStore(subscribe, current);
  return [theme, () => choose(theme === 'dark' ? 'light' : 'dark')];
}
