import { prefetch } from '../api/prefetch.ts';
import { applyTheme } from '../components/chosen-theme.ts';

// Loaded before the first paint, so that no page flashes in the wrong theme and the first request runs while the program loads.
applyTheme();
prefetch();
