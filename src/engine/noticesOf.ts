/** What is worth telling about a change of the snapshot. */
import type { EngineNotice } from './EngineNotice';
import type { SessionSnapshot } from './SessionSnapshot';

export function noticesOf(before: SessionSnapshot, now: SessionSnapshot): EngineNotice[] {
  const { warning, reason, sessionId } = now;
  const isOver = isEnded(now);
  return [
    ...(sessionId !== undefined && sessionId !== before.sessionId && !isOver
      ? [{ type: 'started', sessionId } as const]
      : []),
    ...(warning !== undefined && warning.id !== before.warning?.id
      ? [{ type: 'warned', reason: warning.reason, expiresAt: warning.expiresAt } as const]
      : []),
    ...(isOver && before.status !== now.status && reason !== undefined ? [{ type: 'ended', reason } as const] : []),
    ...(now.link === 'degraded' && before.link !== 'degraded' ? [{ type: 'degraded' } as const] : []),
    ...(now.link === 'online' && before.link !== 'online' ? [{ type: 'recovered' } as const] : []),
  ];
}

function isEnded({ status }: SessionSnapshot): boolean {
  return status === 'expired' || status === 'revoked' || status === 'signedOut';
}
