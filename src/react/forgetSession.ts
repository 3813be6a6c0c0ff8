/** Drops what was cached of a session that is over; only the kit's own entries where the cache is the host's. */
import type { QueryClient } from '@tanstack/react-query';

/** After a sign-out: nothing is left, and nothing is on screen that would miss it. */
export function forgetSession(queryClient: QueryClient, isShared: boolean): void {
  if (!isShared) return queryClient.clear();
  queryClient.removeQueries({ predicate: ({ queryKey }) => isOurs(queryKey) });
  forgetMutations(queryClient);
}

/**
 * After the server ended it: lists that are on screen keep saying why they failed, but no longer have anything to show.
 * Whoever signs in here next must not see these devices, not even until their own arrive (R9).
 */
export function emptySession(queryClient: QueryClient): void {
  for (const query of queryClient.getQueryCache().findAll({ predicate: ({ queryKey }) => isOurs(queryKey) })) {
    if (query.getObserversCount() === 0) queryClient.getQueryCache().remove(query);
    else query.setState({ data: undefined, dataUpdatedAt: 0 });
  }
  forgetMutations(queryClient);
}

function forgetMutations(queryClient: QueryClient): void {
  const mutations = queryClient.getMutationCache();
  for (const mutation of mutations.findAll({ predicate: ({ options }) => isOurs(options.mutationKey) })) {
    mutations.remove(mutation);
  }
}

function isOurs(key: unknown): boolean {
  return (
    Array.isArray(key) &&
    (key[0] === 'react-session-security' || (Array.isArray(key[0]) && ownRouters.has(String(key[0][0]))))
  );
}

const ownRouters: ReadonlySet<string> = new Set(['session', 'auth', 'security', 'admin']);
