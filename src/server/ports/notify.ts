/** Tells a user about the security of the account (R41). By default nobody is told. */
import type { SecurityEventSeverity, SecurityEventType } from '../../contract/securityEvent';

export interface SecurityNotice {
  readonly userId: string;
  readonly type: SecurityEventType;
  readonly severity: SecurityEventSeverity;
  readonly sessionId: string | null;
  readonly deviceName: string | null;
  readonly ipAddress: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export interface NotifyPort {
  /** Runs after the effect was committed. A failure is logged and changes nothing. */
  send(notice: SecurityNotice): Promise<unknown>;
}

export const silentNotify: NotifyPort = { send: async () => {} };
