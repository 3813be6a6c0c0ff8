/** What the server saw happen (SPEC 8, R3, R83): the rows behind timelines, notifications and risk rules. */
import type { Instant } from './instant';

export const securityEventTypes = [
  'sign_in',
  'sign_in_failed',
  'second_factor_required',
  'second_factor_locked',
  'second_factor_disabled',
  'phone_otp_requested',
  'sign_out',
  'session_revoked',
  'session_evicted',
  'session_renamed',
  'unknown_session_presented',
  'operation_refused',
  'new_device',
  'rate_limited',
] as const;

export type SecurityEventType = (typeof securityEventTypes)[number];

export type SecurityEventSeverity = 'info' | 'warning' | 'critical';

export interface SecurityEvent {
  readonly id: string;
  readonly type: SecurityEventType | (string & {});
  readonly severity: SecurityEventSeverity;
  /** The public handle, never the secret. */
  readonly sessionId: string | null;
  readonly createdAt: Instant;
}
