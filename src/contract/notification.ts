/** A message to the user about the security of the account (SPEC N1). */
import type { Instant } from './instant';
import type { SecurityEventSeverity, SecurityEventType } from './securityEvent';

/** One entry of the notification centre (C20, N1); unread while `readAt` is `null`. */
export interface SecurityNotification {
  readonly id: string;
  readonly type: SecurityEventType | (string & {});
  readonly severity: SecurityEventSeverity;
  readonly createdAt: Instant;
  readonly readAt: Instant | null;
}
