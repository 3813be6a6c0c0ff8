/**
 * Sign-ins that are under way while credentials change or sessions are ended: they come to nothing, wherever they are
 * (R26, R30, T46). Challenges and codes that were sent are rows; a password that was right is known by the epoch it was
 * checked in.
 */
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { credentialEpochs, phoneOtps, signInChallenges } from '../database/schema';
import type { ServiceDeps } from './deps';

/** To be read before a password is looked at. Asks the database alike for accounts that don't exist (R80). */
export async function credentialEpochOf({ database }: ServiceDeps, userId: string | null): Promise<number> {
  const [row] = await database
    .select({ epoch: credentialEpochs.epoch })
    .from(credentialEpochs)
    .where(eq(credentialEpochs.userId, userId ?? ''));
  return row?.epoch ?? 0;
}

/** Under the lock of the user. */
export async function voidSignIns({ database, clock }: ServiceDeps, userId: string): Promise<void> {
  const now = clock.now();
  await database
    .insert(credentialEpochs)
    .values({ userId, epoch: 1 })
    .onConflictDoUpdate({ target: credentialEpochs.userId, set: { epoch: sql`${credentialEpochs.epoch} + 1` } });
  await database
    .update(signInChallenges)
    .set({ consumedAt: now })
    .where(
      and(
        eq(signInChallenges.userId, userId),
        isNull(signInChallenges.consumedAt),
        gt(signInChallenges.expiresAt, now),
      ),
    );
  // From now on they are codes of a number without an account: who tries one doesn't learn that it has one (R96).
  await database
    .update(phoneOtps)
    .set({ userId: null })
    .where(and(eq(phoneOtps.userId, userId), gt(phoneOtps.expiresAt, now)));
}
