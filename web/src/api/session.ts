import { Store, useStore } from '../lib/store.ts';
import { api, onSignedOut, speakFor } from './client.ts';
import { chosenOrganization, sessionHint } from './early.ts';
import { ApiError } from './problem.ts';
import { queries } from './queries.ts';
import type { Profile, Role } from './types.ts';

export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'unreachable'; readonly message: string }
  | { readonly state: 'anonymous'; readonly expired: boolean }
  | { readonly state: 'signed-in'; readonly profile: Profile };

export const session = new Store<Session>({ state: 'unknown' });

onSignedOut(() => leave(session.get().state === 'signed-in'));

/** At the start, and after whatever changes who one is. */
export async function loadSession(): Promise<void> {
  if (localStorage.getItem(sessionHint) === null) return session.set({ state: 'anonymous', expired: false });
  const id = Number(localStorage.getItem(chosenOrganization) ?? NaN);
  speakFor(Number.isInteger(id) ? id : undefined);
  try {
    enter(await api.get<Profile>('/auth/me'));
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 401) return;
    if ((status === 403 || status === 404) && localStorage.getItem(chosenOrganization) !== null) {
      // One belongs to that organization no more.
      localStorage.removeItem(chosenOrganization);
      return await loadSession();
    }
    session.set({ state: 'unreachable', message: error instanceof Error ? error.message : String(error) });
  }
}

export async function signedIn(): Promise<void> {
  localStorage.setItem(sessionHint, 'yes');
  queries.clear();
  await loadSession();
}

export async function signOut(): Promise<void> {
  await api.post('/auth/logout');
  leave(false);
}

export async function chooseOrganization(id: number): Promise<void> {
  localStorage.setItem(chosenOrganization, String(id));
  speakFor(id);
  await signedIn();
}

/** Whether one's role includes this one. What it does not include is not shown. */
export function useMay(role: Role): boolean {
  const current = useStore(session);
  const roles: readonly Role[] = ['viewer', 'editor', 'admin', 'owner'];
  return current.state === 'signed-in' && current.profile.role !== null &&
    roles.indexOf(current.profile.role) >= roles.indexOf(role);
}

function enter(profile: Profile): void {
  speakFor(profile.organization?.id);
  session.set({ state: 'signed-in', profile });
}

function leave(expired: boolean): void {
  localStorage.removeItem(sessionHint);
  speakFor(undefined);
  session.set({ state: 'anonymous', expired });
  queries.clear();
}
