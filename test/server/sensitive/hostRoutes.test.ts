/** Sensitive actions that are routes of the host’s own (F1, F4, R44–R47, R83): guard, effect, record, and the answer to a refusal. */
import { initTRPC, TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { SessionSecurityError, type SensitiveActionType } from 'react-session-security/contract';
import { getSessionSecurityError } from 'react-session-security/client';
import type { HostAction, SessionSecurityServer } from 'react-session-security/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { act, callOf, logRows, people, stepUpToken } from '../../support/server/sensitive';

const { ada, bob } = people;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  for (const person of Object.values(people)) await test.server.users.createUser(person);
});
afterAll(() => test.close());

async function signedIn(person: { readonly email: string; readonly password: string } = bob): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  await signIn(test, browser, person as never);
  return browser;
}

const requestOf = (browser: Browser, token?: string): Request =>
  new Request('https://app.example.com/api/payout', {
    method: 'POST',
    headers: {
      cookie: Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; '),
      ...(token !== undefined && { 'x-step-up-token': token }),
    },
  });

const action = (actionType: SensitiveActionType): HostAction => ({ actionType });
const outcomeOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const reasons = async (userId: string) => (await logRows(test, userId)).map((row) => row.failure_reason);

describe('server.withProof', () => {
  const withProof = (request: Request, effect: Parameters<SessionSecurityServer['withProof']>[2]) =>
    outcomeOf(test.server.withProof(request, action('email_change'), effect));

  it('passes the result on, and has the success on record after the effect, not before (R83)', async () => {
    const browser = await signedIn();
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const result = await withProof(requestOf(browser, token), async ({ userId, method }) => {
      expect(await logRows(test, bob.id)).toEqual([]);
      return { userId, method };
    });
    expect(result).toEqual({ userId: bob.id, method: 'password' });
    expect(await logRows(test, bob.id)).toMatchObject([{ success: true, verification_method: 'password' }]);
    expect(await withProof(requestOf(browser, token), () => 'again')).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_ALREADY_USED',
    });
  });

  it.each([
    ['a fault', new Error('the bank is closed'), 'fault'],
    ['input that was mistyped', new SessionSecurityError('INVALID_REQUEST', { reason: 'iban' }), 'invalid_request'],
  ])('leaves the token good where the effect failed by %s, and writes it down', async (_, failure, reason) => {
    const browser = await signedIn();
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const failing = () => Promise.reject(failure);
    expect(await withProof(requestOf(browser, token), failing)).toBe(failure);
    expect(await withProof(requestOf(browser, token), () => 'done')).toBe('done');
    expect(await reasons(bob.id)).toEqual([reason, null]);
  });

  it('keeps the token where the effect was refused for what it is', async () => {
    const browser = await signedIn();
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const refuse = () => {
      throw new SessionSecurityError('FORBIDDEN');
    };
    expect(await withProof(requestOf(browser, token), refuse)).toMatchObject({ errorCode: 'FORBIDDEN' });
    expect(await withProof(requestOf(browser, token), () => 'done')).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_ALREADY_USED',
    });
  });

  it('lets one call in at a time: while the effect runs, the token is used (R44)', async () => {
    const browser = await signedIn();
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const meanwhile = await withProof(requestOf(browser, token), () =>
      withProof(requestOf(browser, token), () => 'too'),
    );
    expect(meanwhile).toMatchObject({ errorCode: 'STEP_UP_TOKEN_ALREADY_USED' });
  });

  it('gives back no token that a change of credentials voided meanwhile (R49)', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const theirs = await stepUpToken(test, other, { actionType: 'password_change', person: bob });
    await withProof(requestOf(browser, token), async () => {
      const call = { ...callOf('password_change', bob).input, revokeOtherSessions: false };
      expect((await act(other, { path: 'auth.changePassword', input: call }, theirs)).status).toBe(200);
      throw new Error('the bank is closed');
    });
    expect(await withProof(requestOf(browser, token), () => 'done')).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_ALREADY_USED',
    });
  });

  it('never runs the effect for who may not or proved too little (F1)', async () => {
    const effects: string[] = [];
    const effect = (name: string) => () => effects.push(name);
    const [own, foreign] = [await signedIn(), await signedIn()];
    const { withProof: run } = test.server;
    expect(await outcomeOf(run(requestOf(own), action('role_change'), effect('role')))).toMatchObject({
      errorCode: 'FORBIDDEN',
    });
    expect(await withProof(requestOf(own), effect('none'))).toMatchObject({ errorCode: 'STEP_UP_REQUIRED' });
    const token = await stepUpToken(test, foreign, { actionType: 'email_change', person: bob });
    expect(await withProof(requestOf(own, token), effect('foreign'))).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_INVALID',
    });
    expect(effects).toEqual([]);
  });
});

describe('a token that is shown though none is needed', () => {
  it('is used up or refused, also where the policy asks for nothing', async () => {
    const browser = await signedIn();
    const paying = action('payment_settings');
    const outcome = (token?: string) => outcomeOf(test.server.requireProof(requestOf(browser, token), paying));
    const token = await stepUpToken(test, browser, { actionType: 'payment_settings', person: bob });
    expect(await outcome()).toMatchObject({ method: 'authenticated' });
    expect(await outcome(token)).toMatchObject({ method: 'password' });
    expect(await outcome(token)).toMatchObject({ errorCode: 'STEP_UP_TOKEN_ALREADY_USED' });
    expect(await outcome('nonsense')).toMatchObject({ errorCode: 'STEP_UP_TOKEN_INVALID' });
  });
});

describe('the header x-step-up-token', () => {
  const header = (token: string) => ({ 'x-step-up-token': token });

  it('proves a tRPC call whose input has no token (F4)', async () => {
    const browser = await signedIn();
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const { path, input } = callOf('email_change', bob);
    expect((await browser.call(path, input, header(token))).status).toBe(200);
    expect((await browser.call(path, input, header(token))).error?.errorCode).toBe('STEP_UP_TOKEN_ALREADY_USED');
  });

  it('counts less than the token of the input', async () => {
    const browser = await signedIn();
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const { path, input } = callOf('email_change', bob);
    const answer = await browser.call(path, { ...input, stepUpToken: 'nonsense' }, header(token));
    expect(answer.error?.errorCode).toBe('STEP_UP_TOKEN_INVALID');
    expect((await browser.call(path, { ...input, stepUpToken: token }, header('nonsense'))).status).toBe(200);
  });

  it('proves who signs other devices out (R23)', async () => {
    const [browser] = [await signedIn(), await signedIn()];
    test.clock.advance(16 * 60_000);
    const token = await stepUpToken(test, browser, { actionType: 'security_settings', person: bob });
    test.clock.advance(1);
    const path = 'session.revokeAllOtherSessions';
    expect((await browser.call(path, {}, header(token))).data).toEqual({ revokedCount: 1 });
    expect((await browser.call(path, {}, header(token))).error?.errorCode).toBe('STEP_UP_TOKEN_ALREADY_USED');
  });
});

describe('server.refusalResponse', () => {
  const refusedBy = async (work: Promise<unknown>, { server } = test as Pick<TestServer, 'server'>) =>
    server.refusalResponse(await outcomeOf(work));

  it('answers as the server’s own procedures do: status, code, challenge of RFC 9470 (R47)', async () => {
    const response = await refusedBy(test.server.requireProof(requestOf(await signedIn(ada)), action('role_change')));
    const own = await act(await signedIn(ada), callOf('role_change', ada));
    expect(response.status).toBe(own.status);
    expect(response.headers.get('www-authenticate')).toBe(own.headers.get('www-authenticate'));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await getSessionSecurityError(response)).toEqual(own.error);
  });

  it('has the status that the host chose for step-up, and says when to try again', async () => {
    const variant = test.variant({ stepUpStatus: 401 });
    const refused = variant.server.requireProof(requestOf(await signedIn(ada)), action('role_change'));
    expect((await refusedBy(refused, variant)).status).toBe(401);
    const limited = test.server.refusalResponse(new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 42 }));
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '42']);
  });

  it('leaves faults to the host (R86)', () => {
    const fault = new Error('the bank is closed');
    expect(() => test.server.refusalResponse(fault)).toThrow(fault);
  });
});

describe('server.formatTrpcError', () => {
  function hostApp({ server }: Pick<TestServer, 'server'> = test) {
    const t = initTRPC.context<{ request: Request }>().create({ errorFormatter: server.formatTrpcError, isDev: false });
    const router = t.router({
      makeAdministrator: t.procedure.mutation(({ ctx }) => server.requireProof(ctx.request, action('role_change'))),
      payOut: t.procedure.mutation(() => {
        throw new Error('the bank is closed');
      }),
      taken: t.procedure.mutation(() => {
        throw new TRPCError({ code: 'CONFLICT', message: 'That name is taken.' });
      }),
    });
    return async (path: string, request: Request) => {
      const headers = { ...Object.fromEntries(request.headers), 'content-type': 'application/json' };
      const response = await fetchRequestHandler({
        endpoint: '/api/app',
        req: new Request(`https://app.example.com/api/app/${path}`, { method: 'POST', headers, body: '{}' }),
        router,
        createContext: () => ({ request }),
      });
      return { status: response.status, body: (await response.json()) as unknown };
    };
  }

  it('gives a refusal in a tRPC app of the host’s own its code and its status', async () => {
    const request = requestOf(await signedIn(ada));
    const own = await act(await signedIn(ada), callOf('role_change', ada));
    const { status, body } = await hostApp()('makeAdministrator', request);
    expect(status).toBe(403);
    expect(body).toMatchObject({
      error: {
        code: -32003,
        message: own.error?.message,
        data: { code: 'FORBIDDEN', httpStatus: 403, cause: own.error },
      },
    });
    expect(getSessionSecurityError(body)).toEqual(own.error);
  });

  it('has the status that the host chose for step-up', async () => {
    const { status, body } = await hostApp(test.variant({ stepUpStatus: 401 }))(
      'makeAdministrator',
      requestOf(await signedIn(ada)),
    );
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: { data: { code: 'UNAUTHORIZED', cause: { errorCode: 'STEP_UP_REQUIRED' } } } });
  });

  it('leaves what is no refusal as tRPC shapes it', async () => {
    const request = requestOf(await signedIn());
    const faulty = await hostApp()('payOut', request);
    expect(faulty.status).toBe(500);
    expect(faulty.body).toMatchObject({ error: { data: { code: 'INTERNAL_SERVER_ERROR' } } });
    expect(getSessionSecurityError(faulty.body)).toBeUndefined();
    const taken = await hostApp()('taken', request);
    expect([taken.status, taken.body]).toMatchObject([409, { error: { message: 'That name is taken.' } }]);
  });
});
