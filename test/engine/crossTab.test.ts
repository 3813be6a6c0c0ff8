/** What the tabs of one browser do together (ENGINE T-49 … T-57). */
import { describe, expect, it } from 'vitest';
import { simulateSession } from '../support/engine/simulateSession';

const minute = 60_000;
const hour = 60 * minute;

describe('sign-out', () => {
  it('T-49: reaches every tab within 200 ms over a channel, with one request in all', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const tabs = await openMany(5);
    void tabs[0]?.engine.signOut();
    await browser.advance(200);
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(Array.from({ length: 5 }, () => 'signedOut'));
    await browser.advance(hour);
    expect(backend.calls.signOut).toBe(1);
  });
});

describe('requests in an hour', () => {
  it.each([1, 5, 20])('T-53: %i tabs with one active user send at most 30', async (count) => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [first] = await openMany(count);
    const before = backend.total;
    for (let passed = 0; passed < hour; passed += 20_000) {
      first?.input();
      await browser.advance(20_000);
    }
    expect(backend.total - before).toBeLessThanOrEqual(30);
    expect(backend.calls.heartbeat).toBeGreaterThanOrEqual(11);
    expect(first?.engine.getSnapshot().status).toBe('active');
  });

  it.each([1, 20])('T-54: %i idle tabs send at most 14, and no heartbeat', async (count) => {
    const { browser, backend, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    await openMany(count);
    const before = backend.total;
    await browser.advance(hour);
    expect(backend.total - before).toBeLessThanOrEqual(14);
    expect(backend.calls.heartbeat).toBe(0);
  });

  it.each([1, 20])('T-54: %i hidden tabs send at most 8', async (count) => {
    const { browser, backend, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const tabs = await openMany(count);
    for (const tab of tabs) tab.hide();
    const before = backend.total;
    await browser.advance(hour);
    expect(backend.total - before).toBeLessThanOrEqual(8);
    expect(backend.total - before).toBeGreaterThan(0);
  });
});

describe('idle', () => {
  it('T-55: input in one tab keeps the others; when it crashes they end at the last input plus the limit', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [a, b] = await openMany(2);
    await browser.advance(10 * minute);
    a?.input();
    const inputAt = browser.now();
    await browser.advance(1000);
    a?.crash();
    await browser.advance(15 * minute - 1000 - 1);
    expect(b?.engine.getSnapshot().status).toBe('warning');
    expect(browser.now()).toBeLessThan(inputAt + 15 * minute);
    await browser.advance(6000);
    expect(b?.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
  });

  it('T-56: the warning opens in every tab with the same end; one "stay" closes all within 300 ms with one request', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const tabs = await openMany(3);
    await browser.advance(11 * minute);
    const ends = tabs.map(({ engine }) => engine.getSnapshot().warning?.expiresAt ?? 0);
    expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(1000);
    expect(Math.min(...ends)).toBeGreaterThan(0);
    const before = backend.calls.heartbeat;
    void tabs[1]?.engine.extend();
    await browser.advance(300);
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(['active', 'active', 'active']);
    await browser.advance(2 * minute);
    expect(backend.calls.heartbeat - before).toBe(1);
  });

  it('T-57: a tab opened during the countdown shows the same time at once', async () => {
    const { browser, backend, open, openMany } = simulateSession();
    backend.signIn();
    const [first] = await openMany(1);
    await browser.advance(12 * minute);
    const late = open();
    const { warning } = late.engine.getSnapshot();
    expect(warning?.expiresAt).toBe(first?.engine.getSnapshot().warning?.expiresAt);
    expect(warning).toBeDefined();
  });
});
