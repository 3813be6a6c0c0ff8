/** One listener hears every start and end of the session, whoever made the call that told (S1, A9, R9). */
import { createTRPCUntypedClient } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createSessionSecurity, handlersLink } from 'react-session-security/client';
import type { SessionEvent, SessionSecurityHandlers, SessionSecurityLink } from 'react-session-security/client';
import { SessionSecurityError } from 'react-session-security/contract';
import { createScriptedBackend, sessionsFixture } from 'react-session-security/testing';
import type { ScriptedBackendOptions } from 'react-session-security/testing';
import { describe, expect, it, vi } from 'vitest';

function start(options?: ScriptedBackendOptions) {
  const backend = createScriptedBackend(options);
  const client = createSessionSecurity({ link: backend.link });
  const events: SessionEvent[] = [];
  const stop = client.subscribe((event) => events.push(event));
  return { backend, client, events, stop };
}
const revoked = (): Error => new SessionSecurityError('SESSION_REVOKED', { reason: 'revoked' });
const ignore = (): void => {};
const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve = ignore;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};
const page = { sessions: sessionsFixture, totalCount: 5, maxSessions: 5, serverTime: '2026-11-21T09:00:00Z' };
const signedIn = {
  status: 'signed_in' as const,
  userId: 'usr_maya',
  userRoles: [],
  sessionId: 'ses_new',
  expiresIn: 60,
  evictedCount: 0,
  warnings: [],
  serverTime: '2026-11-21T09:00:00Z',
};

describe('the client, when the session ends', () => {
  it('tells once, however many calls are refused, and before any of them settles', async () => {
    const { backend, client, events } = start();
    backend.fail('session.getSessions', revoked());
    const order: string[] = [];
    client.subscribe(({ type }) => order.push(type));
    const call = () => client.call('session.getSessions').catch(() => order.push('rejected'));
    await Promise.all([call(), call(), call()]);
    expect(order).toEqual(['ended', 'rejected', 'rejected', 'rejected']);
    expect(events).toMatchObject([{ type: 'ended', cause: { errorCode: 'SESSION_REVOKED', reason: 'revoked' } }]);
    expect(client.session()).toMatchObject({ status: 'ended', cause: { errorCode: 'SESSION_REVOKED' } });
  });

  it('tells whoever gave onSessionEnded, too', async () => {
    const backend = createScriptedBackend();
    const onSessionEnded = vi.fn();
    const client = createSessionSecurity({ link: backend.link, onSessionEnded });
    await client.call('session.getSessions');
    expect(onSessionEnded).not.toHaveBeenCalled();
    backend.fail('session.getSessions', revoked());
    await client.call('session.getSessions').catch(ignore);
    expect(onSessionEnded).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ errorCode: 'SESSION_REVOKED' }));
  });

  it('hears calls of a tRPC client of the host’s over the same links', async () => {
    const { backend, client, events } = start();
    backend.fail('session.getStatus', revoked());
    const host = createTRPCUntypedClient({ links: client.links() });
    await host.query('session.getStatus').catch(ignore);
    expect(events.map(({ type }) => type)).toEqual(['ended']);
  });

  it.each([
    ['a failure without a code', new Error('502')],
    ['a wrong password', new SessionSecurityError('INVALID_CREDENTIALS')],
    ['a demand for proof', new SessionSecurityError('STEP_UP_REQUIRED')],
    ['a limit', new SessionSecurityError('RATE_LIMITED')],
  ])('does not take %s for it', async (_, error) => {
    const { backend, client, events } = start();
    backend.fail('session.getSessions', error);
    await client.call('session.getSessions').catch(ignore);
    expect(events).toEqual([]);
    expect(client.session()).toEqual({ status: 'unknown' });
  });

  it('tells again after a new session has begun and ended', async () => {
    const { backend, client, events } = start();
    for (let round = 0; round < 2; round += 1) {
      backend.fail('session.getSessions', revoked(), 1);
      await client.call('session.getSessions').catch(ignore);
      await client.call('session.getSessions');
    }
    expect(events.map(({ type }) => type)).toEqual(['ended', 'started', 'ended', 'started']);
    expect(events.at(-1)).toEqual({ type: 'started', after: 'ended' });
  });

  it('believes no answer that was asked for before the end', async () => {
    const { backend, client, events } = start();
    const release = backend.hold('session.getStatus');
    const late = client.call('session.getStatus');
    backend.fail('session.getSessions', revoked());
    await client.call('session.getSessions').catch(ignore);
    release();
    await late;
    expect(events.map(({ type }) => type)).toEqual(['ended']);
    expect(client.session().status).toBe('ended');
  });

  it('stops telling a listener that has left, and survives one that throws', async () => {
    const { backend, client, events, stop } = start();
    const thrown = new Promise((resolve) => {
      process.once('uncaughtException', resolve);
    });
    const leave = client.subscribe(() => {
      throw new Error('a listener’s own mistake');
    });
    await client.call('session.getSessions');
    await expect(thrown).resolves.toMatchObject({ message: 'a listener’s own mistake' });
    expect(events).toEqual([{ type: 'started', after: 'unknown' }]);
    leave();
    stop();
    backend.fail('session.getSessions', revoked());
    await client.call('session.getSessions').catch(ignore);
    expect(events).toHaveLength(1);
  });
});

describe('the client, when the user signs out', () => {
  it('tells that the user did, and takes no refusal beside it for news', async () => {
    const { backend, client, events } = start();
    await client.call('session.getSessions');
    const release = backend.hold('auth.signOut');
    const signOut = client.call('auth.signOut');
    backend.fail('session.getSessions', revoked());
    await client.call('session.getSessions').catch(ignore);
    release();
    await signOut;
    await client.call('session.getSessions').catch(ignore);
    expect(events.map(({ type }) => type)).toEqual(['started', 'signedOut']);
    expect(client.session()).toEqual({ status: 'signedOut' });
  });

  it('takes no answer beside it for a new session', async () => {
    const [answer, signedOut] = [deferred(), deferred()];
    const client = createSessionSecurity({
      link: handlersLink({
        'session.getSessions': () => answer.promise.then(() => page),
        'session.getSessionWarnings': () => ({ warnings: [], serverTime: page.serverTime }),
        'auth.signOut': () => signedOut.promise.then(() => ({ signedOut: true })),
      }),
    });
    const events: SessionEvent[] = [];
    client.subscribe((event) => events.push(event));
    const before = client.call('session.getSessions');
    const signOut = client.call('auth.signOut');
    await client.call('session.getSessionWarnings');
    signedOut.resolve();
    await signOut;
    answer.resolve();
    await before;
    expect(events.map(({ type }) => type)).toEqual(['signedOut']);
  });

  it('goes on as before when the sign-out failed, or was given up', async () => {
    const { backend, client, events } = start();
    await client.call('session.getSessions');
    backend.fail('auth.signOut', new Error('500'), 1);
    await client.call('auth.signOut').catch(ignore);
    const release = backend.hold('auth.signOut');
    const controller = new AbortController();
    const givenUp = client.call('auth.signOut', undefined, { signal: controller.signal });
    controller.abort();
    await givenUp.catch(ignore);
    backend.fail('session.getSessions', revoked());
    await client.call('session.getSessions').catch(ignore);
    release();
    expect(events.map(({ type }) => type)).toEqual(['started', 'ended']);
  });

  it('goes on as before when nobody waits for the sign-out any more', async () => {
    const { backend, client, events } = start();
    const [watch] = client.links();
    const op = { id: 1, type: 'mutation', path: 'auth.signOut', input: {}, context: {}, signal: null } as const;
    const next = () => observable<never, never>(() => undefined);
    watch?.({})({ op, next }).subscribe({}).unsubscribe();
    backend.fail('session.getSessions', revoked());
    await client.call('session.getSessions').catch(ignore);
    expect(events.map(({ type }) => type)).toEqual(['ended']);
  });

  it('counts two clicks once', async () => {
    const { client, events } = start();
    await Promise.all([client.call('auth.signOut'), client.call('auth.signOut')]);
    expect(events).toEqual([{ type: 'signedOut' }]);
  });

  it('counts revoking the own session as a sign-out (S4), and revoking others not', async () => {
    const { backend, client, events } = start();
    await client.call('session.getSessions');
    await client.call('session.revokeSession', { sessionId: 'ses_tv' });
    await client.call('session.revokeSessions', { sessionIds: ['ses_ipad', 'ses_iphone'] });
    expect(events.map(({ type }) => type)).toEqual(['started']);
    await client.call('session.revokeSession', { sessionId: 'ses_current' });
    backend.fail('session.getSessions', revoked());
    await client.call('session.getSessions').catch(ignore);
    expect(events.map(({ type }) => type)).toEqual(['started', 'signedOut']);
  });

  it('learns the own session from its status, and asks C6 what became of it', async () => {
    const { client, events } = start();
    await client.call('session.getStatus');
    await client.call('session.revokeSessions', { sessionIds: ['ses_current'] });
    expect(events.map(({ type }) => type)).toEqual(['started', 'signedOut']);
    const refusing: SessionSecurityHandlers = {
      'session.getSessions': () => page,
      'session.revokeSessions': () => ({ results: [{ sessionId: 'ses_current', status: 'not_found' }] }),
    };
    const kept = createSessionSecurity({ link: handlersLink(refusing) });
    await kept.call('session.getSessions');
    await kept.call('session.revokeSessions', { sessionIds: ['ses_current'] });
    expect(kept.session()).toEqual({ status: 'active' });
  });
});

describe('the client, when somebody signs in', () => {
  const withSignIn = () => {
    const client = createSessionSecurity({
      link: handlersLink({
        'session.getSessions': () => page,
        'auth.signIn': ({ password }) =>
          password === 'right'
            ? signedIn
            : {
                status: '2fa_required',
                challengeId: 'c',
                expiresAt: signedIn.serverTime,
                method: '2fa_totp',
                methods: ['2fa_totp'],
                attemptsRemaining: 5,
                serverTime: signedIn.serverTime,
              },
        'auth.signOut': () => ({ signedOut: true }),
      }),
    });
    const events: SessionEvent[] = [];
    client.subscribe((event) => events.push(event));
    return { client, events };
  };

  it('tells so at once, also when somebody else was signed in (R9)', async () => {
    const { client, events } = withSignIn();
    await client.call('auth.signIn', { identifier: 'a', password: 'right' });
    await client.call('auth.signOut');
    await client.call('auth.signIn', { identifier: 'a', password: 'right' });
    await client.call('auth.signIn', { identifier: 'b', password: 'right' });
    expect(events).toEqual([
      { type: 'started', after: 'unknown' },
      { type: 'signedOut' },
      { type: 'started', after: 'signedOut' },
      { type: 'started', after: 'active' },
    ]);
  });

  it('waits for the second factor', async () => {
    const { client, events } = withSignIn();
    await client.call('auth.signOut');
    await client.call('auth.signIn', { identifier: 'a', password: 'first' });
    expect(events.map(({ type }) => type)).toEqual(['signedOut']);
  });

  it('takes a refreshed session for no other one', async () => {
    const answering: SessionSecurityLink = () => () =>
      observable((observer) => {
        observer.next({ result: { type: 'data', data: { success: true, data: { sessionId: 'a', expiresIn: 900 } } } });
        observer.complete();
      });
    const client = createSessionSecurity({ link: answering });
    const listener = vi.fn();
    client.subscribe(listener);
    await createTRPCUntypedClient({ links: client.links() }).mutation('auth.refresh');
    expect(listener).not.toHaveBeenCalled();
  });

  it('knows without an event what has not changed', async () => {
    const { client, events } = withSignIn();
    await client.call('session.getSessions');
    const known = client.session();
    await client.call('session.getSessions');
    expect(client.session()).toBe(known);
    expect(events).toHaveLength(1);
  });
});
