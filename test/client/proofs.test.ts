/**
 * From the click to the result, whatever proof the server wants in between (SPEC F1–F4): our client, through the whole of
 * our server, with no network between.
 */
import { createTRPCUntypedClient } from '@trpc/client';
import { createSessionSecurity, getSessionSecurityError, sessionSecurityLink } from 'react-session-security/client';
import type { PromptSnapshot, SessionSecurityClient } from 'react-session-security/client';
import { isOutcomeError, SessionSecurityError, systemClock } from 'react-session-security/contract';
import { createInProcessBrowser } from 'react-session-security/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer } from '../support/server/createTestServer';
import type { TestServer } from '../support/server/createTestServer';
import type { Person } from '../support/server/sensitive';
import { nextCode, people, victim } from '../support/server/sensitive';

const { bob, grace, root } = people;

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

interface Page {
  readonly security: SessionSecurityClient;
  /** What went over the wire, in order. */
  readonly sent: string[];
  /** Resolves with the prompt when it is there for an answer. */
  prompt(): Promise<PromptSnapshot>;
  /** A tRPC client that the host had before, with one link more. */
  readonly host: ReturnType<typeof createTRPCUntypedClient>;
}

/** A page, signed in. With `isPresented`, something on it can ask for proof. */
async function openPage(person: { readonly email: string; readonly password: string }, isPresented = true) {
  const browser = createInProcessBrowser({ server: test.server, origin: appOrigin, clock: test.clock });
  const sent: string[] = [];
  const link = vi.fn(browser.link);
  const security = createSessionSecurity({
    link: (runtime) => {
      const forward = link(runtime);
      return (operation) => {
        sent.push(operation.op.path);
        return forward(operation);
      };
    },
    clock: { ...systemClock, now: () => test.clock.now(), monotonic: () => test.clock.now() },
  });
  test.clock.advance(30_000);
  const answer = await security.call('auth.signIn', { identifier: person.email, password: person.password });
  if (answer.status === '2fa_required') {
    await security.call('auth.verifySignIn2FA', { challengeId: answer.challengeId, code: nextCode(test) });
  }
  if (isPresented) security.proofs.present(['second_factor', 'step_up']);
  // What was given at sign-in counts for a while; these tests are about what is asked for later.
  test.clock.advance(20 * 60_000);
  sent.length = 0;
  const page: Page = {
    security,
    sent,
    prompt: () =>
      vi.waitFor(() => {
        const snapshot = security.proofs.getSnapshot();
        if (snapshot?.state.status !== 'ready')
          throw new Error(`The prompt is ${snapshot?.state.status ?? 'not there'}.`);
        return snapshot;
      }),
    host: createTRPCUntypedClient({ links: [sessionSecurityLink(security), browser.link] as never }),
  };
  return page;
}

describe('a user with a second factor', () => {
  it('changes the password: the host’s own mutation waits for the code, a wrong one first, and settles itself (F4)', async () => {
    const { security, host, prompt, sent } = await openPage(grace);
    const changed = host.mutation('auth.changePassword', {
      currentPassword: grace.password,
      newPassword: 'something else entirely',
    });
    expect((await prompt()).need).toEqual({ kind: 'second_factor', actionType: 'password_change' });
    security.proofs.submit({ code: '000000' });
    await vi.waitFor(() => expect(security.proofs.getSnapshot()?.state.error?.code).toBe('INVALID_2FA_CODE'));
    expect(security.proofs.getSnapshot()?.state.attemptsRemaining).toBe(4);
    security.proofs.submit({ code: nextCode(test) });
    await expect(changed).resolves.toMatchObject({ success: true });
    expect(security.proofs.getSnapshot()).toBeUndefined();
    expect(sent.filter((path) => path === 'auth.create2FAChallenge')).toHaveLength(1);
  });

  it('is asked once for two actions at once, and not at all within the grace period', async () => {
    const { security, prompt, sent } = await openPage(grace);
    const both = Promise.all([
      security.call('auth.changeEmail', { newEmail: 'grace@example.org' }),
      security.call('auth.updateSecuritySettings', { notifyNewDevice: false }),
    ]);
    await prompt();
    security.proofs.submit({ code: nextCode(test) });
    const [email, settings] = await both;
    expect(email).not.toEqual(settings);
    sent.length = 0;
    await security.call('auth.updateSecuritySettings', { notifyNewDevice: true });
    expect(sent).toEqual(['auth.updateSecuritySettings']);
  });

  it('leaves everything as it was by closing the prompt', async () => {
    const { security, prompt } = await openPage(grace);
    const changed = security
      .call('auth.changeEmail', { newEmail: 'grace@example.org' })
      .catch((error: unknown) => (error as Error).cause);
    await prompt();
    security.proofs.cancel();
    expect(isOutcomeError(await changed, 'CHALLENGE_CANCELLED')).toBe(true);
  });
});

describe('a user without one', () => {
  it('confirms with the password, and the token goes along once', async () => {
    const { security, prompt } = await openPage(bob);
    const seen: string[] = [];
    security.proofs.subscribe(() => seen.push(JSON.stringify(security.proofs.getSnapshot() ?? null)));
    const changed = security.call('auth.changeEmail', { newEmail: 'bob@example.org' });
    const { need, state } = await prompt();
    expect(need.kind).toBe('step_up');
    expect(state.methods).toContain('password');
    security.proofs.submit({ password: bob.password });
    await expect(changed).resolves.toBeDefined();
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.join('')).not.toMatch(/"token"|hunter|password":"/);
    expect(seen.join('')).not.toContain(bob.password);
  });

  it('is refused without a prompt what nobody but an administrator may do (R51)', async () => {
    const { security, sent } = await openPage(bob);
    const refused = await security
      .call('admin.changeUserRole', { userId: victim.id, newRole: 'admin' })
      .catch((error: unknown) => getSessionSecurityError(error));
    expect(refused).toMatchObject({ errorCode: 'FORBIDDEN' });
    expect(sent).toEqual(['admin.changeUserRole']);
  });
});

it('binds the step-up of an administrator to what was asked for (R45)', async () => {
  const { security, prompt } = await openPage(root);
  const changed = security.call('admin.changeUserRole', { userId: victim.id, newRole: 'admin' });
  const { need } = await prompt();
  expect(need.parametersDigest).toMatch(/^[0-9a-f]{64}$/);
  security.proofs.chooseMethod('2fa_totp');
  security.proofs.submit({ code: nextCode(test) });
  await expect(changed).resolves.toBeDefined();
});

it('ends the prompt when the session is signed out (E6)', async () => {
  const { security, prompt } = await openPage(grace);
  const changed = security
    .call('auth.changeEmail', { newEmail: 'grace@example.org' })
    .catch((error: unknown) => (error as Error).cause);
  await prompt();
  await security.call('auth.signOut');
  expect(isOutcomeError(await changed, 'SESSION_ENDED')).toBe(true);
});

it('leaves the refusal readable where nothing on the page can ask', async () => {
  const { security } = await openPage(grace, false);
  const error: unknown = await security
    .call('auth.changeEmail', { newEmail: 'grace@example.org' })
    .catch((refusal: unknown) => refusal);
  expect(getSessionSecurityError(error)).toMatchObject({ errorCode: '2FA_REQUIRED', action: 'email_change' });
  expect(error).toMatchObject({ data: { httpStatus: 403 }, cause: { code: 'CHALLENGE_UNAVAILABLE' } });
});

describe('security.fetch', () => {
  /** A page, signed in, over a host that has a REST route of its own, which refuses what comes first. */
  async function openRestPage(
    person: Pick<Person, 'email' | 'password'> = bob,
    code: '2FA_REQUIRED' | 'STEP_UP_REQUIRED' = 'STEP_UP_REQUIRED',
  ) {
    const browser = createInProcessBrowser({ server: test.server, origin: appOrigin, clock: test.clock });
    const seen: Request[] = [];
    const security = createSessionSecurity({
      url: `${appOrigin}/api/trpc`,
      clock: { ...systemClock, now: () => test.clock.now(), monotonic: () => test.clock.now() },
      async fetch(input, init) {
        const request = new Request(input, init);
        if (!request.url.endsWith('/api/pay')) return browser.fetch(input, init);
        seen.push(request.clone());
        const isProven = code === '2FA_REQUIRED' ? await isVerified() : request.headers.has('x-step-up-token');
        if (isProven) return Response.json({ paid: (await request.json()) as unknown });
        const cause = new SessionSecurityError(code, { action: 'payment_settings' }).toCause();
        return Response.json({ error: cause }, { status: 403 });
      },
    });
    const isVerified = async (): Promise<boolean> => {
      const { secondFactorUntil } = (await security.call('session.getStatus')).verification;
      return secondFactorUntil !== null && Date.parse(secondFactorUntil) > test.clock.now();
    };
    test.clock.advance(30_000);
    const answer = await security.call('auth.signIn', { identifier: person.email, password: person.password });
    if (answer.status === '2fa_required') {
      await security.call('auth.verifySignIn2FA', { challengeId: answer.challengeId, code: nextCode(test) });
      test.clock.advance(20 * 60_000);
    }
    const leave = security.proofs.present(['step_up', 'second_factor']);
    return { security, seen, leave, ready: () => vi.waitFor(() => expect(stateOf(security)).toBe('ready')) };
  }
  const stateOf = (security: SessionSecurityClient) => security.proofs.getSnapshot()?.state.status;
  const pay = { method: 'POST', body: '{"amount":1}' };

  it('has proof given for a REST call, sends it again with its body and the token, and gives the answer (F4)', async () => {
    const { security, seen, ready } = await openRestPage();
    const answer = security.fetch(`${appOrigin}/api/pay`, pay);
    await ready();
    security.proofs.submit({ password: bob.password });
    await expect((await answer).json()).resolves.toEqual({ paid: { amount: 1 } });
    expect(seen.map(({ headers }) => headers.get('x-step-up-token'))).toEqual([
      null,
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  });

  it('has a second factor given in the same way, and sends no token then (F4)', async () => {
    const { security, seen, ready } = await openRestPage(grace, '2FA_REQUIRED');
    const answer = security.fetch(`${appOrigin}/api/pay`, pay);
    await ready();
    expect(security.proofs.getSnapshot()?.need.kind).toBe('second_factor');
    security.proofs.submit({ code: nextCode(test) });
    await expect((await answer).json()).resolves.toEqual({ paid: { amount: 1 } });
    expect(seen.map(({ headers }) => headers.has('x-step-up-token'))).toEqual([false, false]);
  });

  it.each([
    ['2FA_REQUIRED', grace],
    ['STEP_UP_REQUIRED', bob],
  ] as const)(
    'rejects at once by its signal while a prompt for %s is open, which closes (F3)',
    async (code, person) => {
      const { security, seen, ready } = await openRestPage(person, code);
      const controller = new AbortController();
      const answer = security.fetch(`${appOrigin}/api/pay`, { ...pay, signal: controller.signal });
      answer.catch(() => {});
      await ready();
      const reason = new Error('The user went on.');
      controller.abort(reason);
      await expect(answer).rejects.toBe(reason);
      expect(security.proofs.getSnapshot()).toBeUndefined();
      expect(seen).toHaveLength(1);
    },
  );

  it('rejects, and sends nothing again, when the user thinks better of it', async () => {
    const { security, seen, ready } = await openRestPage();
    const answer = security.fetch(`${appOrigin}/api/pay`, pay);
    answer.catch(() => {});
    await ready();
    security.proofs.cancel();
    await expect(answer).rejects.toMatchObject({ code: 'CHALLENGE_CANCELLED' });
    expect(seen).toHaveLength(1);
  });

  it('binds no parameters: what a route takes as such is not to be seen from here', async () => {
    const { security, seen, ready } = await openRestPage();
    const answer = security.fetch(`${appOrigin}/api/pay`, pay);
    await ready();
    expect(security.proofs.getSnapshot()?.need).toEqual({ kind: 'step_up', actionType: 'payment_settings' });
    security.proofs.submit({ password: bob.password });
    await answer;
    expect(seen).toHaveLength(2);
  });

  it('rejects where nothing on the page can ask, and the answer can be read behind it', async () => {
    const { security, seen, leave } = await openRestPage();
    leave();
    const error: unknown = await security.fetch(`${appOrigin}/api/pay`, pay).catch((rejection: unknown) => rejection);
    expect(isOutcomeError(error, 'CHALLENGE_UNAVAILABLE') && error.need?.kind).toBe('step_up');
    const { cause } = error as Error;
    expect(cause).toBeInstanceOf(Response);
    expect(await getSessionSecurityError(cause as Response)).toMatchObject({ errorCode: 'STEP_UP_REQUIRED' });
    await expect((cause as Response).json()).resolves.toHaveProperty('error');
    expect(seen).toHaveLength(1);
  });
});
