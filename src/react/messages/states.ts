/** States that have words of their own. */
import type { VerificationMethod } from '../../contract/verification';
import type { EndReason } from '../../engine/SessionRecord';

/** Ways to prove who you are that are typed in, beside the password. */
export type CodeMethod = Extract<VerificationMethod, '2fa_totp' | '2fa_sms' | 'backup_code'>;

/** `signedOutHere`: by the user in this tab; `signedOut`: in another one. */
export type SessionEndWords = EndReason | 'signedOutHere';

/** What a badge can say of a session. */
export type SessionBadgeState =
  | 'checking'
  | 'active'
  | 'warning'
  /** The device has no connection. */
  | 'offline'
  /** Answers fail although the network seems to be there. */
  | 'degraded'
  /** The server has not answered for some time. */
  | 'unverified'
  | 'expired'
  | 'revoked'
  | 'signed-out';
