/** How the kit's queries behave, said once and given to each, because a shared QueryClient has defaults of its own. */
import { replaceEqualDeep } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { SessionInfo, SessionsPage } from '../../contract/session';
import type { Success } from '../../contract/success';
import { readEnd } from '../createSessionPhase';
import { readFailure } from '../sessionFailure';

const maxRetries = 2;
const retryBaseMs = 400;

export const queryBehaviour = {
  /** SPEC S8 */
  staleTime: 30_000,
  refetchOnWindowFocus: true,
  refetchOnReconnect: true,
  /** A paused query would look like a slow one; a failed one says that the device is offline. */
  networkMode: 'always',
  /** Only where no answer came: a refusal stays a refusal, and repeating it spends the user's rate limit. */
  retry: (failures: number, error: unknown) => failures < maxRetries && readFailure(error).kind === 'unreachable',
  retryDelay: (failures: number) => retryBaseMs * 2 ** failures,
} as const;

/** Whose session is over is told so by every further call: one was enough. */
export function mayBeAskedAgain(error: Error | null): boolean {
  return error === null || readEnd(readFailure(error).cause) === undefined;
}

/** Partial keys, as tRPC writes them. */
export const sessionsKey = [['session', 'getSessions']] as const;
export const statusKey = [['session', 'getStatus']] as const;
const affectedByRevocation = [sessionsKey, [['session', 'getSessionWarnings']], statusKey] as const;

/** One list in the cache. */
export interface SessionsPages {
  readonly pages: readonly Success<SessionsPage>[];
  readonly pageParams: readonly unknown[];
}

/**
 * Keeps the object of every session that has not changed. The cache's own sharing goes by position, so one revoked session
 * would make new objects, and new renders, of all that stood behind it.
 */
export function shareSessions(before: unknown, after: unknown): unknown {
  if (!isSessionsPages(before) || !isSessionsPages(after)) return after;
  const known = new Map(before.pages.flatMap(({ data }) => data.sessions).map((session) => [session.id, session]));
  const pages = after.pages.map((page, index) => {
    const old = before.pages[index];
    const sessions = page.data.sessions.map((session) => replaceEqualDeep(known.get(session.id), session));
    const data = keep(old?.data, { ...page.data, sessions: keep(old?.data.sessions, sessions) });
    return keep(old, { ...page, data });
  });
  return keep(before, {
    ...after,
    pages: keep(before.pages, pages),
    pageParams: replaceEqualDeep(before.pageParams, after.pageParams),
  });
}

/** The old one, if it has the same members. */
function keep<Value extends object>(before: Value | undefined, after: Value): Value {
  if (before === undefined) return after;
  const entries = Object.entries(after);
  const isSame =
    entries.length === Object.keys(before).length &&
    entries.every(([key, value]) => (before as Record<string, unknown>)[key] === value);
  return isSame ? before : after;
}

function isSessionsPages(value: unknown): value is SessionsPages {
  return typeof value === 'object' && value !== null && 'pages' in value && Array.isArray(value.pages);
}

export function invalidateSessions(queryClient: QueryClient): Promise<unknown> {
  return Promise.all(affectedByRevocation.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** Every session that any list in the cache knows. */
export function cachedSessions(queryClient: QueryClient): readonly SessionInfo[] {
  return queryClient
    .getQueriesData<SessionsPages>({ queryKey: sessionsKey })
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap(({ data }) => data.sessions);
}

/** Changes the lists at once, so that the screen need not wait for the refetch that follows. */
export async function updateCachedSessions(
  queryClient: QueryClient,
  update: (session: SessionInfo) => SessionInfo | undefined,
): Promise<void> {
  /** An answer that left the server before the change would bring the old list back. */
  await queryClient.cancelQueries({ queryKey: sessionsKey });
  queryClient.setQueriesData<SessionsPages>({ queryKey: sessionsKey }, (known) => {
    if (!isSessionsPages(known)) return known;
    const removed = known.pages.flatMap(({ data }) => data.sessions).filter((session) => update(session) === undefined);
    const pages = known.pages.map((page) => ({
      ...page,
      data: {
        ...page.data,
        totalCount: page.data.totalCount - removed.length,
        sessions: page.data.sessions.map(update).filter((session) => session !== undefined),
      },
    }));
    return { ...known, pages };
  });
}
