/** Starting, stopping, leaving and coming back (ENGINE T-58, T-59, T-66, T-68, T-73, T-74, T-77, T-79). */
import { describe, expect, it } from 'vitest';
import { createSessionEngine } from '../../src/engine/createSessionEngine';
import { hintMessage } from '../../src/engine/createTabBus';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('start and stop', () => {
  it('T-66: mounted, unmounted and mounted again: one request, one set of listeners', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    const listeners = tab.page.listenerCount;
    tab.stop();
    const stop = tab.engine.start();
    const stopTwin = tab.engine.start();
    await browser.advance(second);
    expect(backend.total).toBe(1);
    stop();
    stop();
    await browser.advance(second);
    const inputListeners = tab.page.listenerCount - listeners;
    stopTwin();
    expect(inputListeners).toBeGreaterThanOrEqual(0);
    expect(tab.page.listenerCount).toBe(0);
    expect(browser.pendingTimers).toBe(0);
  });

  it('T-66: fifty remounts leak nothing', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    const [listeners, timers] = [tab.page.listenerCount, browser.pendingTimers];
    for (let cycle = 0; cycle < 50; cycle += 1) {
      tab.stop();
      tab.stop = tab.engine.start();
    }
    await browser.advance(second);
    expect(tab.page.listenerCount).toBe(listeners);
    expect(browser.pendingTimers).toBe(timers);
    expect(backend.total).toBe(1);
  });

  it('T-68: disposed with a call under way: nothing is written and nobody is told afterwards', async () => {
    const { browser, backend, open } = simulateSession({ latencyMs: 3000 });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    const told = tab.notices.length;
    const { writes } = browser.storage;
    tab.engine.dispose();
    tab.engine.dispose();
    await browser.advance(10 * second);
    expect(browser.storage.writes).toBe(writes);
    expect(tab.notices).toHaveLength(told);
    expect(tab.page.listenerCount).toBe(0);
    expect(browser.pendingTimers).toBe(0);
  });

  it('T-68: disposed: whatever it is asked for, it asks nobody', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    tab.engine.dispose();
    const { total } = backend;
    const { writes } = browser.storage;
    const done = [tab.engine.validate(), tab.engine.extend(), tab.engine.signOut()];
    tab.engine.start();
    await browser.advance(minute);
    await Promise.all(done);
    expect(backend.total).toBe(total);
    expect(browser.storage.writes).toBe(writes);
    expect(browser.pendingTimers).toBe(0);
  });

  it('T-73: without a page, as on a server, it touches nothing and asks nothing by itself', () => {
    const { browser, backend } = simulateSession();
    const tab = browser.openTab();
    const engine = createSessionEngine({
      ports: {
        ...tab.ports,
        page: undefined,
        storage: () => {
          throw new Error('touched');
        },
      },
      transport: backend.transportFor(tab),
    });
    expect(engine.getSnapshot()).toBe(engine.getSnapshot());
    expect(engine.getSnapshot().status).toBe('unknown');
    expect([backend.total, browser.timersMade]).toEqual([0, 0]);
  });
});

describe('the back/forward cache', () => {
  it('T-58: back after a sign-out elsewhere: signed out before anything is painted', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [cached, other] = await openMany(2);
    cached?.page.window.dispatch('pagehide', { persisted: true });
    cached?.freeze();
    void other?.engine.signOut();
    await browser.advance(minute);
    cached?.thaw();
    cached?.page.window.dispatch('pageshow', { persisted: true });
    expect(cached?.engine.getSnapshot().status).toBe('signedOut');
  });

  it('T-58: put away, it hears no message, which would throw it out of the cache; back, it does', async () => {
    const { browser, backend, open } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    const other = browser.openTab().ports.channel('react-session-security');
    const looksAfterMessage = async (): Promise<number> => {
      const { reads } = browser.storage;
      other?.postMessage(hintMessage);
      await browser.advance(second / 10);
      return browser.storage.reads - reads;
    };
    tab.page.window.dispatch('pagehide', { persisted: true });
    expect(await looksAfterMessage()).toBe(0);
    tab.page.window.dispatch('pageshow', { persisted: true });
    await browser.advance(second);
    expect(await looksAfterMessage()).toBeGreaterThan(0);
  });

  it('T-59: back while signed in: everything works once, and at most one question is asked', async () => {
    const { browser, backend, open } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    const listeners = tab.page.listenerCount;
    tab.page.window.dispatch('pagehide', { persisted: true });
    await browser.advance(minute);
    const before = backend.total;
    tab.page.window.dispatch('pageshow', { persisted: true });
    tab.show();
    await browser.advance(second);
    expect(backend.total - before).toBe(1);
    expect(tab.page.listenerCount).toBe(listeners);
    tab.input();
    await browser.advance(6 * minute);
    expect(backend.calls.heartbeat).toBe(1);
  });
});

describe('waking', () => {
  it('T-77: all signals of half a second are one recovery', async () => {
    const { browser, backend, open } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const tab = open();
    await browser.advance(minute);
    const before = backend.total;
    for (const type of ['focus', 'online', 'focus', 'pageshow']) tab.page.window.dispatch(type, { persisted: true });
    tab.show();
    tab.page.document.dispatch('resume');
    await browser.advance(2 * second);
    expect(backend.total - before).toBe(1);
    const { timersMade } = browser;
    for (let signals = 0; signals < 100; signals += 1) tab.page.window.dispatch('focus');
    expect(browser.timersMade - timersMade).toBe(1);
  });

  it('T-79: the first call after a wake fails: it is repeated within a second, and nobody sees it', async () => {
    const { browser, backend, open, sleep } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    sleep(hour);
    backend.fault = 'offline';
    const before = backend.total;
    tab.show();
    await browser.advance(400);
    expect(backend.total - before).toBe(1);
    backend.fault = undefined;
    await browser.advance(600);
    expect(backend.total - before).toBe(2);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'active', link: 'online', isVerified: true });
  });
});

describe('signing out', () => {
  it('T-74: works offline at once, in every tab; the server is told when it can be, within a day', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const tabs = await openMany(3);
    backend.fault = 'offline';
    for (const tab of tabs) tab.page.window.dispatch('offline');
    void tabs[0]?.engine.signOut();
    expect(tabs[0]?.engine.getSnapshot()).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
    await browser.advance(200);
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(['signedOut', 'signedOut', 'signedOut']);
    await browser.advance(hour);
    expect(backend.current).toBeDefined();
    backend.fault = undefined;
    for (const tab of tabs) tab.page.window.dispatch('online');
    await browser.advance(5 * second);
    expect(backend.current).toBeUndefined();
  });

  it('T-74: is not delivered a day later, nor to whoever signed in since', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn('maya');
    const tab = open();
    await browser.advance(second);
    backend.fault = 'offline';
    tab.page.window.dispatch('offline');
    void tab.engine.signOut();
    await browser.advance(minute);
    backend.fault = undefined;
    backend.signIn('omar');
    void tab.engine.validate();
    await browser.advance(second);
    tab.page.window.dispatch('online');
    await browser.advance(hour / 10);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'active', userId: 'omar' });
    expect(backend.current?.userId).toBe('omar');
  });

  it('T-74: what the server has not heard brings nothing back: asked about the session, it is told', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    // Something in between said that it had been done.
    backend.fault = 'ambiguous';
    void tab.engine.signOut();
    await browser.advance(second);
    backend.fault = undefined;
    await browser.advance(minute);
    expect(backend.current).toBeDefined();
    void tab.engine.validate();
    await browser.advance(second);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
    expect(backend.current).toBeUndefined();
  });

  it('T-74: gives up what is under way', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    backend.fault = 'hang';
    void tab.engine.extend();
    await browser.advance(second);
    backend.fault = undefined;
    void tab.engine.signOut();
    await browser.advance(second);
    expect(tab.notices).toContainEqual(expect.objectContaining({ call: 'heartbeat', outcome: 'transient' }));
  });

  it('T-74: a sign-out that the application has made itself is not made again', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const tabs = await openMany(2);
    backend.current = undefined;
    tabs[0]?.engine.signedOut();
    await browser.advance(minute);
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(['signedOut', 'signedOut']);
    expect(backend.calls.signOut).toBe(0);
  });

  it('T-50: an answer that comes after the sign-out brings nothing back', async () => {
    const { browser, backend, openMany } = simulateSession({ latencyMs: 4000 });
    backend.signIn();
    const [a, b] = await openMany(2);
    await browser.advance(5 * minute);
    void b?.engine.validate();
    await browser.advance(1000);
    void a?.engine.signOut();
    await browser.advance(minute);
    expect([a, b].map((tab) => tab?.engine.getSnapshot().status)).toEqual(['signedOut', 'signedOut']);
  });
});
