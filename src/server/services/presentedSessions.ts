/** The sessions that a browser's cookies stand for, whatever state they are in: to end them, never to let anybody in. */
import { inArray, or, type SQL } from 'drizzle-orm';
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import { refreshTokens, sessions } from '../database/schema';
import type { PresentedCookie } from './authenticate';
import type { ServiceDeps } from './deps';
import { isPreviousSecret } from './secretRenewal';

export interface PresentedCookies {
  readonly session: PresentedCookie;
  readonly refresh: PresentedCookie;
}

/** `undefined` where there is nothing that could be ours. */
export function presentedSessions(
  deps: ServiceDeps,
  { session, refresh }: PresentedCookies,
  sessionIds: readonly string[] = [],
): SQL | undefined {
  const [secretHashes, tokenHashes] = [hashesOf(session), hashesOf(refresh)];
  const families = deps.database
    .select({ id: refreshTokens.sessionId })
    .from(refreshTokens)
    .where(inArray(refreshTokens.tokenHash, tokenHashes));
  const conditions = [
    ...(secretHashes.length > 0
      ? [inArray(sessions.secretHash, secretHashes), isPreviousSecret(deps, secretHashes)]
      : []),
    ...(tokenHashes.length > 0 ? [inArray(sessions.id, families)] : []),
    ...(sessionIds.length > 0 ? [inArray(sessions.id, [...sessionIds])] : []),
  ];
  return or(...conditions);
}

/**
 * With a planted second cookie nobody can tell which one is the user's, and the browser will lose both. Whoever holds
 * a secret may end its session, so all of them count: else the real one would live on with nobody to end it (T7).
 */
function hashesOf(cookie: PresentedCookie): string[] {
  switch (cookie.status) {
    case 'absent':
      return [];
    case 'present':
      return [cookie.value].filter(hasSecretForm).map(hashSecret);
    case 'duplicate':
      return cookie.values.filter(hasSecretForm).map(hashSecret);
  }
}
