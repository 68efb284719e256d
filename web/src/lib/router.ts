import { below, pagePath } from './base.ts';
import { Store, useStore } from './store.ts';

const address = new Store(pagePath() + location.search);
const offsets = new Map<string, number>();
let entry = keyOfEntry();
/** How many entries of ours stand before this one. */
let place = placeOfEntry();
/** What the next page is to do when it is drawn: take the focus, and scroll to where it was. */
let arrival: { readonly top: number } | undefined;

/** Asked before another page is entered, with what enters it. */
type Guard = (leave: () => void) => void;
let guard: Guard | undefined;
/** The browser has gone already when it says that it went back or forward: it is led back, and this step is none of the user's. */
let isLedBack = false;

/** Nobody leaves the page without the guard's leave; ends with the answer. The browser itself asks where the whole document is left. */
export function guardLeaving(asked: Guard): () => void {
  guard = asked;
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => {
    removeEventListener('beforeunload', ask);
    if (guard === asked) guard = undefined;
  };
}

/** For what has been saved. */
export function allowLeaving(): void {
  guard = undefined;
}

/** For what leaves the page without naming another, such as signing out. */
export function leaveBy(work: () => void): void {
  if (!guarded(work)) work();
}

function guarded(leave: () => void): boolean {
  guard?.(() => {
    allowLeaving();
    leave();
  });
  return guard !== undefined;
}

/** Call once, before anything is drawn. */
export function startRouter(): () => void {
  history.scrollRestoration = 'manual';
  const moved = (): void => {
    const steps = placeOfEntry() - place;
    if (isLedBack) {
      isLedBack = false;
      return;
    }
    if (steps !== 0 && guarded(() => history.go(steps))) {
      isLedBack = true;
      history.go(-steps);
      return;
    }
    place += steps;
    offsets.set(entry, scrollY);
    entry = keyOfEntry();
    arrive(offsets.get(entry) ?? 0);
  };
  addEventListener('popstate', moved);
  return () => removeEventListener('popstate', moved);
}

/** `replace` for what is no step of its own, such as a filter while one types. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === pagePath() + location.search && how === 'push') return;
  if (how === 'replace') {
    const samePage = new URL(to, location.origin).pathname === pagePath();
    history.replaceState(history.state, '', below(to));
    if (samePage) address.set(to);
    else arrive(0);
    return;
  }
  if (guarded(() => navigate(to))) return;
  offsets.set(entry, scrollY);
  place += 1;
  history.pushState({ key: Math.random().toString(36).slice(2), place }, '', below(to));
  entry = keyOfEntry();
  arrive(0);
}

/** For the page's heading, once it is there: nil where the page was not navigated to. */
export function takeArrival(): { readonly top: number } | undefined {
  const taken = arrival;
  arrival = undefined;
  return taken;
}

export function useAddress(): { readonly path: string; readonly search: URLSearchParams } {
  const [path = '/', query] = useStore(address).split('?');
  return { path, search: new URLSearchParams(query) };
}

/** A choice that stands in the address, so that it can be shared and survives a reload; absent where it is the usual one. */
export function useSearchParameter(name: string, usual = ''): [string, (value: string) => void] {
  const { search: current } = useAddress();
  const value = current.get(name) ?? usual;
  const set = (chosen: string): void => {
    const search = new URLSearchParams(location.search);
    if (chosen === usual) search.delete(name);
    else search.set(name, chosen);
    const query = search.toString();
    navigate(pagePath() + (query === '' ? '' : `?${query}`), 'replace');
  };
  return [value, set];
}

function arrive(top: number): void {
  const path = address.get().split('?')[0];
  if (pagePath() !== path) arrival = { top };
  address.set(pagePath() + location.search);
}

function keyOfEntry(): string {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'key' in state ? String(state.key) : 'first';
}

function placeOfEntry(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'place' in state ? Number(state.place) : 0;
}
