import { route } from './lib/route.ts';

/** Every path of the dashboard. The pages are in `app/routes.tsx`. */
export const paths = {
  overview: route('/'),
  welcome: route('/welcome'),
  monitors: route('/monitors'),
  newMonitor: route('/monitors/new'),
  monitor: route('/monitors/:id'),
  editMonitor: route('/monitors/:id/edit'),
  incidents: route('/incidents'),
  newIncident: route('/incidents/new'),
  incident: route('/incidents/:id'),
  channels: route('/channels'),
  newChannel: route('/channels/new'),
  channel: route('/channels/:id'),
  editChannel: route('/channels/:id/edit'),
  statusPages: route('/status-pages'),
  newStatusPage: route('/status-pages/new'),
  editStatusPage: route('/status-pages/:id'),
  team: route('/team'),
  account: route('/account'),
  tokens: route('/tokens'),
  organization: route('/organization'),
  invitation: route('/invite/:token'),
  signUp: route('/signup'),
  resetPassword: route('/reset-password'),
} as const;
