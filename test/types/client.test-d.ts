/** What the compiler tells people who use the client. Checked by `tsc`. */
import { createTRPCClient, createTRPCUntypedClient } from '@trpc/client';
import { createTRPCReact } from '@trpc/react-query';
import { initTRPC } from '@trpc/server';
import {
  createSessionSecurity,
  getSessionSecurityError,
  handleSessionSecurityError,
  handlersLink,
  restLink,
} from 'react-session-security/client';
import type { SessionSecurityClient } from 'react-session-security/client';
import type {
  SessionSecurityErrorCause,
  SessionSecurityErrorCode,
  SessionsPage,
  SignInResult,
  StillRefusedError,
} from 'react-session-security/contract';
import { isOutcomeError } from 'react-session-security/contract';
import type { SessionSecurityRouter } from 'react-session-security/server';
import { expectTypeOf, test } from 'vitest';

declare const security: SessionSecurityClient;
declare const page: SessionsPage;
const handle = (): void => {};

test('a call knows its input and its data', () => {
  expectTypeOf(security.call('session.getSessions')).resolves.toEqualTypeOf<SessionsPage>();
  expectTypeOf(security.call('session.getSessions', { limit: 5 })).resolves.toEqualTypeOf<SessionsPage>();
  expectTypeOf(security.call('auth.signIn', { identifier: 'a', password: 'b' })).resolves.toEqualTypeOf<SignInResult>();
  expectTypeOf(security.call('session.revokeSessions', { sessionIds: ['a'] as const })).resolves.not.toBeAny();
  // @ts-expect-error the session to revoke is missing
  void security.call('session.revokeSession');
  // @ts-expect-error there is no such procedure
  void security.call('session.revokeEverything');
  // @ts-expect-error a procedure without input takes none
  void security.call('session.getStatus', { verbose: true });
});

test('a sign-in result is read by its status', async () => {
  const result = await security.call('auth.signIn', { identifier: 'a', password: 'b' });
  if (result.status === '2fa_required') expectTypeOf(result.challengeId).toBeString();
  else expectTypeOf(result.sessionId).toBeString();
});

test('a back end is given by a url or a link, not by both or neither', () => {
  createSessionSecurity({ url: '/api/trpc' });
  createSessionSecurity({ link: handlersLink({}) });
  // @ts-expect-error neither
  createSessionSecurity({});
  // @ts-expect-error both
  createSessionSecurity({ url: '/api/trpc', link: handlersLink({}) });
});

test('the client as a store, and what it knows of its back end', () => {
  const known = security.session();
  if (known.status === 'ended') expectTypeOf(known.cause).toEqualTypeOf<SessionSecurityErrorCause>();
  security.subscribe((event) => {
    if (event.type === 'ended') expectTypeOf(event.cause).toEqualTypeOf<SessionSecurityErrorCause>();
    // @ts-expect-error there is no cause where the user signed out
    if (event.type === 'signedOut') void event.cause;
  });
  expectTypeOf(security.supports('session.renameSession')).toBeBoolean();
  // @ts-expect-error there is no such procedure
  security.supports('session.revokeEverything');
});

test('handlers are typed by their procedure', () => {
  handlersLink({
    'session.getSessions': async (input, { signal }) => {
      expectTypeOf(input?.limit).toEqualTypeOf<number | undefined>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return page;
    },
    'session.revokeSession': ({ sessionId }) => ({ revokedId: sessionId }),
  });
  handlersLink({
    // @ts-expect-error a list of sessions is not a page
    'session.getSessions': async () => page.sessions,
  });
  handlersLink({
    // @ts-expect-error there is no such procedure
    'session.getAll': async () => page,
  });
});

test('routes are typed by their procedure', () => {
  restLink({
    baseUrl: '/api',
    routes: {
      'session.revokeSession': {
        method: 'DELETE',
        path: ({ sessionId }) => `/sessions/${encodeURIComponent(sessionId)}`,
        data: (_, { sessionId }) => ({ revokedId: sessionId }),
      },
      'session.getSessions': { method: 'GET', path: '/sessions', data: (json: { items: SessionsPage }) => json.items },
    },
  });
  restLink({
    baseUrl: '/api',
    routes: {
      // @ts-expect-error the data of a revocation is not a page
      'session.revokeSession': { method: 'DELETE', path: '/', data: () => page },
    },
  });
});

test('the links fit a client of our router and of any other', () => {
  const t = initTRPC.create();
  const hostRouter = t.router({ hello: t.procedure.query(() => 'hello') });
  type HostRouter = typeof hostRouter;
  createTRPCClient<SessionSecurityRouter>({ links: security.links() });
  createTRPCClient<HostRouter>({ links: security.links() });
  createTRPCUntypedClient<HostRouter>({ links: [restLink({ baseUrl: '/api', routes: {} })] });
  createTRPCReact<SessionSecurityRouter>().createClient({ links: security.links() });
});

test('the reader gives facts, and a promise of them for a Response', () => {
  expectTypeOf(getSessionSecurityError(new Error('x'))).toEqualTypeOf<SessionSecurityErrorCause | undefined>();
  expectTypeOf(getSessionSecurityError(new Response())).toEqualTypeOf<Promise<SessionSecurityErrorCause | undefined>>();
  expectTypeOf<SessionSecurityErrorCause['errorCode']>().toEqualTypeOf<SessionSecurityErrorCode>();
});

test('handlers of errors are complete, and know every code', () => {
  handleSessionSecurityError(null, { signIn: handle, notify: handle });
  handleSessionSecurityError(null, { signIn: handle, notify: handle, codes: { STEP_UP_REQUIRED: handle } });
  // @ts-expect-error nobody is told
  void handleSessionSecurityError(null, { signIn: handle });
  // @ts-expect-error there is no such code
  void handleSessionSecurityError(null, { signIn: handle, notify: handle, codes: { OUT_OF_CHEESE: handle } });
});

test('a switch over all codes is checked to be complete', () => {
  const text = (code: SessionSecurityErrorCode): string => {
    switch (code) {
      case 'SESSION_EXPIRED':
        return 'expired';
      default:
        // @ts-expect-error twenty-two codes are left
        code satisfies never;
        return 'other';
    }
  };
  expectTypeOf(text).returns.toBeString();
});

test('an outcome is narrowed by its code', () => {
  const error: unknown = undefined;
  if (isOutcomeError(error, 'STILL_REFUSED')) expectTypeOf(error).toEqualTypeOf<StillRefusedError>();
});

test('no public name is any', () => {
  type AnyNames<Module> = { [Name in keyof Module]: 0 extends 1 & Module[Name] ? Name : never }[keyof Module];
  expectTypeOf<AnyNames<typeof import('react-session-security/contract')>>().toBeNever();
  expectTypeOf<AnyNames<typeof import('react-session-security/client')>>().toBeNever();
  expectTypeOf<AnyNames<typeof import('react-session-security/server')>>().toBeNever();
  expectTypeOf<AnyNames<typeof import('react-session-security/testing')>>().toBeNever();
});
