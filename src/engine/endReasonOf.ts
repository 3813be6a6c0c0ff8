/** From the back end's refusal to why the session is over. */
import type { SessionSecurityErrorCode } from '../contract/errors';
import type { EndReason } from './SessionRecord';

export function endReasonOf(code: SessionSecurityErrorCode, reason: string | undefined): EndReason {
  if (code === 'SESSION_REVOKED') return 'revoked';
  if (code === 'REFRESH_TOKEN_REUSED') return 'reused';
  if (code === 'UNAUTHENTICATED') return 'signedOut';
  return reason === 'idle' || reason === 'absolute' ? reason : 'expired';
}
