/** What is worth telling about a change of the snapshot. */
import type { EngineNotice } from './EngineNotice';
import type { SessionSnapshot } from './SessionSnapshot';

export function noticesOf(before: SessionSnapshot, now: SessionSnapshot): readonly EngineNotice[] {
  const { status, reason, link, sessionId, warning } = now;
  const isOver = status === 'expired' || status === 'revoked' || status === 'signedOut';
  const notices: EngineNotice[] = [];
  if (sessionId !== undefined && sessionId !== before.sessionId && !isOver)
    notices.push({ type: 'started', sessionId });
  if (warning !== undefined && warning.id !== before.warning?.id) {
    notices.push({ type: 'warned', reason: warning.reason, expiresAt: warning.expiresAt });
  }
  if (isOver && status !== before.status && reason !== undefined) notices.push({ type: 'ended', reason });
  if (link !== before.link && link !== 'offline') {
    notices.push({ type: link === 'online' ? 'recovered' : 'degraded' });
  }
  return notices;
}
