/**
 * One at a time for one user: sign-ins count sessions before they add one, and revocations end what is there. Held
 * until the transaction ends, over all instances on one database.
 */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/DatabaseDriver';

export async function lockUser(tx: Database, userId: string): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`session_security:${userId}`}, 0))`);
}

/** Always in the same order, or two wait for each other. */
export async function lockUsers(tx: Database, userIds: readonly string[]): Promise<void> {
  for (const userId of [...new Set(userIds)].toSorted()) await lockUser(tx, userId);
}
