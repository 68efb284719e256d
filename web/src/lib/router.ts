import { below, pagePath } from './base.ts';
import { Store, useStore } from './store.ts';

const address = new Store(pagePath() + location.search);
const offsets = new Map<string, number>();
let entry = keyOfEntry();
/** The number of our history entries before this one. */
let place = placeOfEntry();
/** What the next page does after rendering: it takes the focus and restores the scroll position. */
let arrival: { readonly top: number } | undefined;

/** Asked before navigation, with the function that navigates. */
type Guard = (leave: () => void) => void;
let guard: Guard | undefined;
/**
 * The browser reports back and forward only after it has navigated. The router reverts such a step and must then ignore the step
 * of its own.
 */
let isLedBack = false;

/**
 * Lets the guard decide about navigation until the returned function is called. For leaving the whole document, the browser asks.
 */
export function guardLeaving(asked: Guard): () => void {
  guard = asked;
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => {
    removeEventListener('beforeunload', ask);
    if (guard === asked) guard = undefined;
  };
}

/** Removes the guard after a save. */
export function allowLeaving(): void {
  guard = undefined;
}

/** Runs an action that leaves the page without another path, such as signing out, if the guard allows it. */
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

/** Call once before the first render. */
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

/** `replace` is for changes without a history entry of their own, such as a filter during typing. */
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

/** Called by the heading of a page. Undefined if the page was not reached by navigation. */
export function takeArrival(): { readonly top: number } | undefined {
  const taken = arrival;
  arrival = undefined;
  return taken;
}

export function useAddress(): { readonly path: string; readonly search: URLSearchParams } {
  const [path = '/', query] = useStore(address).split('?');
  return { path, search: new URLSearchParams(query) };
}

/** A choice in the URL, so that it can be shared and survives a reload. Absent if it has its default. */
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
