/** C1: a user's live sessions, the current one first, then by last activity, in pages. */
import { and, desc, eq, lte, ne, sql, type SQL } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { GetSessionsInput, SessionFilter } from '../../contract/session';
import { sessions } from '../database/schema';
import type { ServiceDeps } from './deps';
import { toSessionInfo } from './sessionInfo';
import { isLiveOf, sessionColumns, type SessionRow } from './sessionRow';

export interface ListSessionsInput extends GetSessionsInput {
  readonly session: SessionRow;
}

const defaultLimit = 20;

export async function listSessions(deps: ServiceDeps, input: ListSessionsInput) {
  const { database, clock, policy } = deps;
  const { session: current, limit = defaultLimit, filter = 'all' } = input;
  const now = clock.now();
  const inactiveBefore = now - policy.session.inactiveAfterMs;
  const position = input.cursor === undefined ? null : readCursor(input.cursor);
  const matching = and(isLiveOf(current.userId, policy, now), filterCondition(filter, inactiveBefore));

  const isFirstPage = position === null;
  const own = isFirstPage && matchesFilter(current, filter, inactiveBefore) ? [current] : [];
  const room = limit - own.length;
  const others = await database
    .select(sessionColumns)
    .from(sessions)
    .where(and(matching, ne(sessions.id, current.id), position === null ? undefined : isAfter(position)))
    .orderBy(desc(sessions.lastActivityAt), desc(sessions.id))
    .limit(room + 1);
  const [total] = await database
    .select({ count: sql<number>`count(*)::int` })
    .from(sessions)
    .where(matching);

  const shown = others.slice(0, room);
  const last = shown.at(-1);
  return {
    sessions: [...own, ...shown].map((row) => toSessionInfo(row, current.id, policy)),
    totalCount: total?.count ?? 0,
    maxSessions: policy.session.maxSessions,
    onLimit: policy.session.onLimit,
    ...(others.length > room && { nextCursor: writeCursor(last ?? beforeAll) }),
    serverTime: toIso(now),
  };
}

function filterCondition(filter: SessionFilter, inactiveBefore: number): SQL | undefined {
  if (filter === 'inactive') return lte(sessions.lastActivityAt, inactiveBefore);
  return filter === 'untrusted' ? eq(sessions.isTrusted, false) : undefined;
}

/** The same for the row that is already here. */
function matchesFilter(row: SessionRow, filter: SessionFilter, inactiveBefore: number): boolean {
  if (filter === 'inactive') return row.lastActivityAt <= inactiveBefore;
  return filter === 'untrusted' ? !row.isTrusted : true;
}

type Position = Pick<SessionRow, 'lastActivityAt' | 'id'>;

/** A first page with room for the current session only goes on with the first of the others. */
const beforeAll: Position = { lastActivityAt: Date.UTC(9999, 11, 31), id: '' };

/** By position, not by offset: rows that come and go don't shift the pages. */
function isAfter({ lastActivityAt, id }: Position): SQL {
  return sql`(${sessions.lastActivityAt}, ${sessions.id}) < (${toIso(lastActivityAt)}::timestamptz, ${id}::text)`;
}

function writeCursor({ lastActivityAt, id }: Position): string {
  return Buffer.from(JSON.stringify([lastActivityAt, id])).toString('base64url');
}

function readCursor(cursor: string): Position {
  const parsed = parseCursor(cursor);
  if (
    Array.isArray(parsed) &&
    parsed.length === 2 &&
    Number.isSafeInteger(parsed[0]) &&
    parsed[0] >= 0 &&
    parsed[0] <= beforeAll.lastActivityAt &&
    typeof parsed[1] === 'string' &&
    /^[A-Za-z0-9_-]{0,128}$/u.test(parsed[1])
  ) {
    return { lastActivityAt: parsed[0] as number, id: parsed[1] };
  }
  throw new SessionSecurityError('INVALID_REQUEST', { reason: 'cursor' });
}

function parseCursor(cursor: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/u.test(cursor)) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
