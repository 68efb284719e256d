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

/** Signing in or out in one tab does so in all: the cookie is theirs together. */
addEventListener('storage', ({ key, newValue }) => {
  if (key !== sessionHint) return;
  const { state } = session.get();
  if (newValue === null && state === 'signed-in') leave(false);
  if (newValue !== null && state === 'anonymous') void loadSession();
});

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

/** nil: nobody is signed in. */
export function useProfile(): Profile | undefined {
  const current = useStore(session);
  return current.state === 'signed-in' ? current.profile : undefined;
}

/** Whether one's role includes this one. What it does not include is not shown. */
export function useMay(role: Role): boolean {
  return useOwnRoles().includes(role);
}

/** Those that one may hand out. */
export function useOwnRoles(): readonly Role[] {
  const profile = useProfile();
  return rolesUpTo(profile?.role ?? null);
}

/** Also on one's own leaving of an organization another one is entered, of which nothing is known yet. */
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
