/**
 * tRPC, set up once: the wire shape of errors (SPEC E2), and the two kinds of procedure there are. Nothing but a
 * `SessionSecurityError` says anything about itself; stacks and unknown causes never leave (R86).
 */
import { initTRPC, TRPCError } from '@trpc/server';
import {
  trpcCodes,
  isBrandedSessionSecurityError,
  SessionSecurityError,
  type SessionSecurityErrorCause,
} from '../contract/errors';
import type { SessionSecurityContext } from './context';
import { describeUnknownError } from './ports/log';
import { refusalStatus } from './refusalResponse';
import { authenticate } from './services/authenticate';
import { renewSecret } from './services/secretRenewal';
import { takeSessionOperation } from './services/sessionLimit';

export const trpc = initTRPC.context<SessionSecurityContext>().create({
  // Stories and tests run the real router in a browser.
  allowOutsideOfServer: true,
  isDev: false,
  errorFormatter({ shape, error }) {
    const cause = causeOf(error);
    const { code, httpStatus, path } = shape.data;
    return {
      code: shape.code,
      message: cause?.message ?? 'Something went wrong.',
      data: { code, httpStatus, ...(path !== undefined && { path }), ...(cause !== undefined && { cause }) },
    };
  },
});

function causeOf({ code, cause }: TRPCError): SessionSecurityErrorCause | undefined {
  if (isBrandedSessionSecurityError(cause)) return cause.toCause();
  if (code === 'INTERNAL_SERVER_ERROR') return undefined;
  // tRPC's own refusals: input that no schema takes, an unknown path, an unreadable body.
  return new SessionSecurityError('INVALID_REQUEST', { reason: reasons[code] ?? 'request' }).toCause();
}

const reasons: Partial<Record<TRPCError['code'], string>> = {
  BAD_REQUEST: 'input',
  PARSE_ERROR: 'json',
  NOT_FOUND: 'path',
  METHOD_NOT_SUPPORTED: 'http_method',
  UNSUPPORTED_MEDIA_TYPE: 'content_type',
};

/** Gives every refusal its code, and the cookies and headers that belong to it. */
const refusals = trpc.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (isBrandedSessionSecurityError(cause)) {
    if (cause.retryAfter !== undefined) {
      const name = limitOf(path);
      if (cause.errorCode === 'RATE_LIMITED' && name !== undefined) {
        const limit = ctx.deps.policy.limits[name];
        ctx.response.rateLimit({ name, limit, remaining: 0, resetSeconds: cause.retryAfter });
      }
    }
    // A cookie that never was ours goes (R3). One of a session that ended stays, so that every open page can learn why;
    // it opens nothing, and the next sign-in replaces it.
    if (cause.errorCode === 'UNAUTHENTICATED') {
      if (sessionCookieReasons.has(cause.reason)) ctx.response.dropSessionCookie();
      if (refreshCookieReasons.has(cause.reason)) ctx.response.dropRefreshCookie();
    }
    const status = refusalStatus(ctx.deps, ctx.response, cause);
    throw new TRPCError({ code: trpcCodes[status], message: cause.message, cause });
  }
  if (result.error.code === 'INTERNAL_SERVER_ERROR') {
    ctx.deps.log.write({
      level: 'error',
      event: 'unexpected_error',
      path,
      error: describeUnknownError(cause ?? result.error),
      ...hintFor(cause),
    });
  }
  return result;
});

/** Limits of sign-in say nothing of themselves: a guesser would plan by it. */
function limitOf(path: string): 'general' | 'refresh' | undefined {
  if (path === 'auth.refresh') return 'refresh';
  return path.startsWith('session.') ? 'general' : undefined;
}

/** What is wrong with which cookie. An access token that was refused says nothing of the refresh token beside it (R60). */
const sessionCookieReasons: ReadonlySet<string | undefined> = new Set([
  'unknown_session',
  'duplicate_cookie',
  'two_credentials',
]);
const refreshCookieReasons: ReadonlySet<string | undefined> = new Set([
  'unknown_refresh_token',
  'duplicate_refresh_cookie',
]);

/** `undefined_table` and `invalid_schema_name` of Postgres. */
function hintFor(error: unknown): { hint?: string } {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && (current.code === '42P01' || current.code === '3F000')) {
      return { hint: 'react-session-security: the tables are missing. Call `await server.migrate()` before serving.' };
    }
  }
  return {};
}

export const publicProcedure = trpc.procedure.use(refusals);

/** For a live session, counted. Authorisation by user is in the conditions of each statement. */
export const sessionProcedure = publicProcedure.use(async ({ ctx, type, next }) => {
  const { deps, origin, caller, credential, response } = ctx;
  const session = await authenticate(deps, ctx);
  const taken = await takeSessionOperation(deps, { session, origin });
  if (taken !== undefined) response.rateLimit({ name: 'general', limit: deps.policy.limits.general, ...taken });
  // Reads are given up by pages that go away, and their answers with them; in bearer transport the next refresh renews.
  if (!session.renewalDue || type !== 'mutation' || credential.status === 'bearer') return next({ ctx: { session } });
  const renewed = await deps.database.transaction((database) =>
    renewSecret({ ...deps, database }, { session, caller }),
  );
  if (renewed === null) return next({ ctx: { session } });
  response.renewSecret(renewed.secret, renewed.cookieMaxAgeMs);
  const cookies = { ...caller.cookies, session: { status: 'present', value: renewed.secret.value } as const };
  return next({ ctx: { session: { ...session, renewalDue: false }, caller: { ...caller, cookies } } });
});
