/** A 401 for the token alone: not carried out, and no word that the session is over (R60: those codes say so). */
import type { SessionSecurityErrorCause } from '../contract/errors';
import { answerFacts } from './answerFacts';

export function isTokenRefusal(error: unknown): boolean {
  const { cause, status } = answerFacts(error);
  return isRefusedToken({ status, code: cause?.errorCode, reason: cause?.reason });
}

/** The same of an answer that was not thrown. `code` is absent where the 401 is in words that are not ours. */
export function isRefusedToken({
  status,
  code,
  reason,
}: {
  readonly status?: number | undefined;
  readonly code?: SessionSecurityErrorCause['errorCode'] | undefined;
  readonly reason?: string | undefined;
}): boolean {
  return code === undefined ? status === 401 : code === 'UNAUTHENTICATED' && reason === 'access_token';
}
