/** Any back end as plain functions: Better Auth, Supabase, scripted stories (ARCHITECTURE 3.1). */
import type { ProcedureInput, ProcedureOutput, ProcedurePath } from '../contract/procedures';
import { mappedLink } from './links';
import type { SessionSecurityLink } from './links';

/** What a handler gets besides its input. */
export interface HandlerContext {
  /** Aborts when the caller loses interest. */
  readonly signal: AbortSignal;
}

/**
 * A function for each procedure that the back end has; what is left out is not offered. Each returns the bare `data`
 * of the contract, now or later. To refuse, throw `SessionSecurityError` with a code, or a body or `Response` that
 * carries one; to say that no answer came, throw `NoAnswerError`. Anything else that is thrown counts as unknown and
 * signs nobody out.
 */
export type SessionSecurityHandlers = {
  readonly [Path in ProcedurePath]?: (
    input: ProcedureInput<Path>,
    context: HandlerContext,
  ) => Promise<ProcedureOutput<Path>['data']> | ProcedureOutput<Path>['data'];
};

type AnyHandler = (input: unknown, context: HandlerContext) => unknown;

/**
 * A back end as plain functions, one for each procedure: Better Auth, Supabase, a store, a story. A procedure without
 * a handler fails with `UnmappedProcedureError`, and `client.supports` says `false` for it.
 *
 * @example
 * createSessionSecurity({
 *   link: handlersLink({
 *     'session.getSessions': async () => ({ sessions, totalCount, maxSessions, serverTime }),
 *     'session.revokeSession': async ({ sessionId }) => {
 *       await auth.revoke(sessionId);
 *       return { revokedId: sessionId };
 *     },
 *   }),
 * });
 */
export function handlersLink(handlers: SessionSecurityHandlers): SessionSecurityLink {
  return mappedLink({
    entries: handlers as { readonly [Path in ProcedurePath]?: AnyHandler },
    names: { link: 'handlersLink', entries: 'handlers' },
    answer: async (handler, { input }, signal) => ({ success: true, data: await handler(input, { signal }) }),
  });
}
