import { ApiError } from './problem.ts';
import { type Query, QueryStore, type Resource, useQueryOf } from '../lib/query.ts';

/** What this page knows of the server. */
export const queries = new QueryStore();

export function useQuery<Data>(resource: Resource<Data> | undefined): Query<Data> {
  return useQueryOf(queries, resource);
}

/** Also of what was there before. */
export function isMissing({ error }: Query<unknown>): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** After something was changed: `/monitors` stands for everything whose path begins so. */
export function changed(...prefixes: readonly string[]): void {
  queries.invalidate((key) =>
    prefixes.some((prefix) => key === prefix || key.startsWith(`${prefix}/`) || key.startsWith(`${prefix}?`))
  );
}
