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

/** By the hash of the cookie's secret, or by the handle in an access token that was found genuine. */
export type SessionKey =
  | { readonly kind: 'cookie'; readonly value: string }
  | { readonly kind: 'token'; readonly value: string; readonly userId: string; readonly issuedAt: number };

type LookupKey = Pick<SessionKey, 'kind' | 'value'>;

export interface SessionLookups {
  find(key: LookupKey): Promise<SessionRow | undefined>;
  withSurroundings(
    key: LookupKey,
    since: { readonly activeAfter: number; readonly createdAfter: number },
  ): Promise<SessionWithSurroundings | undefined>;
}

export function prepareSessionLookups(database: Database, accounts: 'ours' | 'foreign'): SessionLookups {
  const isKey = {
    cookie: eq(sessions.secretHash, sql.placeholder('key')),
    token: eq(sessions.id, sql.placeholder('key')),
  };
  const findBy = (kind: SessionKey['kind']) =>
    database.select(sessionColumns).from(sessions).where(isKey[kind]).prepare(`session_security_find_by_${kind}`);
  const find = { cookie: findBy('cookie'), token: findBy('token') };

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
  const withSurroundingsBy = (kind: SessionKey['kind']) =>
    database
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
      .where(isKey[kind])
      .prepare(`session_security_with_surroundings_by_${kind}`);
  const withSurroundings = { cookie: withSurroundingsBy('cookie'), token: withSurroundingsBy('token') };

  return {
    async find({ kind, value }) {
      const [row] = await find[kind].execute({ key: value });
      return row;
    },
    async withSurroundings({ kind, value }, since) {
      const [row] = await withSurroundings[kind].execute({
        key: value,
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
