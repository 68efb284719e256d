import { ApiError } from './problem.ts';
import { type Query, QueryStore, type Resource, useQueryOf } from '../lib/query.ts';

/** The server data that this page knows. */
export const queries = new QueryStore();

export function useQuery<Data>(resource: Resource<Data> | undefined): Query<Data> {
  return useQueryOf(queries, resource);
}

/** Also true if older data is still known. */
export function isMissing({ error }: Query<unknown>): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Call this after a change. `/monitors` covers every path that starts with it. */
export function changed(...prefixes: readonly string[]): void {
  queries.invalidate((key) =>
    prefixes.some((prefix) => key === prefix || key.startsWith(`${prefix}/`) || key.startsWith(`${prefix}?`))
  );
}
