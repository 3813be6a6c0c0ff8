/** Makes what a link's own back end threw look like what our server sends, so that one reader serves every link. */
import { TRPCClientError } from '@trpc/client';
import { errorTable, trpcCodes } from '../contract/errors';
import type { SessionSecurityErrorCause } from '../contract/errors';
import type { AnyOutcomeError } from '../contract/outcomeErrors';
import { getSessionSecurityError } from './getSessionSecurityError';
import type { SessionSecurityLinkRouter } from './links';

/** A back end may throw anything, a `Response` too; reading that takes a moment. */
export async function toClientError(error: unknown, path: string): Promise<TRPCClientError<SessionSecurityLinkRouter>> {
  if (error instanceof TRPCClientError) return error as TRPCClientError<SessionSecurityLinkRouter>;
  const cause = await Promise.resolve(getSessionSecurityError(error));
  return cause === undefined ? toFailure(error, path) : refusal(cause, path);
}

/**
 * A call that ended without the server's having carried it out, for want of proof (SPEC E6). Where that began with a
 * refusal, the refusal stays readable in it, as if it stood alone.
 */
export function toOutcome(error: AnyOutcomeError, path: string): TRPCClientError<SessionSecurityLinkRouter> {
  const shape: unknown = error.cause instanceof TRPCClientError ? error.cause.shape : undefined;
  if (shape === undefined) return toFailure(error, path);
  return new TRPCClientError(error.message, { result: { error: shape } as never, cause: error });
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
  const { status } = errorTable[cause.errorCode];
  return TRPCClientError.from<SessionSecurityLinkRouter>({
    error: {
      message: cause.message,
      code: -32_600,
      data: { code: trpcCodes[status], httpStatus: status, path, cause },
    },
  } as never);
}
