/**
 * Attack (R24): another user's handle is put into every procedure that takes one. Foreign, unknown, malformed and
 * ended handles must be answered with the same bytes and change nothing. The list of procedures comes from the
 * router, so that a new one can't be forgotten.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ada, bob, grace, signIn, totpAt } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
afterAll(() => test.close());

/** For each procedure with an id: the input around the id, and how "no such thing" reads. */
const procedures: Record<string, { input: (id: string) => object; missing: object }> = {
  'session.revokeSession': {
    input: (sessionId) => ({ sessionId }),
    missing: { status: 404, error: { errorCode: 'SESSION_NOT_FOUND' } },
  },
  'session.revokeSessions': {
    input: (sessionId) => ({ sessionIds: [sessionId] }),
    missing: { status: 200, data: { results: [{ status: 'not_found' }] } },
  },
  'session.renameSession': {
    input: (sessionId) => ({ sessionId, deviceName: 'Mine now' }),
    missing: { status: 404, error: { errorCode: 'SESSION_NOT_FOUND' } },
  },
  'auth.verifySignIn2FA': {
    input: (challengeId) => ({ challengeId, code: totpAt(test.clock.now()) }),
    missing: { status: 404, error: { errorCode: 'CHALLENGE_NOT_FOUND' } },
  },
  'auth.verify2FAChallenge': {
    input: (challengeId) => ({ challengeId, code: totpAt(test.clock.now()) }),
    missing: { status: 404, error: { errorCode: 'CHALLENGE_NOT_FOUND' } },
  },
  'auth.resend2FAChallenge': {
    input: (challengeId) => ({ challengeId }),
    missing: { status: 404, error: { errorCode: 'CHALLENGE_NOT_FOUND' } },
  },
  'auth.createStepUpToken': {
    input: (challengeId) => ({ actionType: 'email_change', method: 'sms', code: '000000', challengeId }),
    missing: { status: 404, error: { errorCode: 'CHALLENGE_NOT_FOUND' } },
  },
  'auth.confirmTotpEnrolment': {
    input: (enrolmentId) => ({ enrolmentId, code: totpAt(test.clock.now()) }),
    missing: { status: 404, error: { errorCode: 'CHALLENGE_NOT_FOUND' } },
  },
  'auth.renamePasskey': {
    input: (passkeyId) => ({ passkeyId, name: 'Mine now' }),
    missing: { status: 400, error: { errorCode: 'INVALID_REQUEST', reason: 'passkey_not_found' } },
  },
  // Asked for proof before the id is looked at; with proof it is as above (`factors/factorChange.test.ts`).
  'auth.removePasskey': {
    input: (passkeyId) => ({ passkeyId }),
    missing: { status: 403, error: { errorCode: 'STEP_UP_REQUIRED' } },
  },
};

it('knows every procedure that takes an id', () => {
  // oxlint-disable-next-line no-underscore-dangle -- tRPC's own name for a router's definition
  const definitions = test.server.router._def.procedures as unknown as Record<string, Definition>;
  const takesId = Object.entries(definitions).filter(([, definition]) =>
    // oxlint-disable-next-line no-underscore-dangle -- and a procedure's
    definition._def.inputs.some((schema) => fieldsOf(schema).some((field) => /Ids?$/u.test(field))),
  );
  // Administrators name other people's accounts by design; everybody else is refused first (`sensitive/actions.test.ts`).
  const others = takesId.map(([path]) => path).filter((path) => !path.startsWith('admin.'));
  expect(others.toSorted()).toEqual(Object.keys(procedures).toSorted());
});

interface Definition {
  readonly _def: { readonly inputs: readonly z.ZodType[] };
}

function fieldsOf(schema: z.ZodType): string[] {
  if ('options' in schema) return (schema as unknown as { options: z.ZodType[] }).options.flatMap(fieldsOf);
  const inner = 'unwrap' in schema ? (schema as unknown as { unwrap(): z.ZodType }).unwrap() : schema;
  return 'shape' in inner ? Object.keys(inner.shape as object) : [];
}

/** Ids of a passkey, of an enrolment and of a prompt that belong to somebody else. */
async function giveFactors(userId: string): Promise<string[]> {
  await test.rows(`INSERT INTO session_security.passkeys VALUES
    ('foreign-passkey', '${userId}', 'credential', 'key', 0, '{}', 'Key', false, now(), NULL)`);
  await test.rows(`INSERT INTO session_security.totp_enrolments VALUES
    ('foreign-enrolment', '${userId}', 'session', 'sealed', now(), now() + interval '1 year', 0)`);
  await test.rows(`INSERT INTO session_security.challenges VALUES
    ('foreign-prompt', '${userId}', 'session', 'email_change', '2fa_sms', now(), now() + interval '1 year', 0, NULL, 'hash')`);
  return ['foreign-passkey', 'foreign-enrolment', 'foreign-prompt'];
}

const unusable = [
  'unknown'.padEnd(22, 'A'),
  '',
  ' ',
  '../x',
  "' OR ''='",
  '%00',
  '\u0000',
  '\ud800',
  '𝕏',
  'A'.repeat(128),
  '__proto__',
];

describe.each(Object.entries(procedures))('%s', (path, { input, missing }) => {
  let attacker: Browser;
  let foreign: string[];
  let ended: string;
  let before: unknown;

  const snapshot = () =>
    Promise.all(
      ['sessions', 'sign_in_challenges', 'totp_enrolments', 'passkeys', 'challenges'].map((table) =>
        test.rows(`SELECT * FROM session_security.${table} ORDER BY id`),
      ),
    );

  beforeEach(async () => {
    await test.reset();
    for (const user of [ada, bob, grace]) await test.server.users.createUser(user);
    attacker = test.browser();
    const gone = test.browser();
    ended = String((await signIn(test, gone)).data['sessionId']);
    await gone.call('auth.signOut');
    await signIn(test, attacker);
    const bobs = await signIn(test, test.browser(), bob);
    const graces = await test.browser().call('auth.signIn', { identifier: grace.email, password: grace.password });
    // The attacker has a sign-in in progress of his own, so that only the id is foreign.
    const own = await test.browser().call('auth.signIn', { identifier: grace.email, password: grace.password });
    attacker.cookies.set('__Host-pre', /__Host-pre=([\w-]+)/u.exec(own.setCookies[0] ?? '')?.[1] ?? '');
    foreign = [String(bobs.data['sessionId']), String(graces.data['challengeId']), ...(await giveFactors(bob.id))];
    before = await snapshot();
  });

  it('answers foreign, ended, unknown and malformed ids alike, and changes nothing', async () => {
    const bodies = new Set<string>();
    for (const id of [...foreign, ended, ...unusable]) {
      const answer = await attacker.call(path, input(id));
      expect(answer).toMatchObject(missing);
      bodies.add(answer.text.replace(JSON.stringify(id), '"…"'));
    }
    expect(bodies.size).toBe(1);
    expect(await snapshot()).toEqual(before);
  });

  it('takes no user id', async () => {
    const answer = await attacker.call(path, { ...input(foreign[0] ?? ''), userId: bob.id });
    expect(answer.status).toBe(400);
    expect(await snapshot()).toEqual(before);
  });

  it('takes no id longer than 128 characters', async () => {
    expect((await attacker.call(path, input('A'.repeat(129)))).status).toBe(400);
  });
});
