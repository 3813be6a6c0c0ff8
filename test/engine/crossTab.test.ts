/** What the tabs of one browser do together (ENGINE T-49 … T-57). */
import { describe, expect, it } from 'vitest';
import { simulateSession } from '../support/engine/simulateSession';

const minute = 60_000;
const hour = 60 * minute;

describe('sign-out', () => {
  it.each([
    ['a channel', ['storageEvents'], 200],
    ['storage events', ['channels'], 1000],
    ['neither, with the next look', ['channels', 'storageEvents'], minute],
  ] as const)('T-49: by %s: reaches every tab in time, with one request in all', async (_, without, ms) => {
    const { browser, backend, openMany } = simulateSession({ without });
    backend.signIn();
    const tabs = await openMany(5);
    void tabs[0]?.engine.signOut();
    await browser.advance(ms);
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

  it.each([
    ['as it is by default', {}, 30],
    ['polled every minute', { validateEveryMs: minute }, 90],
  ])('T-53: %s: 1, 5 and 20 tabs differ by at most 5 %%', async (_, options, most) => {
    const totals: number[] = [];
    for (const count of [1, 5, 20]) {
      const { browser, backend, open } = simulateSession();
      backend.signIn();
      const tabs = Array.from({ length: count }, () => open(options));
      await browser.advance(5000);
      const before = backend.total;
      for (let passed = 0; passed < hour; passed += 20_000) {
        tabs[0]?.input();
        await browser.advance(20_000);
      }
      totals.push(backend.total - before);
    }
    expect(Math.max(...totals)).toBeLessThanOrEqual(most);
    expect(Math.min(...totals)).toBeGreaterThanOrEqual(most * 0.6);
    expect(Math.max(...totals) / Math.min(...totals)).toBeLessThanOrEqual(1.05);
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
