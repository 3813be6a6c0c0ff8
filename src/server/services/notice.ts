/** What the user hears of (R41), after the effect was committed. */
import type { SecurityEventSeverity, SecurityEventType } from '../../contract/securityEvent';
import type { ServiceDeps } from './deps';
import type { SessionRow } from './sessionRow';
import type { SignInCaller } from './signInCaller';

export interface Notice {
  readonly userId: string;
  readonly type: SecurityEventType;
  /** @default 'warning' */
  readonly severity?: SecurityEventSeverity;
  /** In which it happened; `null` for none. */
  readonly session: SessionRow | null;
  readonly caller: SignInCaller;
  readonly previousEmail?: string | null;
}

export function sendNotice(
  deps: ServiceDeps,
  { userId, type, severity = 'warning', session, caller, ...rest }: Notice,
): void {
  const notice = {
    userId,
    type,
    severity,
    sessionId: session?.id ?? null,
    deviceName: session?.deviceName ?? null,
    ipAddress: caller.origin.ipAddress,
    createdAt: deps.clock.now(),
    ...rest,
  };
  deps.background.run('notify_failed', () => deps.notify.send(notice));
}
