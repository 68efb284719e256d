import { Store, useStore } from '../lib/store.ts';
import { api, onSignedOut, speakFor } from './client.ts';
import { chosenOrganization, sessionHint } from './prefetch.ts';
import { ApiError } from './problem.ts';
import { queries } from './queries.ts';
import { type Profile, type Role, rolesUpTo } from './types.ts';

export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'unreachable'; readonly message: string }
  | { readonly state: 'anonymous'; readonly expired: boolean }
  | { readonly state: 'signed-in'; readonly profile: Profile };

export const session = new Store<Session>({ state: 'unknown' });

onSignedOut(() => leave(session.get().state === 'signed-in'));

/** All tabs share the cookie, so signing in or out in one tab affects all. */
addEventListener('storage', ({ key, newValue }) => {
  if (key !== sessionHint) return;
  const { state } = session.get();
  if (newValue === null && state === 'signed-in') leave(false);
  if (newValue !== null && state === 'anonymous') void loadSession();
});

/** Loads the session at the start, and after every change of the user. */
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
      // The user no longer belongs to that organization.
      localStorage.removeItem(chosenOrganization);
      return await loadSession();
    }
    session.set({ state: 'unreachable', message: error instanceof Error ? error.message : String(error) });
  }
}

export async function signedIn(): Promise<void> {
  localStorage.setItem(sessionHint, 'yes');
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

/** Undefined if no user is signed in. */
export function useProfile(): Profile | undefined {
  const current = useStore(session);
  return current.state === 'signed-in' ? current.profile : undefined;
}

/** Whether the user's role includes this one. Controls for other roles are hidden. */
export function useMay(role: Role): boolean {
  return useOwnRoles().includes(role);
}

/** The roles that the user may assign. */
export function useOwnRoles(): readonly Role[] {
  const profile = useProfile();
  return rolesUpTo(profile?.role ?? null);
}

/** If the user leaves an organization, another one is entered, whose data is not known yet. */
function enter(profile: Profile): void {
  const before = session.get();
  if (before.state === 'signed-in' && before.profile.organization?.id !== profile.organization?.id) queries.clear();
  speakFor(profile.organization?.id);
  session.set({ state: 'signed-in', profile });
}

function leave(expired: boolean): void {
  localStorage.removeItem(sessionHint);
  speakFor(undefined);
  session.set({ state: 'anonymous', expired });
  queries.clear();
}
