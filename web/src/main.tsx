import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionHint } from './api/prefetch.ts';
import { loadSession } from './api/session.ts';
import { App, loadShell } from './app/App.tsx';
import { prefetchRoute } from './app/routes.tsx';
import { pagePath } from './lib/base.ts';
import { startRouter } from './lib/router.ts';
import './styles/main.css';

startRouter();
void loadSession();
if (localStorage.getItem(sessionHint) !== null) {
  // The component shows a failure to load.
  loadShell().catch(() => undefined);
  prefetchRoute(pagePath());
}

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
