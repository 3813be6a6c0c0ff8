/**
 * Attack (R30, T46): a call was let in, and the session ended before the call had its effect. Each effect must look
 * again; a row that was read before is no permission.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateActivity } from '../../src/server/services/activity';
import { authenticate } from '../../src/server/services/authenticate';
import { renameSession, revokeAllOtherSessions, revokeSession } from '../../src/server/services/session';
import { ada, signIn } from '../support/server/accounts';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

/** A session as it was read, and ended since. */
async function staleSession() {
  const [browser, other] = [test.browser(), test.browser()];
  await signIn(test, browser);
  const { data } = await signIn(test, other);
  const headers = { cookie: `__Host-sid=${browser.cookies.get('__Host-sid') ?? ''}` };
  const context = await test.server.createContext(new Request(appOrigin, { headers }), {
    responseHeaders: new Headers(),
  });
  const session = await authenticate(context.deps, context);
  await browser.call('auth.signOut');
  test.clock.advance(60_000);
  return { ...context, session, otherId: String(data['sessionId']), other };
}

const rows = () => test.rows('SELECT * FROM session_security.sessions ORDER BY id');

describe('a session that ended while its call was under way', () => {
  it('is not revived by activity', async () => {
    const { deps, session } = await staleSession();
    const before = await rows();
    await expect(updateActivity(deps, { session })).rejects.toMatchObject({
      errorCode: 'SESSION_REVOKED',
      reason: 'signed_out',
    });
    expect(await rows()).toEqual(before);
  });

  it('renames none', async () => {
    const { deps, session, origin, otherId } = await staleSession();
    const before = await rows();
    for (const sessionId of [session.id, otherId]) {
      const input = { session, origin, sessionId, deviceName: 'Still here' };
      await expect(renameSession(deps, input)).rejects.toMatchObject({ errorCode: 'SESSION_REVOKED' });
    }
    expect(await rows()).toEqual(before);
  });

  it('ends no other', async () => {
    const { deps, session, origin, otherId, other } = await staleSession();
    for (const revoke of [
      () => revokeSession(deps, { session, origin, sessionId: otherId }),
      () => revokeAllOtherSessions(deps, { session, origin }),
    ]) {
      await expect(revoke()).rejects.toMatchObject({ errorCode: 'SESSION_REVOKED', reason: 'signed_out' });
    }
    expect((await other.call('session.getStatus')).status).toBe(200);
  });
});
