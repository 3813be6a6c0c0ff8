/** The scripted back end answers like the real server: the same calls over both give the same shapes and codes (K5). */
import { createSessionSecurity, getSessionSecurityError } from 'react-session-security/client';
import type { SessionSecurityClient } from 'react-session-security/client';
import type { OnLimit } from 'react-session-security/contract';
import {
  accountFixture,
  createInProcessBrowser,
  createManualClock,
  createScriptedBackend,
  sessionFixture,
} from 'react-session-security/testing';
import type { UsersPort } from 'react-session-security/server';
import type { ManualClock } from 'react-session-security/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, grace, signIn, totpAt } from '../support/server/accounts';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer } from '../support/server/createTestServer';
import type { TestServer } from '../support/server/createTestServer';
import { createSoftwareAuthenticator } from '../support/server/softwareAuthenticator';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  await test.server.users.createUser(grace);
});
afterAll(() => test.close());

const minute = 60_000;
const hour = 60 * minute;

interface World {
  readonly security: SessionSecurityClient;
  readonly clock: ManualClock;
  readonly account: { readonly identifier: string; readonly password: string };
  readonly phone: string;
  /** What the last text said. */
  phoneCode(): string;
  secondFactorCode(): string;
  /** What an authenticator app with this secret shows. */
  codeOf(secret: string): string;
  /** Ends this browser's session from another device. */
  endElsewhere(sessionId: string): Promise<void>;
}

interface Setting {
  readonly hasSecondFactor?: boolean;
  /** Other devices that are signed in. @default 1 */
  readonly others?: number;
  readonly maxSessions?: number;
  readonly onLimit?: OnLimit;
  /** Whether the accounts take authenticator apps. @default true */
  readonly keepsTotp?: boolean;
}

/** What a call came to, without what is random or differs by nature. */
type Step = readonly [name: string, result: unknown];
type Script = (world: World, step: (name: string, call: Promise<unknown>) => Promise<unknown>) => Promise<void>;

async function serverWorld({
  hasSecondFactor,
  others = 1,
  maxSessions = 5,
  onLimit,
  keepsTotp = true,
}: Setting): Promise<World> {
  const user = hasSecondFactor === true ? grace : ada;
  const { clock, outbox } = test;
  const policy = { session: { maxSessions, ...(onLimit !== undefined && { onLimit }) } };
  const { users } = test.server;
  const { server, browser } = test.variant({ policy, ...(!keepsTotp && { users: withoutTotp(users) }) });
  let other = browser();
  for (let index = 0; index < others; index += 1) {
    other = browser();
    await signIn({ clock }, other, user);
    clock.advance(30_000);
  }
  const { link } = createInProcessBrowser({ server, origin: appOrigin, clock });
  return {
    security: createSessionSecurity({ link, clock }),
    clock,
    account: { identifier: user.email, password: user.password },
    phone: user.phone,
    phoneCode: () => outbox.texts.at(-1)?.code ?? '',
    secondFactorCode: () => totpAt(clock.now()),
    codeOf: (secret) => totpAt(clock.now(), secret),
    async endElsewhere(sessionId) {
      expect((await signIn({ clock }, other, user)).status).toBe(200);
      expect((await other.call('session.revokeSession', { sessionId })).status).toBe(200);
    },
  };
}

function withoutTotp(users: UsersPort): UsersPort {
  return {
    findById: (id) => users.findById(id),
    findByIdentifier: (identifier) => users.findByIdentifier(identifier),
    verifyPassword: (id, password) => users.verifyPassword(id, password),
    secondFactors: (id) => users.secondFactors(id),
    totpSecret: (id) => users.totpSecret(id),
  };
}

function scriptedWorld(
  startAt: number,
  { hasSecondFactor, others = 1, maxSessions = 5, onLimit, keepsTotp = true }: Setting,
): World {
  const clock = createManualClock(startAt);
  const createdAt = new Date(startAt).toISOString();
  const expiresAt = new Date(startAt + 24 * hour).toISOString();
  const sessions = Array.from({ length: others }, (_, index) =>
    sessionFixture({ id: `other_${index}`, createdAt, lastActivityAt: createdAt, expiresAt }),
  );
  clock.advance(30_000 * others);
  const backend = createScriptedBackend({
    clock,
    sessions,
    isSignedOut: true,
    maxSessions,
    ...(onLimit !== undefined && { onLimit }),
    account: {
      secondFactorCode: hasSecondFactor === true ? '424242' : null,
      takenEmails: [grace.email],
      canManageTotp: keepsTotp,
    },
  });
  return {
    security: createSessionSecurity({ link: backend.link, clock }),
    clock,
    account: { identifier: accountFixture.email, password: accountFixture.password },
    phone: accountFixture.phone,
    phoneCode: () => accountFixture.phoneCode,
    secondFactorCode: () => '424242',
    codeOf: () => accountFixture.authenticatorCode,
    endElsewhere: async (sessionId) => backend.removeElsewhere(sessionId),
  };
}

async function run(world: World, script: Script): Promise<Step[]> {
  const steps: Step[] = [];
  await script(world, async (name, call) => {
    try {
      const data = await call;
      steps.push([name, shapeOf(data)]);
      return data;
    } catch (error) {
      const { message: _, retryAfter, ...cause } = getSessionSecurityError(error) ?? { message: '', error };
      steps.push([name, { ...cause, ...(retryAfter !== undefined && { retryAfter: 'number' }) }]);
      return undefined;
    }
  });
  return steps;
}

/** Texts and numbers by their type, but for words and counts that mean the same on both sides. */
const telling = new Set([
  'status',
  'warningType',
  'reason',
  'method',
  'onLimit',
  'signInMethod',
  'totalCount',
  'maxSessions',
  'evictedCount',
  'revokedCount',
  'currentCount',
  'attemptsRemaining',
  'idleExpiresAt',
  'expiresIn',
  'authenticatedAt',
  'isCurrent',
  'idleTimeoutMs',
  'actionType',
  'methods',
  'missing',
  'totp',
  'remaining',
  'maxPasskeys',
]);
const nullable = new Set(['browser', 'os', 'ipAddress', 'location', 'displayName', 'contactHint']);
function shapeOf(value: unknown, key = ''): unknown {
  if (nullable.has(key)) return 'anything';
  if (key === 'userRoles' || key === 'roles') return Array.isArray(value);
  if (Array.isArray(value)) return value.map((item) => shapeOf(item, key));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b));
    return Object.fromEntries(fields.map(([name, inner]) => [name, shapeOf(inner, name)]));
  }
  if (value === null || typeof value === 'boolean' || telling.has(key)) return value;
  return typeof value;
}

async function compare(setting: Setting, script: Script): Promise<{ scripted: Step[]; server: Step[] }> {
  const startAt = test.clock.now();
  const real = await serverWorld(setting);
  /** At the same moment, so that instants can be compared too. */
  const inMemory = scriptedWorld(startAt, setting);
  return { server: await run(real, script), scripted: await run(inMemory, script) };
}

const idOf = (data: unknown): string => (data as { sessionId?: string } | undefined)?.sessionId ?? '';
const wrong = (code: string): string => (code === '111111' ? '222222' : '111111');

describe('the scripted back end and the real server', () => {
  it('list, rename and end sessions alike', async () => {
    const { scripted, server } = await compare({ others: 2 }, async ({ security, account, clock }, step) => {
      await step('nobody', security.call('session.getStatus'));
      await step('nobody lists', security.call('session.getSessions'));
      await step('wrong password', security.call('auth.signIn', { ...account, password: 'wrong' }));
      await step('nobody known', security.call('auth.signIn', { ...account, identifier: 'nobody@example.com' }));
      const own = idOf(await step('sign in', security.call('auth.signIn', account)));
      await step('status', security.call('session.getStatus'));
      await step('warnings', security.call('session.getSessionWarnings'));
      const page = await step('list', security.call('session.getSessions'));
      const [, second, third] = (page as { sessions: { id: string }[] }).sessions.map(({ id }) => id);
      const part = await step('a page', security.call('session.getSessions', { limit: 2 }));
      await step(
        'the next',
        security.call('session.getSessions', { cursor: (part as { nextCursor: string }).nextCursor }),
      );
      await step('no cursor of ours', security.call('session.getSessions', { cursor: '%' }));
      await step('inactive', security.call('session.getSessions', { filter: 'inactive' }));
      await step('untrusted', security.call('session.getSessions', { filter: 'untrusted' }));
      await step('beat at once', security.call('session.updateActivity'));
      clock.advance(minute);
      await step('beat', security.call('session.updateActivity'));
      const rename = (sessionId: string, deviceName: string) =>
        security.call('session.renameSession', { sessionId, deviceName });
      await step('rename', rename(own, 'Desk'));
      await step('rename another', rename(second ?? '', 'Sofa'));
      await step('rename to nothing', rename(own, ' \u200b '));
      await step('rename nobody', rename('unknown', 'x'));
      const revoke = (sessionId: string) => security.call('session.revokeSession', { sessionId });
      await step('revoke', revoke(third ?? ''));
      await step('revoke again', revoke(third ?? ''));
      await step('revoke many', security.call('session.revokeSessions', { sessionIds: [third ?? '', second ?? ''] }));
      await step('revoke others', security.call('session.revokeAllOtherSessions'));
      await step('sign out', security.call('auth.signOut'));
      await step('signed out', security.call('session.getStatus'));
      await step('sign out again', security.call('auth.signOut'));
    });
    expect(scripted).toEqual(server);
  });

  it('want a fresh proof for what concerns other devices, and only for that (R23)', async () => {
    const { scripted, server } = await compare({}, async ({ security, account, clock }, step) => {
      const own = idOf(await step('sign in', security.call('auth.signIn', account)));
      const page = await step('list', security.call('session.getSessions'));
      const other = (page as { sessions: { id: string }[] }).sessions[1]?.id ?? '';
      clock.advance(15 * minute);
      const rename = (sessionId: string) => security.call('session.renameSession', { sessionId, deviceName: 'Desk' });
      await step('rename own', rename(own));
      await step('rename another', rename(other));
      await step('rename nobody', rename('unknown'));
      await step('revoke', security.call('session.revokeSession', { sessionId: other }));
      await step('revoke nobody', security.call('session.revokeSession', { sessionId: 'unknown' }));
      await step('revoke many', security.call('session.revokeSessions', { sessionIds: [own, other] }));
      await step('revoke others', security.call('session.revokeAllOtherSessions'));
      await step('still there', security.call('session.getStatus'));
      const again = idOf(await step('sign in again', security.call('auth.signIn', account)));
      await step('list again', security.call('session.getSessions'));
      await step('revoke now', security.call('session.revokeSession', { sessionId: other }));
      clock.advance(15 * minute);
      await step('revoke own', security.call('session.revokeSession', { sessionId: again }));
      await step('gone', security.call('session.getSessions'));
    });
    expect(scripted).toEqual(server);
  });

  it('say alike why a session is over', async () => {
    const { scripted, server } = await compare({}, async ({ security, account, clock, endElsewhere }, step) => {
      await endElsewhere(idOf(await step('sign in', security.call('auth.signIn', account))));
      await step('revoked: status', security.call('session.getStatus'));
      await step('revoked: list', security.call('session.getSessions'));
      await step('revoked: beat', security.call('session.updateActivity'));
      await step('revoked: revoke', security.call('session.revokeSession', { sessionId: 'unknown' }));
      await step('sign in', security.call('auth.signIn', account));
      clock.advance(24 * hour - 5 * minute);
      await step('soon idle', security.call('session.getStatus'));
      clock.advance(5 * minute);
      await step('idle', security.call('session.getStatus'));
      await step('idle: warnings', security.call('session.getSessionWarnings'));
      await step('sign in', security.call('auth.signIn', account));
      for (let beats = 0; beats < 31; beats += 1) {
        clock.advance(23 * hour);
        await step('beat', security.call('session.updateActivity'));
      }
      clock.advance(7 * hour - 5 * minute);
      await step('soon over', security.call('session.getStatus'));
      clock.advance(5 * minute);
      await step('over', security.call('session.getStatus'));
      await step('sign out', security.call('auth.signOut'));
      await step('nobody', security.call('session.getStatus'));
    });
    expect(scripted).toEqual(server);
  });

  it('sign in by a code to a phone alike', async () => {
    const { scripted, server } = await compare({}, async ({ security, phone, phoneCode, clock }, step) => {
      const verify = (code: string) => security.call('auth.verifyPhoneOtp', { phone, code });
      await step('no number', security.call('auth.requestPhoneOtp', { phone: 'call me' }));
      await step('not asked for', verify('123456'));
      await step('ask', security.call('auth.requestPhoneOtp', { phone }));
      await step('ask again at once', security.call('auth.requestPhoneOtp', { phone }));
      await step('wrong', verify(wrong(phoneCode())));
      await step('right', verify(phoneCode().replace(/^.../, '$& ')));
      await step('again', verify(phoneCode()));
      await step('status', security.call('session.getStatus'));
      clock.advance(minute);
      await step('a stranger’s number', security.call('auth.requestPhoneOtp', { phone: '+12125550199' }));
      await step('ask', security.call('auth.requestPhoneOtp', { phone }));
      clock.advance(5 * minute);
      await step('too late', verify(phoneCode()));
      clock.advance(15 * minute);
      await step('ask', security.call('auth.requestPhoneOtp', { phone }));
      for (let guess = 0; guess < 5; guess += 1) await step('wrong', verify(wrong(phoneCode())));
      await step('too many', verify(phoneCode()));
      await step('ask once more', security.call('auth.requestPhoneOtp', { phone }));
    });
    expect(scripted).toEqual(server);
  });

  it('ask for the second factor alike', async () => {
    const { scripted, server } = await compare(
      { hasSecondFactor: true },
      async ({ security, account, secondFactorCode, clock }, step) => {
        const first = async (): Promise<string> =>
          ((await step('sign in', security.call('auth.signIn', account))) as { challengeId: string }).challengeId;
        const verify = (challengeId: string, code: string) =>
          security.call('auth.verifySignIn2FA', { challengeId, code });
        clock.advance(minute);
        await step('no challenge', verify('unknown', '123456'));
        const guessed = await first();
        await step('not yet', security.call('session.getStatus'));
        for (let guess = 0; guess < 5; guess += 1) await step('wrong', verify(guessed, wrong(secondFactorCode())));
        await step('too many', verify(guessed, secondFactorCode()));
        const late = await first();
        clock.advance(5 * minute);
        await step('too late', verify(late, secondFactorCode()));
        const challengeId = await first();
        await step('right', verify(challengeId, secondFactorCode()));
        await step('again', verify(challengeId, secondFactorCode()));
        await step('status', security.call('session.getStatus'));
        clock.advance(15 * minute);
        await step('revoke others', security.call('session.revokeAllOtherSessions'));
      },
    );
    expect(scripted).toEqual(server);
  });

  it('ask a user with a second factor for it before a sensitive action, and count guesses over all prompts (F1, R33)', async () => {
    const { scripted, server } = await compare(
      { hasSecondFactor: true },
      async ({ security, account, secondFactorCode, clock }, step) => {
        const nextCode = (): string => {
          clock.advance(30_000);
          return secondFactorCode();
        };
        const actionType = 'security_settings' as const;
        const change = (stepUpToken?: string) =>
          security.call('auth.updateSecuritySettings', { notifyNewDevice: false, ...(stepUpToken && { stepUpToken }) });
        const open = async (method?: '2fa_sms' | 'backup_code'): Promise<string> => {
          const opened = security.call('auth.create2FAChallenge', { actionType, ...(method && { method }) });
          return ((await step('prompt', opened)) as { challengeId?: string } | undefined)?.challengeId ?? '';
        };
        const verify = (challengeId: string, code: string) =>
          security.call('auth.verify2FAChallenge', { challengeId, code });
        await step('nobody', security.call('auth.create2FAChallenge', { actionType }));
        const first = await step('sign in', security.call('auth.signIn', account));
        const { challengeId } = first as { challengeId: string };
        await step('second factor', security.call('auth.verifySignIn2FA', { challengeId, code: nextCode() }));
        await step('within the grace', change());
        clock.advance(15 * minute);
        await step('after it', change());
        await step('what is missing', security.call('auth.getStepUpMethods', { actionType }));
        await step('of an administrator', security.call('auth.getStepUpMethods', { actionType: 'role_change' }));
        await step('no such prompt', verify('unknown', '123456'));
        await open('2fa_sms');
        await open('backup_code');
        const guessed = await open();
        await step('nothing was sent', security.call('auth.resend2FAChallenge', { challengeId: guessed }));
        await step(
          'another method',
          security.call('auth.verify2FAChallenge', { challengeId: guessed, code: '1', method: 'sms' }),
        );
        for (let guess = 0; guess < 3; guess += 1) await step('wrong', verify(guessed, wrong(secondFactorCode())));
        const second = await open();
        for (let guess = 0; guess < 3; guess += 1) await step('wrong', verify(second, wrong(secondFactorCode())));
        await open();
        clock.advance(5 * minute);
        await step('too late', verify(second, nextCode()));
        const third = await open();
        await step('right', verify(third, nextCode()));
        await step('used', verify(third, nextCode()));
        await step('now', change());
        clock.advance(15 * minute);
        const password = security.call('auth.createStepUpToken', { actionType, password: account.password });
        await step('less than a second factor', password);
        const grant = { actionType, method: 'totp', code: nextCode() } as const;
        const granted = (await step('step up', security.call('auth.createStepUpToken', grant))) as { token: string };
        await step('with the token', change(granted.token));
        await step('with it again', change(granted.token));
      },
    );
    expect(scripted).toEqual(server);
  });

  it('ask a user without one for the password, once for each action (F1, R43–R45)', async () => {
    const { scripted, server } = await compare({}, async ({ security, account, clock }, step) => {
      const changeEmail = (newEmail: string, stepUpToken?: string) =>
        security.call('auth.changeEmail', { newEmail, ...(stepUpToken !== undefined && { stepUpToken }) });
      const stepUp = async (password: string, parametersDigest?: string): Promise<string> => {
        const grant = { actionType: 'email_change' as const, password, ...(parametersDigest && { parametersDigest }) };
        const granted = await step('step up', security.call('auth.createStepUpToken', grant));
        return (granted as { token?: string } | undefined)?.token ?? '';
      };
      const { password } = account;
      await step('sign in', security.call('auth.signIn', account));
      await step('refused', changeEmail('ada@example.org'));
      await step('no prompt', security.call('auth.create2FAChallenge', { actionType: 'email_change' }));
      await step('methods', security.call('auth.getStepUpMethods', { actionType: 'email_change' }));
      await stepUp('wrong');
      await step('no token', changeEmail('ada@example.org', 'not a token'));
      const token = await stepUp(password);
      const other = security.call('auth.updateSecuritySettings', { notifyNewDevice: false, stepUpToken: token });
      await step('for something else', other);
      await step('done', changeEmail(' Ada@Example.org ', token));
      await step('used', changeEmail('ada@example.org', token));
      await step('other parameters', changeEmail('ada@example.org', await stepUp(password, '0'.repeat(64))));
      await step('no address', changeEmail('no address', await stepUp(password)));
      const late = await stepUp(password);
      clock.advance(10 * minute);
      await step('too late', changeEmail('ada@example.org', late));
      const forPassword = { actionType: 'password_change' as const, password };
      const changePassword = async (currentPassword: string, newPassword: string) => {
        const { token: stepUpToken } = await security.call('auth.createStepUpToken', forPassword);
        return security.call('auth.changePassword', { currentPassword, newPassword, stepUpToken });
      };
      await step('wrong current one', changePassword('wrong', 'something else entirely'));
      await step('the same one', changePassword(password, password));
      await step('changed', changePassword(password, 'something else entirely'));
      await stepUp(password);
      await stepUp('something else entirely');
    });
    expect(scripted).toEqual(server);
  });

  it('refuse an address that is the same or somebody else’s alike, and give the proof back (F1)', async () => {
    const { scripted, server } = await compare({}, async ({ security, account }, step) => {
      const { password, identifier } = account;
      await step('sign in', security.call('auth.signIn', account));
      const actionType = 'email_change' as const;
      const { token } = await security.call('auth.createStepUpToken', { actionType, password });
      const spare = await security.call('auth.createStepUpToken', { actionType, password });
      const change = (newEmail: string, stepUpToken: string) =>
        security.call('auth.changeEmail', { newEmail, stepUpToken });
      await step('the same', change(` ${identifier.toUpperCase()}`, token));
      await step('taken', change(grace.email, token));
      await step('with the same proof', change('maya@example.net', token));
      await step('from before the change', change('maya@example.org', spare.token));
      await step('settings', security.call('auth.getSecuritySettings'));
      await step('sign out', security.call('auth.signOut'));
      await step('the old address', security.call('auth.signIn', account));
      await step('the new one', security.call('auth.signIn', { ...account, identifier: 'maya@example.net' }));
    });
    expect(scripted).toEqual(server);
  });

  it('set an authenticator app up and take it away alike (C18, R36, R37)', async () => {
    const { scripted, server } = await compare({}, async ({ security, account, clock, codeOf }, step) => {
      const actionType = 'security_settings' as const;
      const tokenOf = (granted: unknown): string => (granted as { token?: string } | undefined)?.token ?? '';
      const byPassword = async (): Promise<string> =>
        tokenOf(
          await step('step up', security.call('auth.createStepUpToken', { actionType, password: account.password })),
        );
      const byCode = async (method: 'totp' | 'backup_code', code: string): Promise<string> =>
        tokenOf(await step(method, security.call('auth.createStepUpToken', { actionType, method, code })));
      const begin = async (stepUpToken?: string) => {
        const begun = security.call('auth.beginTotpEnrolment', stepUpToken === undefined ? {} : { stepUpToken });
        return ((await step('begin', begun)) ?? {}) as { enrolmentId: string; secret: string };
      };
      const confirm = (enrolmentId: string, code: string) =>
        security.call('auth.confirmTotpEnrolment', { enrolmentId, code });
      const factors = () => step('factors', security.call('auth.getSecondFactors'));
      const issue = async (stepUpToken?: string) => {
        const issued = security.call('auth.regenerateBackupCodes', stepUpToken === undefined ? {} : { stepUpToken });
        return ((await step('new codes', issued)) as { backupCodes?: string[] } | undefined)?.backupCodes ?? [];
      };
      await step('nobody', security.call('auth.getSecondFactors'));
      await step('sign in', security.call('auth.signIn', account));
      await factors();
      await begin();
      const token = await byPassword();
      const late = await begin(token);
      await begin(token);
      await step('unknown', confirm('unknown', '000000'));
      await step('wrong', confirm(late.enrolmentId, wrong(codeOf(late.secret))));
      clock.advance(10 * minute);
      await step('too late', confirm(late.enrolmentId, codeOf(late.secret)));
      const guessed = await begin(await byPassword());
      for (let guess = 0; guess < 5; guess += 1) {
        await step('wrong', confirm(guessed.enrolmentId, wrong(codeOf(guessed.secret))));
      }
      await step('too many', confirm(guessed.enrolmentId, codeOf(guessed.secret)));
      await step('none yet', security.call('auth.regenerateBackupCodes', { stepUpToken: await byPassword() }));
      const { enrolmentId, secret } = await begin(await byPassword());
      const spare = await byPassword();
      const confirmed = await step('right', confirm(enrolmentId, codeOf(secret).replace(/^.../, '$& ')));
      const [old = ''] = (confirmed as { backupCodes: string[] }).backupCodes;
      await step('again', confirm(enrolmentId, codeOf(secret)));
      await begin(spare);
      await factors();
      await step('methods', security.call('auth.getStepUpMethods', { actionType }));
      await byPassword();
      await issue();
      clock.advance(30_000);
      const [unused = ''] = await issue(await byCode('totp', codeOf(secret)));
      await byCode('backup_code', old);
      const proof = await byCode('backup_code', unused.toLowerCase());
      await factors();
      await step('take away', security.call('auth.disableTwoFactor', { stepUpToken: proof }));
      await factors();
      await step('take away', security.call('auth.disableTwoFactor', { stepUpToken: await byPassword() }));
    });
    expect(scripted).toEqual(server);
  });

  it('leave the other methods open when the guesses of one are used up (R33, F7)', async () => {
    const { scripted, server } = await compare({}, async ({ security, account, codeOf }, step) => {
      const actionType = 'security_settings' as const;
      await step('sign in', security.call('auth.signIn', account));
      const { token: stepUpToken } = await security.call('auth.createStepUpToken', {
        actionType,
        password: account.password,
      });
      const { enrolmentId, secret } = await security.call('auth.beginTotpEnrolment', { stepUpToken });
      const { backupCodes } = await security.call('auth.confirmTotpEnrolment', { enrolmentId, code: codeOf(secret) });
      const [code = '', other = ''] = backupCodes;
      const open = (method?: 'totp') =>
        step('prompt', security.call('auth.create2FAChallenge', { actionType, ...(method && { method }) }));
      const challengeOf = (opened: unknown): string => (opened as { challengeId: string }).challengeId;
      const spent = challengeOf(await open());
      const verify = (given: { challengeId: string; code: string; method?: 'backup_code' }) =>
        step('verify', security.call('auth.verify2FAChallenge', given));
      for (let guess = 0; guess < 6; guess += 1) await verify({ challengeId: spent, code: wrong(codeOf(secret)) });
      await verify({ challengeId: spent, code, method: 'backup_code' });
      await open('totp');
      await step('methods', security.call('auth.getStepUpMethods', { actionType }));
      await verify({ challengeId: challengeOf(await open()), code });
      const stepUp = { actionType, method: 'BACKUP_CODE', code: other } as const;
      await step('step up', security.call('auth.createStepUpToken', stepUp));
    });
    expect(scripted).toEqual(server);
  });

  it('take a backup code at sign-in alike, once (R37)', async () => {
    const { scripted, server } = await compare({}, async ({ security, account, codeOf }, step) => {
      await step('sign in', security.call('auth.signIn', account));
      const { token: stepUpToken } = await security.call('auth.createStepUpToken', {
        actionType: 'security_settings',
        password: account.password,
      });
      const { enrolmentId, secret } = await security.call('auth.beginTotpEnrolment', { stepUpToken });
      const { backupCodes } = await security.call('auth.confirmTotpEnrolment', { enrolmentId, code: codeOf(secret) });
      const [code = ''] = backupCodes;
      for (const name of ['sign in', 'and again']) {
        const first = (await step(name, security.call('auth.signIn', account))) as { challengeId: string };
        const second = { challengeId: first.challengeId, code, method: 'backup_code' } as const;
        await step('backup code', security.call('auth.verifySignIn2FA', second));
      }
    });
    expect(scripted).toEqual(server);
  });

  it('keep passkeys alike (C18, F12)', async () => {
    const { scripted, server } = await compare({}, async ({ security, account, clock }, step) => {
      const authenticator = createSoftwareAuthenticator();
      const actionType = 'security_settings' as const;
      const stepUp = async (): Promise<string> =>
        (await security.call('auth.createStepUpToken', { actionType, password: account.password })).token;
      const begin = (stepUpToken?: string) =>
        security.call('auth.beginPasskeyRegistration', stepUpToken === undefined ? {} : { stepUpToken });
      const factors = () => step('factors', security.call('auth.getSecondFactors'));
      await step('sign in', security.call('auth.signIn', account));
      await step('none', security.call('auth.beginPasskeyAssertion', { actionType }));
      await step('without proof', begin());
      const late = await begin(await stepUp());
      clock.advance(5 * minute);
      const tooLate = authenticator.create(late.options);
      await step('too late', security.call('auth.confirmPasskeyRegistration', { credential: tooLate }));
      const begun = await begin(await stepUp());
      await step('begun', Promise.resolve({ ...begun, options: { ...begun.options, rp: 0, user: 0 } }));
      const other = authenticator.create(begun.options, { type: 'webauthn.get' });
      await step('another ceremony', security.call('auth.confirmPasskeyRegistration', { credential: other }));
      const credential = authenticator.create(begun.options);
      const spare = await stepUp();
      const added = await step(
        'added',
        security.call('auth.confirmPasskeyRegistration', { credential, name: ' Work  key ' }),
      );
      await step('twice', security.call('auth.confirmPasskeyRegistration', { credential }));
      await step('with an old proof', begin(spare));
      const passkeyId = (added as { passkey: { id: string } }).passkey.id;
      await step('rename', security.call('auth.renamePasskey', { passkeyId, name: 'Desk key' }));
      await step('to nothing', security.call('auth.renamePasskey', { passkeyId, name: ' \u200b ' }));
      await step('of nobody', security.call('auth.renamePasskey', { passkeyId: 'unknown', name: 'x' }));
      await factors();
      await step('methods', security.call('auth.getStepUpMethods', { actionType }));
      const prove = async (): Promise<string> => {
        const asked = await security.call('auth.beginPasskeyAssertion', { actionType });
        const assertion = authenticator.get(asked.options);
        const grant = { actionType, method: 'passkey', assertion } as const;
        const granted = await step('prove', security.call('auth.createStepUpToken', grant));
        await step('the same again', security.call('auth.createStepUpToken', grant));
        return (granted as { token?: string } | undefined)?.token ?? '';
      };
      const stepUpToken = await prove();
      await factors();
      await step('of nobody', security.call('auth.removePasskey', { passkeyId: 'unknown', stepUpToken }));
      await step('remove', security.call('auth.removePasskey', { passkeyId, stepUpToken }));
      await step('again', security.call('auth.removePasskey', { passkeyId, stepUpToken: await stepUp() }));
      await factors();
    });
    expect(scripted).toEqual(server);
  });

  it('have nothing to manage alike where the accounts are kept elsewhere', async () => {
    const { scripted, server } = await compare({ keepsTotp: false }, async ({ security, account }, step) => {
      await step('sign in', security.call('auth.signIn', account));
      await step('factors', security.call('auth.getSecondFactors'));
      await step('begin', security.call('auth.beginTotpEnrolment', {}));
      await step('confirm', security.call('auth.confirmTotpEnrolment', { enrolmentId: 'unknown', code: '123456' }));
      await step('take away', security.call('auth.disableTwoFactor', {}));
    });
    expect(scripted).toEqual(server);
  });

  it.each<OnLimit>(['evict-oldest', 'reject', 'ask'])('meet the session limit alike under %s (V5)', async (onLimit) => {
    const { scripted, server } = await compare(
      { others: 2, maxSessions: 2, onLimit },
      async ({ security, account }, step) => {
        await step('sign in', security.call('auth.signIn', account));
        await step('who is there', security.call('session.getSessions'));
        await step('insist', security.call('auth.signIn', { ...account, replaceOldestSession: true }));
        await step('warnings', security.call('session.getSessionWarnings'));
        await step('list', security.call('session.getSessions'));
      },
    );
    expect(scripted).toEqual(server);
  });
});
