/** Ends the sessions of the presented cookies, whatever state they are in: signing out always works, also twice (R28). */
import { and, isNull } from 'drizzle-orm';
import { sessions } from '../database/schema';
import type { Credential } from './authenticate';
import type { RequestOrigin, ServiceDeps } from './deps';
import { type PresentedCookies, presentedSessions } from './presentedSessions';
import { recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';

export interface SignOutInput {
  readonly cookies: PresentedCookies;
  readonly credential: Credential;
  readonly origin: RequestOrigin;
}

export async function signOut(deps: ServiceDeps, { cookies, credential, origin }: SignOutInput) {
  const bearer = credential.status === 'bearer' ? await deps.accessTokens.validate(credential.token) : null;
  const presented = presentedSessions(deps, cookies, bearer === null ? [] : [bearer.sessionId]);
  if (presented !== undefined) {
    await deps.database.transaction(async (database) => {
      const reason: RevocationReason = 'signed_out';
      const ended = await database
        .update(sessions)
        .set({ revokedAt: deps.clock.now(), revokedReason: reason })
        .where(and(presented, isNull(sessions.revokedAt)))
        .returning({ id: sessions.id, userId: sessions.userId });
      await recordSecurityEvents(
        { ...deps, database },
        origin,
        ended.map(({ id, userId }) => ({ type: 'sign_out', success: true, userId, sessionId: id })),
      );
    });
  }
  return { signedOut: true as const };
}
