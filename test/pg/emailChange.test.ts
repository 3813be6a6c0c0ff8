/**
 * Two accounts that take one address at the same moment: the second waits for the index of the first and then loses it,
 * which is an answer and no fault. On real Postgres, because PGlite is one connection.
 */
import { postgresDriver } from 'react-session-security/server/postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import pg from 'pg';
import { signIn } from '../support/server/accounts';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { ownDatabase } from '../support/server/ownDatabase';
import { logRows, people, stepUpToken } from '../support/server/sensitive';

const { bob } = people;

let test: TestServer;
let rival: pg.Client;

beforeAll(async () => {
  const { connectionString } = await ownDatabase(inject('pgUrl'), 'rss_email_change');
  test = await createTestServer({ database: postgresDriver({ connectionString }) });
  rival = new pg.Client({ connectionString });
  await rival.connect();
});
afterAll(async () => {
  await rival.end();
  await test.close();
});

/** Until the server's statement waits for the rival's transaction, or `work` ended without it. */
async function untilItWaits(work: Promise<unknown>): Promise<void> {
  const ended = new AbortController();
  void work.finally(() => ended.abort());
  while (!ended.signal.aborted) {
    const { rowCount } = await rival.query(
      'SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))',
    );
    if (rowCount !== null && rowCount > 0) return;
  }
}

describe('an address that another account takes at the same moment', () => {
  it('is email_taken, the proof stays good, and nothing is changed', async () => {
    await test.server.users.createUser(bob);
    const browser = test.browser();
    await signIn(test, browser, bob);
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const change = (newEmail: string) => browser.call('auth.changeEmail', { newEmail, stepUpToken: token });

    await rival.query('BEGIN');
    await rival.query(
      `INSERT INTO session_security.users (id, email, roles, created_at) VALUES ('rival', 'one@example.org', '{}', now())`,
    );
    const racing = change('one@example.org');
    await untilItWaits(racing);
    await rival.query('COMMIT');

    const { status, error } = await racing;
    expect([status, error?.errorCode, error?.reason]).toEqual([400, 'INVALID_REQUEST', 'email_taken']);
    expect(await test.server.users.findById(bob.id)).toMatchObject({ email: bob.email });
    expect((await change('two@example.org')).data).toEqual({ email: 'two@example.org' });
    expect((await logRows(test, bob.id)).map((row) => row.failure_reason)).toEqual(['invalid_request', null]);
  });
});
