/**
 * A refusal that never reached tRPC, written the way tRPC writes errors, so that every reader of the wire (tRPC
 * client 10 and 11, REST, curl) finds the same `errorCode` at `error.data.cause` (SPEC E2).
 */
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { SessionSecurityError, type SessionSecurityErrorCause } from '../../contract/errors';

/** Why the edge refused; the `reason` on the wire. */
type EdgeRefusalReason =
  | 'batch_size'
  | 'batched_auth'
  | 'body_size'
  | 'content_type'
  | 'header_size'
  | 'host'
  | 'http_method'
  | 'json'
  | 'origin'
  | 'path'
  | 'request_header'
  | 'streaming'
  | 'user_agent_size';

export interface Refusal {
  readonly httpStatus: number;
  readonly trpcCode: keyof typeof TRPC_ERROR_CODES_BY_KEY;
  readonly cause: SessionSecurityErrorCause;
}

export function csrfRefusal(reason: 'origin' | 'request_header'): Refusal {
  return {
    httpStatus: 403,
    trpcCode: 'FORBIDDEN',
    cause: new SessionSecurityError('CSRF_REJECTED', { reason }).toCause(),
  };
}

const trpcCodes: Readonly<Record<number, Refusal['trpcCode']>> = {
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** `INVALID_REQUEST` with the HTTP status that fits better than its usual 400. */
export function malformedRefusal(
  reason: EdgeRefusalReason,
  httpStatus: 400 | 404 | 405 | 413 | 415 | 431 = 400,
): Refusal {
  return {
    httpStatus,
    trpcCode: trpcCodes[httpStatus] ?? 'BAD_REQUEST',
    cause: new SessionSecurityError('INVALID_REQUEST', { reason }).toCause(),
  };
}

/**
 * The answer for a refusal. A batch gets one error per call, because its client hands them out by position;
 * without `paths` (or for a batch beyond the cap, which is not worth amplifying) a single error.
 */
export function refuse(refusal: Refusal, batchPaths?: readonly string[]): Response {
  const body = batchPaths === undefined ? errorOf(refusal) : batchPaths.map((path) => errorOf(refusal, path));
  return new Response(JSON.stringify(body), {
    status: refusal.httpStatus,
    headers: { 'content-type': 'application/json' },
  });
}

function errorOf({ httpStatus, trpcCode, cause }: Refusal, path?: string) {
  return {
    error: {
      message: cause.message,
      code: TRPC_ERROR_CODES_BY_KEY[trpcCode],
      data: { code: trpcCode, httpStatus, ...(path !== undefined && { path }), cause },
    },
  };
}
