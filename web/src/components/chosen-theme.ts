/** Runs before the first paint. It imports nothing, not even React, so that little code loads first. */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = typeof themes[number];

const key = 'statushawk.theme';
export const dark = matchMedia('(prefers-color-scheme: dark)');

export function chosenTheme(): Theme {
  const value = localStorage.getItem(key);
  return themes.find((each) => each === value) ?? 'system';
}

export function keepTheme(chosen: Theme): void {
  if (chosen === 'system') localStorage.removeItem(key);
  else localStorage.setItem(key, chosen);
}

export function applyTheme(): void {
  const chosen = chosenTheme();
  document.documentElement.dataset.theme = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
}
