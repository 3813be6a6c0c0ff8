/**
 * Calls that have passed all checks and come together at the lock of a user, where they take their turns in a known order: what
 * a race only meets by luck. On real Postgres, because PGlite is one connection.
 */
import pg from 'pg';
import type { Answer } from './createBrowser';

export type Call = () => Promise<Answer>;

export async function createTurns(connectionString: string) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const query = (statement: string, values?: unknown[]) => client.query(statement, values);

  /** Until so many statements wait for this connection, or the last of them ended without one. */
  async function untilWaiting(count: number, last: Promise<unknown>): Promise<void> {
    const ended = new AbortController();
    void last.finally(() => ended.abort());
    while (!ended.signal.aborted) {
      const { rowCount } = await query(
        'SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))',
      );
      if (rowCount === count) return;
    }
  }

  /** All begin while the user is locked, each when the one before it waits. */
  async function inTurn<Calls extends readonly Call[]>(
    { id }: { readonly id: string },
    ...calls: Calls
  ): Promise<{ [Index in keyof Calls]: Answer }> {
    const key = `session_security:${id}`;
    await query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [key]);
    const begun: Promise<Answer>[] = [];
    for (const call of calls) {
      const answer = call();
      begun.push(answer);
      await untilWaiting(begun.length, answer);
    }
    await query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [key]);
    return (await Promise.all(begun)) as { [Index in keyof Calls]: Answer };
  }

  return { query, untilWaiting, inTurn, close: () => client.end() };
}

export type Turns = Awaited<ReturnType<typeof createTurns>>;
