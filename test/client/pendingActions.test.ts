/** Actions that were put aside, as the client has them (F10, F11): of this user, in this tab, and gone with the session. */
import { createSessionSecurity, handlersLink } from 'react-session-security/client';
import type { EnginePorts, NewPendingAction, SessionSecurityOptions } from 'react-session-security/client';
import { SessionSecurityError } from 'react-session-security/contract';
import { createManualClock, createScriptedBackend, userFixture } from 'react-session-security/testing';
import { describe, expect, it } from 'vitest';
import { simulateLocks } from '../support/engine/simulateLocks';
import { simulateStorage } from '../support/engine/simulateStorage';

const action: NewPendingAction = {
  name: 'users.changeEmail',
  actionType: 'email_change',
  parameters: { newEmail: 'maya@example.org' },
  returnTo: '/account',
};

function createTab(options: Partial<Extract<SessionSecurityOptions, { link: unknown }>> = {}) {
  const clock = createManualClock();
  const shared = simulateStorage();
  const own = simulateStorage();
  const locks = simulateLocks();
  const user = { ...userFixture };
  const backend = createScriptedBackend({ clock, user });
  const open = () => {
    const owner = {};
    const ports: EnginePorts = {
      clock,
      random: () => 0.5,
      storage: () => shared.areaOf(owner),
      tabStorage: () => own.areaOf(owner),
      channel: () => undefined,
      locks: locks.managerOf(owner),
      page: undefined,
    };
    return createSessionSecurity({ link: backend.link, clock, ports, ...options });
  };
  const asked = (): number => backend.calls.filter(({ path }) => path === 'session.getStatus').length;
  return { clock, own, user, backend, asked, open };
}

describe('a client whose tab has nothing put aside', () => {
  it('asks nobody and touches nothing', () => {
    const { open, backend, own } = createTab();
    expect(open().proofs.mayHavePendingActions()).toBe(false);
    expect(backend.calls).toEqual([]);
    expect(own.writes).toBe(0);
  });
});

describe('an action that was put aside', () => {
  it('is there for the next document of the tab and the same user', async () => {
    const { open } = createTab();
    const id = (await open().proofs.loadPendingActions()).put(action);
    const { proofs } = open();
    expect(proofs.mayHavePendingActions()).toBe(true);
    expect((await proofs.loadPendingActions()).peek(id)).toEqual({ id, ...action });
  });

  it('is not there for another user, who signed in meanwhile without this tab’s knowing', async () => {
    const { open, user, own } = createTab();
    const id = (await open().proofs.loadPendingActions()).put(action);
    user.id = 'usr_eve';
    expect((await open().proofs.loadPendingActions()).peek(id)).toBeUndefined();
    expect([...own.items.values()].join()).not.toContain('maya');
  });

  it('is shown to nobody while the back end doesn’t say who is signed in', async () => {
    const { open, backend } = createTab();
    const id = (await open().proofs.loadPendingActions()).put(action);
    backend.fail('session.getStatus', new Error('down'), 1);
    const { proofs } = open();
    expect((await proofs.loadPendingActions()).peek(id)).toBeUndefined();
    expect((await proofs.loadPendingActions()).peek(id)).toBeDefined();
  });

  it('needs no question where the engine knows who is signed in', async () => {
    const { open, asked } = createTab();
    const client = open();
    client.engine.start();
    await client.engine.validate();
    const before = asked();
    const pending = await client.proofs.loadPendingActions();
    expect(pending.peek(pending.put(action))).toBeDefined();
    expect(asked()).toBe(before);
  });

  it.each(['auth.signOut', 'refused'])('is gone with the session, where its code was never loaded: %s', async (end) => {
    const { open, own, backend } = createTab();
    (await open().proofs.loadPendingActions()).put(action);
    const next = open();
    await next.call('session.getSessions');
    if (end === 'auth.signOut') await next.call('auth.signOut');
    else {
      backend.fail('session.getSessions', new SessionSecurityError('SESSION_REVOKED'), 1);
      await next.call('session.getSessions').catch(() => {});
    }
    expect([...own.items.keys()]).toEqual([]);
    expect(next.proofs.mayHavePendingActions()).toBe(false);
  });

  it('is gone when somebody signs in over a session, and its token with it (F11)', async () => {
    const { open, clock, own } = createTab();
    const client = open();
    await client.call('session.getSessions');
    const pending = await client.proofs.loadPendingActions();
    const id = pending.put(action);
    pending.keepToken(id, { token: 'a'.repeat(64), expiresAt: clock.now() + 60_000 });
    await client.call('auth.signIn', { identifier: 'maya@example.com', password: 'seven otters row home' });
    expect(pending.list()).toEqual([]);
    await expect(pending.take(id)).resolves.toBeUndefined();
    expect([...own.items.keys()]).toEqual([]);
  });

  it('tells whoever listens, without loading anything for that', async () => {
    const { open } = createTab();
    const { proofs } = open();
    let told = 0;
    const stop = proofs.onPendingActions(() => (told += 1));
    const pending = await proofs.loadPendingActions();
    pending.put(action);
    expect(told).toBe(1);
    stop();
    pending.put(action);
    expect(told).toBe(1);
  });

  it('keeps its token in the tab’s storage where the application chose so, and else nowhere (R43)', async () => {
    const token = 'a'.repeat(64);
    const found: boolean[] = [];
    for (const stepUpTokens of ['memory', 'sessionStorage'] as const) {
      const { open, clock, own } = createTab({ stepUpTokens });
      const pending = await open().proofs.loadPendingActions();
      pending.keepToken(pending.put(action), { token, expiresAt: clock.now() + 60_000 });
      found.push([...own.items.values()].join().includes(token));
    }
    expect(found).toEqual([false, true]);
  });

  it('belongs to nobody in particular over a back end that never says who is signed in', async () => {
    const { open } = createTab({ link: handlersLink({}) });
    const id = (await open().proofs.loadPendingActions()).put(action);
    expect((await open().proofs.loadPendingActions()).peek(id)).toBeDefined();
  });

  it('is kept in memory where the page has no storage of its own', async () => {
    const client = createSessionSecurity({ link: handlersLink({}) });
    const pending = await client.proofs.loadPendingActions();
    const id = pending.put(action);
    expect(pending.peek(id)).toEqual({ id, ...action });
  });
});
