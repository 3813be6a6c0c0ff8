/** Sensitive actions in tests: a call for each, and the two ways to prove who is there. */
import type { SensitiveActionType } from 'react-session-security/contract';
import { ada, bob, grace, totpAt } from './accounts';
import type { Answer, Browser } from './createBrowser';
import type { TestServer } from './createTestServer';

/** An administrator with a second factor. */
export const root = {
  id: 'user-root',
  email: 'root@example.com',
  phone: '+33142685300',
  password: 'the one who keeps the keys',
  displayName: 'Root',
  roles: ['user', 'admin'],
  totpSecret: grace.totpSecret,
} as const;

/** Signs in by phone alone: no password, no second factor. */
export const pia = {
  id: 'user-pia',
  phone: '+393123456789',
  displayName: 'Pia',
  roles: ['user'],
} as const;

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly roles: readonly string[];
  readonly totpSecret?: string;
}

export const people = { ada, bob, grace, root } as const satisfies Record<string, Person>;

/** Somebody to whom things are done. */
export const victim = {
  id: 'user-victim',
  email: 'victim@example.com',
  password: 'nobody knows this one',
  roles: ['user'],
};

export interface SensitiveCall {
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One call that really does what the action is about. */
export function callOf(actionType: SensitiveActionType, { password }: Person): SensitiveCall {
  switch (actionType) {
    case 'password_change':
      return { path: 'auth.changePassword', input: { currentPassword: password, newPassword: `${password}, renewed` } };
    case 'email_change':
      return { path: 'auth.changeEmail', input: { newEmail: 'another@example.org' } };
    case 'security_settings':
      return { path: 'auth.updateSecuritySettings', input: { notifyNewDevice: false } };
    case 'account_deletion':
      return { path: 'auth.deleteAccount', input: {} };
    case 'payment_settings':
      return { path: 'auth.updatePaymentSettings', input: { billingName: 'Analytical Engines Ltd' } };
    case 'role_change':
      return { path: 'admin.changeUserRole', input: { userId: victim.id, newRole: 'admin' } };
    case 'admin_action':
      return { path: 'admin.revokeUserTokens', input: { userId: victim.id } };
  }
}

export const act = (browser: Browser, { path, input }: SensitiveCall, token?: string): Promise<Answer> =>
  browser.call(path, { ...input, ...(token !== undefined && { stepUpToken: token }) });

/** A code of a step that was not used yet: time goes on by one. */
export function nextCode({ clock }: Pick<TestServer, 'clock'>, secret?: string): string {
  clock.advance(30_000);
  return totpAt(clock.now(), secret);
}

export async function openChallenge(browser: Browser, actionType: SensitiveActionType, method?: string) {
  const answer = await browser.call('auth.create2FAChallenge', { actionType, ...(method !== undefined && { method }) });
  return { answer, challengeId: String(answer.data['challengeId']) };
}

/** Answers a prompt with a right code. */
export async function verifySecondFactor(
  test: Pick<TestServer, 'clock'>,
  browser: Browser,
  actionType: SensitiveActionType,
): Promise<Answer> {
  const { challengeId } = await openChallenge(browser, actionType);
  return browser.call('auth.verify2FAChallenge', { challengeId, code: nextCode(test) });
}

/** By the second factor where there is one, else by the password. */
export function requestStepUp(
  test: Pick<TestServer, 'clock'>,
  browser: Browser,
  {
    person,
    ...request
  }: { readonly actionType: SensitiveActionType; readonly person: Person } & Record<string, unknown>,
): Promise<Answer> {
  const proof =
    person.totpSecret === undefined ? { password: person.password } : { method: 'totp', code: nextCode(test) };
  return browser.call('auth.createStepUpToken', { ...request, ...proof });
}

export async function stepUpToken(
  test: Pick<TestServer, 'clock'>,
  browser: Browser,
  request: Parameters<typeof requestStepUp>[2],
): Promise<string> {
  return String((await requestStepUp(test, browser, request)).data['token']);
}

export interface LogRow {
  readonly action_type: string;
  readonly required_2fa: boolean;
  readonly required_step_up: boolean;
  readonly verification_method: string | null;
  readonly success: boolean;
  readonly failure_reason: string | null;
}

/** Oldest first. */
export const logRows = (test: Pick<TestServer, 'rows'>, userId: string): Promise<LogRow[]> =>
  test.rows<LogRow>(
    `SELECT action_type, required_2fa, required_step_up, verification_method, success, failure_reason
     FROM session_security.sensitive_action_logs WHERE user_id = '${userId}' ORDER BY created_at, ctid`,
  );
