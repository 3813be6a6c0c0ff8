/** Any back end as plain functions: Better Auth, Supabase, scripted stories (ARCHITECTURE 3.1). */
import type { ProcedureInput, ProcedureOutput, ProcedurePath } from '../contract/procedures';
import { terminatingLink } from './links';
import type { SessionSecurityLink } from './links';
import { unmappedProcedure } from './toClientError';

export interface HandlerContext {
  /** Aborts when the caller loses interest. */
  readonly signal: AbortSignal;
}

/** Each handler returns the bare `data`; throwing `SessionSecurityError` refuses with a code. */
export type SessionSecurityHandlers = {
  readonly [Path in ProcedurePath]?: (
    input: ProcedureInput<Path>,
    context: HandlerContext,
  ) => Promise<ProcedureOutput<Path>['data']> | ProcedureOutput<Path>['data'];
};

type AnyHandler = (input: unknown, context: HandlerContext) => unknown;

/**
 * @example
 * createSessionSecurity({ link: handlersLink({ 'session.getSessions': async () => ({ sessions, totalCount, … }) }) })
 */
export function handlersLink(handlers: SessionSecurityHandlers): SessionSecurityLink {
  return terminatingLink(async ({ path, input }, signal) => {
    const handler = Object.hasOwn(handlers, path)
      ? (handlers[path as ProcedurePath] as AnyHandler | undefined)
      : undefined;
    if (handler === undefined) throw unmappedProcedure(path, 'handlersLink');
    return { success: true, data: await handler(input, { signal }) };
  });
}
