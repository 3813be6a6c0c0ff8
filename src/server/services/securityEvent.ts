/** The record of what happened (R83). Written in the transaction of the effect, so neither is there without the other. */
import type { SecurityEventSeverity, SecurityEventType } from '../../contract/securityEvent';
import { toIso } from '../../contract/instant';
import { createHandle } from '../crypto/secretHash';
import { securityEvents } from '../database/schema';
import type { RequestOrigin, ServiceDeps } from './deps';

export interface NewSecurityEvent {
  readonly type: SecurityEventType;
  readonly success: boolean;
  /** @default 'info', or 'warning' for a failure */
  readonly severity?: SecurityEventSeverity;
  readonly userId?: string | null;
  readonly sessionId?: string | null;
  readonly method?: string;
  /** One machine-readable word. */
  readonly reason?: string;
}

export async function recordSecurityEvents(
  { database, clock, random, keyring, log }: ServiceDeps,
  origin: RequestOrigin,
  events: readonly NewSecurityEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const now = clock.now();
  const rows = events.map((event) => ({
    id: createHandle(random),
    type: event.type,
    severity: event.severity ?? (event.success ? 'info' : 'warning'),
    userId: event.userId ?? null,
    sessionId: event.sessionId ?? null,
    method: event.method ?? null,
    success: event.success,
    reason: event.reason ?? null,
    ipAddress: origin.ipAddress,
    userAgent: origin.userAgent,
    createdAt: now,
  }));
  await database.insert(securityEvents).values(rows);
  for (const row of rows) {
    log.write({
      level: row.severity === 'critical' ? 'warn' : 'info',
      event: row.type,
      at: toIso(now),
      userId: row.userId,
      ...(row.sessionId !== null && { sessionRef: keyring.mac('log', row.sessionId).slice(0, 16) }),
      ...(row.reason !== null && { reason: row.reason }),
      ipAddress: row.ipAddress,
      userAgent: row.userAgent,
    });
  }
}
