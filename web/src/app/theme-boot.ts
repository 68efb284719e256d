import { applyTheme } from './theme.ts';

// Loaded before anything is painted, so that no page flashes in the other colours.
applyTheme();
