import { Store } from '../lib/store.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = typeof themes[number];

export const themeWords = {
  system: { label: 'As the system', icon: 'circle-half' },
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon-stars' },
} as const;

const key = 'statushawk.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
export const theme = new Store<Theme>(stored());

export function chooseTheme(chosen: Theme): void {
  if (chosen === 'system') localStorage.removeItem(key);
  else localStorage.setItem(key, chosen);
  theme.set(chosen);
  applyTheme();
}

export function applyTheme(): void {
  const chosen = stored();
  document.documentElement.dataset.theme = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
}

/** Follows the system, and other tabs; ends with the answer. */
export function followTheme(): () => void {
  const follow = (): void => {
    theme.set(stored());
    applyTheme();
  };
  dark.addEventListener('change', follow);
  addEventListener('storage', follow);
  return () => {
    dark.removeEventListener('change', follow);
    removeEventListener('storage', follow);
  };
}

function stored(): Theme {
  const value = localStorage.getItem(key);
  return themes.find((each) => each === value) ?? 'system';
}
