/** Actions that need more proof than a live session (SPEC 6, F1), and the record of every attempt at one. */
import type { Instant } from './instant';
import type { Location } from './session';
import type { VerificationMethod } from './verification';

/** The actions that the policy of SPEC 6 stands before. The seeds' seven names, on the wire as they are. */
export const sensitiveActionTypes = [
  'password_change',
  'email_change',
  'security_settings',
  'account_deletion',
  'role_change',
  'admin_action',
  'payment_settings',
] as const;

/** One of {@link sensitiveActionTypes}. */
export type SensitiveActionType = (typeof sensitiveActionTypes)[number];

/** One attempt at a sensitive action, passed or failed. */
export interface SensitiveActionLog {
  readonly id: string;
  readonly actionType: SensitiveActionType;
  /** Facts from an allow-list; never a password, code or token (OWASP Logging, exclude list). */
  readonly actionDetails?: Readonly<Record<string, string | number | boolean | null>>;
  readonly required2fa: boolean;
  readonly requiredStepUp: boolean;
  readonly verificationMethod: VerificationMethod | null;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly location: Location | null;
  readonly success: boolean;
  readonly failureReason: string | null;
  readonly createdAt: Instant;
}
