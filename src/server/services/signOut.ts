/** Ends the session of the presented cookie, whatever state it is in: signing out always works, also twice (R28). */
import { and, inArray, isNull } from 'drizzle-orm';
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import { sessions } from '../database/schema';
import type { SessionCredential } from './authenticate';
import type { RequestOrigin, ServiceDeps } from './deps';
import { recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';

export interface SignOutInput {
  readonly credential:
    | Exclude<SessionCredential, { readonly status: 'duplicate' }>
    | { readonly status: 'duplicate'; readonly values: readonly string[] };
  readonly origin: RequestOrigin;
}

export async function signOut(deps: ServiceDeps, { credential, origin }: SignOutInput) {
  const secretHashes = presentedValues(credential).filter(hasSecretForm).map(hashSecret);
  if (secretHashes.length > 0) {
    await deps.database.transaction(async (database) => {
      const reason: RevocationReason = 'signed_out';
      const ended = await database
        .update(sessions)
        .set({ revokedAt: deps.clock.now(), revokedReason: reason })
        .where(and(inArray(sessions.secretHash, secretHashes), isNull(sessions.revokedAt)))
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

/**
 * With a planted second cookie nobody can tell which one is the user's, and the browser will lose both. Whoever holds
 * a secret may end its session, so all of them end: else the real one would live on with nobody to end it (T7).
 */
function presentedValues(credential: SignOutInput['credential']): readonly string[] {
  switch (credential.status) {
    case 'absent':
      return [];
    case 'present':
      return [credential.value];
    case 'duplicate':
      return credential.values;
  }
}
