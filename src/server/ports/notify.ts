/** Tells a user about the security of the account (R41). By default nobody is told. */
import type { SecurityEventSeverity, SecurityEventType } from '../../contract/securityEvent';

/** What a user should be told, by mail or push (R41). */
export interface SecurityNotice {
  readonly userId: string;
  readonly type: SecurityEventType;
  readonly severity: SecurityEventSeverity;
  readonly sessionId: string | null;
  readonly deviceName: string | null;
  readonly ipAddress: string | null;
  /** The mail address that the account had until now, where it changed or the account is gone: tell that one too. */
  readonly previousEmail?: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Tells users about the security of their account (SPEC N1). @default nobody is told */
export interface NotifyPort {
  /** Runs after the effect was committed. A failure is logged and changes nothing. */
  send(notice: SecurityNotice): Promise<unknown>;
}

export const silentNotify: NotifyPort = { send: async () => {} };
