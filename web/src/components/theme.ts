import { Store } from '../lib/store.ts';
import { applyTheme, chosenTheme, dark, keepTheme, type Theme } from './chosen-theme.ts';

export { themes } from './chosen-theme.ts';

export const themeWords = {
  system: { label: 'System', icon: 'circle-half' },
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon-stars' },
} as const;

export const theme = new Store<Theme>(chosenTheme());

export function chooseTheme(chosen: Theme): void {
  keepTheme(chosen);
  theme.set(chosen);
  applyTheme();
}

/** Follows the system and other tabs. Returns a function that ends it. */
export function followTheme(): () => void {
  const follow = (): void => {
    theme.set(chosenTheme());
    applyTheme();
  };
  dark.addEventListener('change', follow);
  addEventListener('storage', follow);
  return () => {
    dark.removeEventListener('change', follow);
    removeEventListener('storage', follow);
  };
}
