/** What a refusal is in a tRPC app of the host's own: the code, and the status that goes with it. */
import type { TRPCDefaultErrorShape, TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { isBrandedSessionSecurityError, trpcCodes, type SessionSecurityErrorCause } from '../contract/errors';
import { statusOf } from './refusalResponse';
import type { ServiceDeps } from './services/deps';

/** What tRPC hands to an `errorFormatter`, as far as it is read. */
export interface FormatTrpcErrorOptions {
  readonly shape: TRPCDefaultErrorShape;
  readonly error: TRPCError;
}

/** tRPC's own shape, with the refusal under `data.cause`, where `getSessionSecurityError` finds it. */
export interface RefusedTrpcErrorShape extends TRPCDefaultErrorShape {
  data: TRPCDefaultErrorShape['data'] & { cause?: SessionSecurityErrorCause };
}

export function formatTrpcError(
  deps: Pick<ServiceDeps, 'stepUpStatus'>,
  { shape, error: { cause } }: FormatTrpcErrorOptions,
): RefusedTrpcErrorShape {
  if (!isBrandedSessionSecurityError(cause)) return shape;
  const httpStatus = statusOf(deps, cause);
  const code = trpcCodes[httpStatus];
  return {
    message: cause.message,
    code: TRPC_ERROR_CODES_BY_KEY[code],
    data: { ...shape.data, code, httpStatus, cause: cause.toCause() },
  };
}
