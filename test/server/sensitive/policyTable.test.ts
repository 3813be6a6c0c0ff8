/** The policy table of SPEC F1, a test for each cell, over HTTP: what is asked for, and that it then is enough. */
import { sensitiveActionTypes } from 'react-session-security/contract';
import type { SensitiveActionType } from 'react-session-security/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { addPasskey, assertPasskey } from '../../support/server/factors';
import {
  act,
  callOf,
  logRows,
  openChallenge,
  people,
  requestStepUp,
  stepUpToken,
  verifySecondFactor,
  victim,
} from '../../support/server/sensitive';

const minutes = 60_000;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(victim);
  for (const person of Object.values(people)) await test.server.users.createUser(person);
});
afterAll(() => test.close());

const cells = sensitiveActionTypes.flatMap((actionType) =>
  ([false, true] as const).flatMap((hasSecondFactor) =>
    (['user', 'admin'] as const).map((role) => ({
      actionType,
      hasSecondFactor,
      role,
      factor: hasSecondFactor ? 'with a second factor' : 'without a second factor',
      person: hasSecondFactor ? people[role === 'admin' ? 'root' : 'grace'] : people[role === 'admin' ? 'ada' : 'bob'],
    })),
  ),
);

const needsAdmin = (actionType: SensitiveActionType): boolean =>
  actionType === 'role_change' || actionType === 'admin_action';

/** The table itself, written down a second time. */
function askedFor({ actionType, hasSecondFactor, role }: (typeof cells)[number]): string | undefined {
  if (needsAdmin(actionType)) return role === 'admin' ? 'STEP_UP_REQUIRED' : 'FORBIDDEN';
  if (actionType === 'payment_settings') return undefined;
  return hasSecondFactor ? '2FA_REQUIRED' : 'STEP_UP_REQUIRED';
}

interface GivenProof {
  readonly refusal: string | undefined;
  readonly stepUpToken?: string;
}

/** What the cell asks for. */
async function prove(browser: Browser, cell: (typeof cells)[number]): Promise<GivenProof> {
  const { actionType, person } = cell;
  const asked = askedFor(cell);
  if (asked === undefined) return { refusal: undefined };
  if (asked === '2FA_REQUIRED') {
    return { refusal: (await verifySecondFactor(test, browser, actionType)).error?.errorCode };
  }
  const { data, error } = await requestStepUp(test, browser, { actionType, person });
  return { refusal: error?.errorCode, ...(error === undefined && { stepUpToken: String(data['token']) }) };
}

describe('with stale proof (F1)', () => {
  it.each(cells)('$actionType by a $role $factor', async (cell) => {
    const { actionType, person } = cell;
    const browser = test.browser();
    await signIn(test, browser, person as never);
    test.clock.advance(16 * minutes);
    const { status, error, headers } = await act(browser, callOf(actionType, person));
    const asked = askedFor(cell);
    expect([status, error?.errorCode, error?.action]).toEqual(
      asked === undefined ? [200, undefined, undefined] : [403, asked, actionType],
    );
    expect(headers.has('www-authenticate')).toBe(asked === '2FA_REQUIRED' || asked === 'STEP_UP_REQUIRED');
  });
});

describe('with fresh proof (F1)', () => {
  it.each(cells)('$actionType by a $role $factor', async (cell) => {
    const { actionType, person } = cell;
    const browser = test.browser();
    await signIn(test, browser, person as never);
    test.clock.advance(16 * minutes);
    const asked = askedFor(cell);
    const proof = await prove(browser, cell);
    // Nobody is prompted for what they may not do, not even by the call that would prompt (R51).
    expect(proof.refusal).toBe(asked === 'FORBIDDEN' ? 'FORBIDDEN' : undefined);
    const { status, error } = await act(browser, callOf(actionType, person), proof.stepUpToken);
    expect([status, error?.errorCode]).toEqual(asked === 'FORBIDDEN' ? [403, 'FORBIDDEN'] : [200, undefined]);
    const last = (await logRows(test, person.id)).at(-1);
    expect(last).toMatchObject({
      action_type: actionType,
      success: asked !== 'FORBIDDEN',
      required_2fa: asked === '2FA_REQUIRED',
      required_step_up: asked === 'STEP_UP_REQUIRED',
    });
  });
});

describe('between the cells', () => {
  it.each(['role_change', 'admin_action'] as const)(
    '%s asks an administrator who gave the second factor a moment ago: there is no grace',
    async (actionType) => {
      const browser = test.browser();
      await signIn(test, browser, people.root as never);
      expect((await act(browser, callOf(actionType, people.root))).error?.errorCode).toBe('STEP_UP_REQUIRED');
    },
  );

  it('an administrator with a second factor cannot step up by password alone (R50)', async () => {
    const browser = test.browser();
    await signIn(test, browser, people.root as never);
    const { status, error } = await browser.call('auth.createStepUpToken', {
      actionType: 'role_change',
      method: 'password',
      password: people.root.password,
    });
    expect([status, error?.errorCode]).toEqual([403, 'METHOD_NOT_ALLOWED']);
  });

  it.each(['role_change', 'admin_action'] as const)(
    '%s takes nothing less than a passkey from an administrator who has one; one’s own account a password still (R50)',
    async (actionType) => {
      const { ada } = people;
      const browser = test.browser();
      await signIn(test, browser, ada);
      const { authenticator } = await addPasskey(browser, { password: ada.password });
      expect((await browser.call('auth.getStepUpMethods', { actionType })).data['methods']).toEqual(['passkey']);
      const byPassword = { method: 'password', password: ada.password };
      const { status, error } = await browser.call('auth.createStepUpToken', { actionType, ...byPassword });
      expect([status, error?.errorCode]).toEqual([403, 'METHOD_NOT_ALLOWED']);
      expect((await openChallenge(browser, actionType, 'sms')).answer.error?.errorCode).toBe('METHOD_NOT_ALLOWED');
      const own = await browser.call('auth.createStepUpToken', { actionType: 'email_change', ...byPassword });
      expect(own.status).toBe(200);

      const assertion = await assertPasskey(browser, authenticator, { actionType });
      const { data } = await browser.call('auth.createStepUpToken', { actionType, method: 'passkey', assertion });
      expect((await act(browser, callOf(actionType, ada), String(data['token']))).status).toBe(200);
    },
  );

  it.each(['role_change', 'admin_action'] as const)(
    '%s is not for a user who gave the second factor a moment ago, for another action (R51)',
    async (actionType) => {
      const { grace } = people;
      const browser = test.browser();
      await signIn(test, browser, grace);
      await verifySecondFactor(test, browser, 'email_change');
      const { status, error, headers } = await act(browser, callOf(actionType, grace));
      expect([status, error?.errorCode]).toEqual([403, 'FORBIDDEN']);
      expect(headers.has('www-authenticate')).toBe(false);
      const methods = await browser.call('auth.getStepUpMethods', { actionType });
      expect([methods.status, methods.error?.errorCode]).toEqual([403, 'FORBIDDEN']);
    },
  );

  it('a token is used up by payment settings that ask for none', async () => {
    const { bob } = people;
    const browser = test.browser();
    await signIn(test, browser, bob);
    const token = await stepUpToken(test, browser, { actionType: 'payment_settings', person: bob });
    expect((await act(browser, callOf('payment_settings', bob), token)).status).toBe(200);
    expect((await act(browser, callOf('payment_settings', bob), token)).error?.errorCode).toBe(
      'STEP_UP_TOKEN_ALREADY_USED',
    );
    expect((await act(browser, callOf('payment_settings', bob))).status).toBe(200);
  });

  it('a second action within 15 minutes of a code asks for nothing, and a minute later it does', async () => {
    const browser = test.browser();
    await signIn(test, browser, people.grace);
    test.clock.advance(16 * minutes);
    await verifySecondFactor(test, browser, 'email_change');
    test.clock.advance(15 * minutes - 1);
    expect((await act(browser, callOf('security_settings', people.grace))).status).toBe(200);
    test.clock.advance(1);
    expect((await act(browser, callOf('security_settings', people.grace))).error?.errorCode).toBe('2FA_REQUIRED');
  });

  it('a code given in one session counts in no other of the same user (R49)', async () => {
    const [first, second] = [test.browser(), test.browser()];
    await signIn(test, first, people.grace);
    test.clock.advance(30_000);
    await signIn(test, second, people.grace);
    test.clock.advance(16 * minutes);
    await verifySecondFactor(test, first, 'email_change');
    expect((await act(second, callOf('email_change', people.grace))).error?.errorCode).toBe('2FA_REQUIRED');
  });

  it('payment settings ask for proof where their user wants it so, whatever the policy says', async () => {
    const browser = test.browser();
    await signIn(test, browser, people.bob);
    const token = await requestStepUp(test, browser, { actionType: 'security_settings', person: people.bob });
    const changed = await browser.call('auth.updateSecuritySettings', {
      protectPaymentSettings: true,
      stepUpToken: token.data['token'],
    });
    expect(changed.data).toEqual({ notifyNewDevice: true, protectPaymentSettings: true });
    expect((await act(browser, callOf('payment_settings', people.bob))).error?.errorCode).toBe('STEP_UP_REQUIRED');
  });

  it('says what it needs in the words of RFC 9470 too, with 403 or, where the host wants it, 401 (R47)', async () => {
    const browser = test.browser();
    await signIn(test, browser, people.bob);
    const { headers } = await act(browser, callOf('email_change', people.bob));
    expect(headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", error_description="More recent or stronger authentication is needed", acr_values="step_up", max_age="600"',
    );
    const rfc = test.variant({ stepUpStatus: 401 });
    const other = rfc.browser();
    await signIn(test, other, people.bob);
    const answer = await act(other, callOf('email_change', people.bob));
    expect([answer.status, answer.error?.errorCode]).toEqual([401, 'STEP_UP_REQUIRED']);
  });
});
