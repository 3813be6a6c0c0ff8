/** From a row to what its user sees. The secret's hash isn't even read. */
import { toIso } from '../../contract/instant';
import type { SessionSecurityPolicy } from '../../contract/policy';
import { expiryOf, type SessionRow } from './sessionRow';

export function toSessionInfo(row: SessionRow, currentId: string, policy: SessionSecurityPolicy) {
  return {
    id: row.id,
    deviceName: row.deviceName,
    deviceType: row.deviceType,
    browser: row.browser,
    os: row.os,
    ipAddress: row.ipAddress,
    location: row.location,
    createdAt: toIso(row.createdAt),
    lastActivityAt: toIso(row.lastActivityAt),
    expiresAt: toIso(expiryOf(row, policy).expiresAt),
    isCurrent: row.id === currentId,
    isTrusted: row.isTrusted,
    signInMethod: row.signInMethod,
    ...(row.appVersion !== null && { appVersion: row.appVersion }),
  };
}
