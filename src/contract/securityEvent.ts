/** What the server saw happen (SPEC 8, R3, R83): the rows behind timelines, notifications and risk rules. */
import type { Instant } from './instant';

/** Every kind of event that the reference server records (SPEC 8, R83). */
export const securityEventTypes = [
  'sign_in',
  'sign_in_failed',
  'password_locked',
  'second_factor_required',
  'second_factor_locked',
  'second_factor_disabled',
  'second_factor_unlocked',
  'second_factor_enrolled',
  'second_factor_removed',
  'backup_codes_issued',
  'backup_code_used',
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'passkey_refused',
  'phone_otp_requested',
  'sign_out',
  'session_revoked',
  'session_evicted',
  'session_renamed',
  'unknown_session_presented',
  'operation_refused',
  'refresh_reuse',
  'new_device',
  'rate_limited',
  'second_factor_verified',
  'second_factor_failed',
  'step_up_granted',
  'step_up_failed',
  'step_up_token_reused',
  'password_changed',
  'email_changed',
  'security_settings_changed',
  'payment_settings_changed',
  'account_deleted',
  'role_changed',
  'tokens_revoked',
] as const;

/** One of {@link securityEventTypes}. */
export type SecurityEventType = (typeof securityEventTypes)[number];

/** `info`: expected; `warning`: the user should look at it; `critical`: act now. */
export type SecurityEventSeverity = 'info' | 'warning' | 'critical';

/** One thing that the server saw happen to an account. A type that the reader does not know is shown as information. */
export interface SecurityEvent {
  readonly id: string;
  readonly type: SecurityEventType | (string & {});
  readonly severity: SecurityEventSeverity;
  /** The public handle, never the secret. */
  readonly sessionId: string | null;
  readonly createdAt: Instant;
}
