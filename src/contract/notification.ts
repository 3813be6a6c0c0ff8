/** A message to the user about the security of the account (SPEC N1). */
import type { Instant } from './instant';
import type { SecurityEventSeverity, SecurityEventType } from './securityEvent';

export interface SecurityNotification {
  readonly id: string;
  readonly type: SecurityEventType | (string & {});
  readonly severity: SecurityEventSeverity;
  readonly createdAt: Instant;
  readonly readAt: Instant | null;
}
