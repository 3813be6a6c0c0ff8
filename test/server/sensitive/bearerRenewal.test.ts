/** After a proof in bearer transport (R2, R57): access tokens of before are refused, and the refresh token is exchanged. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { totpAt } from '../../support/server/accounts';
import { bearerPage, refreshCookie } from '../../support/server/bearer';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { callOf, nextCode, people } from '../../support/server/sensitive';

const minutes = 60_000;
const { ada, bob, grace } = people;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer({ transport: 'bearer' });
});
beforeEach(async () => {
  await test.reset();
  for (const person of [ada, bob, grace]) await test.server.users.createUser(person);
});
afterAll(() => test.close());

type Page = ReturnType<typeof bearerPage>;

async function signedIn(person: typeof ada | typeof bob | typeof grace): Promise<Page> {
  const page = bearerPage(test.browser());
  test.clock.advance(30_000);
  const { data } = await page.signIn(person);
  if (data['status'] !== '2fa_required') return page;
  const { challengeId } = data;
  page.keep(await page.browser.call('auth.verifySignIn2FA', { challengeId, code: totpAt(test.clock.now()) }));
  return page;
}

/** With the same tokens, as a thief has them, or a page whose answer was lost. */
function copyOf(page: Page): Page {
  const copy = bearerPage(test.browser());
  copy.accessToken = page.accessToken;
  copy.browser.cookies.set(refreshCookie, page.refreshToken());
  return copy;
}

async function prove(page: Page) {
  const { data } = await page.call('auth.create2FAChallenge', { actionType: 'email_change' });
  return page.call('auth.verify2FAChallenge', { challengeId: data['challengeId'], code: nextCode(test) });
}

/** A page whose grace is over, with an access token of now. */
async function withoutGrace(): Promise<Page> {
  const page = await signedIn(grace);
  test.clock.advance(16 * minutes);
  await page.refresh();
  return page;
}

const changeEmail = (page: Page) => {
  const { path, input } = callOf('email_change', grace);
  return page.call(path, input);
};
const stale = { errorCode: 'UNAUTHENTICATED', reason: 'access_token' };

describe('an access token of before the proof', () => {
  it('is refused, so that a copy has no grace; the page gets another one for its new refresh token', async () => {
    const page = await withoutGrace();
    const copy = copyOf(page);
    expect((await prove(page)).status).toBe(200);
    for (const answer of [
      await changeEmail(copy),
      await changeEmail(page),
      await copy.call('session.getStatus'),
      await copy.call('session.getSessions'),
    ]) {
      expect(answer.error).toMatchObject(stale);
    }
    expect((await page.refresh()).status).toBe(200);
    expect((await changeEmail(page)).status).toBe(200);
  });

  it('is refused too where the call of the proof brought no refresh token', async () => {
    const page = await withoutGrace();
    const withoutCookie = copyOf(page);
    withoutCookie.browser.cookies.clear();
    expect((await prove(withoutCookie)).status).toBe(200);
    expect((await changeEmail(withoutCookie)).error).toMatchObject(stale);
  });
});

describe('a refresh token whose successor was lost on its way', () => {
  it('gets that successor while no other token was used, without what was proved', async () => {
    const page = await withoutGrace();
    const answered = copyOf(page);
    expect((await prove(answered)).status).toBe(200);
    test.clock.advance(5 * minutes);
    expect((await page.refresh()).status).toBe(200);
    expect(page.refreshToken()).toBe(answered.refreshToken());
    expect((await changeEmail(page)).error?.errorCode).toBe('2FA_REQUIRED');
    expect((await prove(page)).status).toBe(200);
    await page.refresh();
    expect((await changeEmail(page)).status).toBe(200);
  });

  it('gives a theft away once the successor was used (R57)', async () => {
    const page = await withoutGrace();
    const thief = copyOf(page);
    await prove(page);
    await page.refresh();
    test.clock.advance(minutes);
    expect((await thief.refresh()).error?.errorCode).toBe('REFRESH_TOKEN_REUSED');
    expect((await page.refresh()).error?.errorCode).toBe('SESSION_REVOKED');
  });

  it('is not kept longer than an access token lives', async () => {
    const page = await withoutGrace();
    await prove(copyOf(page));
    test.clock.advance(15 * minutes);
    expect((await page.refresh()).error?.errorCode).toBe('REFRESH_TOKEN_REUSED');
  });
});

it('a renewal that is due is done by the next refresh, and stands in no proof’s way before it', async () => {
  const [admin, subject] = [await signedIn(ada), await signedIn(bob)];
  const tokenFor = async (page: Page, password: string) =>
    (await page.call('auth.createStepUpToken', { actionType: 'role_change', password })).data['token'];
  const stepUpToken = await tokenFor(admin, ada.password);
  test.clock.advance(1000);
  await admin.refresh();
  const change = { userId: bob.id, newRole: 'admin', stepUpToken };
  expect((await admin.call('admin.changeUserRole', change)).status).toBe(200);
  const dueOf = async () => test.rows(`SELECT renewal_due FROM session_security.sessions WHERE user_id = '${bob.id}'`);
  const before = subject.refreshToken();
  await subject.call('session.updateActivity');
  expect([subject.refreshToken(), await dueOf()]).toEqual([before, [{ renewal_due: true }]]);
  await subject.refresh();
  expect(await dueOf()).toEqual([{ renewal_due: false }]);
  expect(await tokenFor(subject, bob.password)).toMatch(/^[0-9a-f]{64}$/u);
});
