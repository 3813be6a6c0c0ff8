/**
 * The hot path: who is calling. One prepared statement on a unique index, so the time is the same with ten sessions
 * and with a million (V10). The second statement adds what the status call shows, in the same round trip.
 */
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { toIso } from '../../contract/instant';
import type { Database } from '../database/DatabaseDriver';
import { sessions, users } from '../database/schema';
import type { UserAccount } from '../ports/users';
import { sessionColumns, type SessionRow } from './sessionRow';

export interface SessionWithSurroundings {
  readonly session: SessionRow;
  /** `null` where the accounts are not in our table. */
  readonly user: UserAccount | null;
  readonly liveCount: number;
  /** When the newest live session began; `null` if there is none. */
  readonly newestAt: number | null;
}

export interface SessionLookups {
  bySecretHash(secretHash: string): Promise<SessionRow | undefined>;
  withSurroundings(
    secretHash: string,
    since: { readonly activeAfter: number; readonly createdAfter: number },
  ): Promise<SessionWithSurroundings | undefined>;
}

export function prepareSessionLookups(database: Database, accounts: 'ours' | 'foreign'): SessionLookups {
  const bySecretHash = database
    .select(sessionColumns)
    .from(sessions)
    .where(eq(sessions.secretHash, sql.placeholder('secretHash')))
    .prepare('session_security_by_secret');

  const siblings = alias(sessions, 'siblings');
  const live = database
    .select({
      count: sql<number>`count(*)::int`.as('live_count'),
      newestAt: sql<number | null>`max(${siblings.createdAt})`.mapWith(nullableInstant).as('newest_at'),
    })
    .from(siblings)
    .where(
      and(
        eq(siblings.userId, sessions.userId),
        isNull(siblings.revokedAt),
        gt(siblings.lastActivityAt, sql.placeholder('activeAfter')),
        gt(siblings.createdAt, sql.placeholder('createdAfter')),
      ),
    )
    .as('live');
  const withSurroundings = database
    .select({
      session: sessionColumns,
      user: {
        id: users.id,
        displayName: users.displayName,
        email: users.email,
        phone: users.phone,
        roles: users.roles,
      },
      liveCount: live.count,
      newestAt: live.newestAt,
    })
    .from(sessions)
    // Foreign accounts may have the ids of leftovers in our table: then nothing may be joined.
    .leftJoin(users, accounts === 'ours' ? eq(users.id, sessions.userId) : sql`false`)
    .leftJoinLateral(live, sql`true`)
    .where(eq(sessions.secretHash, sql.placeholder('secretHash')))
    .prepare('session_security_with_surroundings');

  return {
    async bySecretHash(secretHash) {
      const [row] = await bySecretHash.execute({ secretHash });
      return row;
    },
    async withSurroundings(secretHash, since) {
      const [row] = await withSurroundings.execute({
        secretHash,
        // Placeholders go to the driver as they are, without the column's encoding.
        activeAfter: toIso(since.activeAfter),
        createdAfter: toIso(since.createdAfter),
      });
      return row === undefined ? undefined : { ...row, liveCount: row.liveCount ?? 0, newestAt: row.newestAt ?? null };
    },
  };
}

const nullableInstant = {
  mapFromDriverValue: (value: unknown): number | null => (typeof value === 'string' ? Date.parse(value) : null),
};
