/** Ends the session of the presented cookie, whatever state it is in: signing out always works, also twice (R28). */
import { and, eq, isNull } from 'drizzle-orm';
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import { sessions } from '../database/schema';
import type { AuthenticateInput } from './authenticate';
import type { ServiceDeps } from './deps';
import { recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';

export async function signOut(deps: ServiceDeps, { credential, origin }: AuthenticateInput) {
  const { clock } = deps;
  if (credential.status === 'present' && hasSecretForm(credential.value)) {
    const secretHash = hashSecret(credential.value);
    await deps.database.transaction(async (database) => {
      const reason: RevocationReason = 'signed_out';
      const [ended] = await database
        .update(sessions)
        .set({ revokedAt: clock.now(), revokedReason: reason })
        .where(and(eq(sessions.secretHash, secretHash), isNull(sessions.revokedAt)))
        .returning({ id: sessions.id, userId: sessions.userId });
      if (ended === undefined) return;
      await recordSecurityEvents({ ...deps, database }, origin, [
        { type: 'sign_out', success: true, userId: ended.userId, sessionId: ended.id },
      ]);
    });
  }
  return { signedOut: true as const };
}
