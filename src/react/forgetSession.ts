/**
 * Drops what was cached of a session that is over, and only the kit's own entries, because the cache may be the host's.
 * Whoever signs in here next must not see these devices, not even until their own arrive (R9): what is on screen is
 * emptied before it is dropped, since a hook that keeps its last data would hold on to it.
 */
import type { QueryClient } from '@tanstack/react-query';

export function forgetSession(queryClient: QueryClient): void {
  const queries = queryClient.getQueryCache();
  for (const query of queries.findAll({ predicate: ({ queryKey }) => isOurs(queryKey) })) {
    query.reset();
    if (query.getObserversCount() === 0) queries.remove(query);
  }
  forgetMutations(queryClient);
}

/** Somebody signed in over a session that had not ended: what is on screen is asked for anew. */
export function replaceSession(queryClient: QueryClient): void {
  forgetSession(queryClient);
  void queryClient.refetchQueries({ predicate: ({ queryKey }) => isOurs(queryKey), type: 'active' });
}

/** Somebody is signed in again: what was refused for want of a session is asked for once more. */
export function askAgain(queryClient: QueryClient): void {
  void queryClient.resetQueries({ predicate: ({ queryKey, state }) => isOurs(queryKey) && state.status === 'error' });
}

/** Stops what is being asked, before the answer becomes a refusal. */
export function stopAsking(queryClient: QueryClient): void {
  void queryClient.cancelQueries({ predicate: ({ queryKey }) => isOurs(queryKey) });
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
