/** Makes what a link's own back end threw look like what our server sends, so that one reader serves every link. */
import { TRPCClientError } from '@trpc/client';
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause } from '../contract/errors';
import { getSessionSecurityError } from './getSessionSecurityError';
import type { SessionSecurityLinkRouter } from './links';

/** A back end may throw anything, a `Response` too; reading that takes a moment. */
export async function toClientError(error: unknown, path: string): Promise<TRPCClientError<SessionSecurityLinkRouter>> {
  if (error instanceof TRPCClientError) return error as TRPCClientError<SessionSecurityLinkRouter>;
  const cause = await Promise.resolve(getSessionSecurityError(error));
  return cause === undefined ? toFailure(error, path) : refusal(cause, path);
}

/** An error without a code: nobody is signed out for it. */
export function toFailure(error: unknown, path: string): TRPCClientError<SessionSecurityLinkRouter> {
  return TRPCClientError.from<SessionSecurityLinkRouter>(
    error instanceof Error
      ? error
      : new Error(`react-session-security: the back end of "${path}" threw something that is not an Error.`, {
          cause: error,
        }),
  );
}

function refusal(cause: SessionSecurityErrorCause, path: string): TRPCClientError<SessionSecurityLinkRouter> {
  const { status, trpcCode } = errorTable[cause.errorCode];
  return TRPCClientError.from<SessionSecurityLinkRouter>({
    error: { message: cause.message, code: -32_600, data: { code: trpcCode, httpStatus: status, path, cause } },
  } as never);
}
