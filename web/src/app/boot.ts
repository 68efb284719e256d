import { prefetch } from '../api/prefetch.ts';
import { applyTheme } from '../components/chosen-theme.ts';

// Loaded before anything is painted: no page flashes in the other colours, and the first question is on its way before the program is.
applyTheme();
prefetch();
