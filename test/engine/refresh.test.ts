/** One refresh at a time, in time, and never one too many (ENGINE T-01 … T-17, T-25, T-37, T-76). */
import { describe, expect, it } from 'vitest';
import type { AccessToken } from '../../src/engine/AccessToken';
import type { EngineTab } from '../support/engine/simulateSession';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const policy = { idleTimeoutMs: 24 * hour };

/** What a promise came to, once time has moved. */
function watch<Value>(promise: Promise<Value> | undefined) {
  const seen: { value?: Value; error?: unknown; isSettled: boolean } = { isSettled: false };
  promise?.then(
    (value) => Object.assign(seen, { value, isSettled: true }),
    (error: unknown) => Object.assign(seen, { error, isSettled: true }),
  );
  return seen;
}

const get = (tab: EngineTab, refused?: AccessToken) => watch(tab.engine.tokens?.get(refused));

async function bearer(options: Parameters<typeof simulateSession>[0] = {}) {
  const world = simulateSession({ policy, bearer: {}, ...options });
  world.backend.signIn();
  const tab = world.open();
  const first = get(tab);
  await world.browser.advance(second);
  return { ...world, tab, first };
}

describe('one flight', () => {
  it('T-01: fifty callers, one request, one token', async () => {
    const { browser, backend, open } = simulateSession({ policy, bearer: {} });
    backend.signIn();
    const tab = open();
    const callers = Array.from({ length: 50 }, () => get(tab));
    await browser.advance(backend.latencyMs + 50);
    expect(backend.calls.refresh).toBe(1);
    expect(new Set(callers.map(({ value }) => value?.value)).size).toBe(1);
    expect(callers.every(({ value }) => backend.accepts(value?.value))).toBe(true);
  });

  it('T-02: ten thousand reads of a good token ask nobody and write nothing', async () => {
    const { browser, backend, tab } = await bearer();
    const before = [backend.total, browser.storage.writes, browser.storage.reads];
    for (let reads = 0; reads < 10_000; reads += 1) tab.engine.tokens?.usable();
    expect([backend.total, browser.storage.writes, browser.storage.reads]).toEqual(before);
  });

  it('T-17: forced twenty times in a second: at most two requests', async () => {
    const { browser, backend, tab, first } = await bearer();
    const before = backend.calls.refresh;
    for (let calls = 0; calls < 20; calls += 1) {
      get(tab, first.value);
      await browser.advance(50);
    }
    expect(backend.calls.refresh - before).toBeLessThanOrEqual(2);
  });

  it('T-15: a listener that refreshes when it hears of a refresh: no deadlock, at most one more', async () => {
    const { browser, backend, open } = simulateSession({ policy, bearer: {} });
    backend.signIn();
    const tab = open();
    const inner: ReturnType<typeof get>[] = [];
    tab.engine.onNotice(({ type }) => {
      if (type === 'refreshed') inner.push(get(tab));
    });
    const outer = get(tab);
    await browser.advance(second);
    expect([outer.isSettled, inner[0]?.isSettled]).toEqual([true, true]);
    expect(backend.calls.refresh).toBeLessThanOrEqual(2);
  });

  it('T-16: a listener that throws, and one that never returns, hold up nobody', async () => {
    const { browser, backend, open } = simulateSession({ policy, bearer: {} });
    backend.signIn();
    const tab = open();
    let heard = 0;
    tab.engine.onNotice(() => {
      throw new Error('mine');
    });
    tab.engine.onNotice(() => void new Promise(() => {}));
    tab.engine.onNotice(({ type }) => (heard += type === 'refreshed' ? 1 : 0));
    const caller = get(tab);
    await browser.advance(second);
    expect([caller.isSettled, heard]).toEqual([true, 1]);
  });
});

describe('tabs', () => {
  it('T-03: ten tabs, one token due at the same instant, no leeway: one refresh, nobody signed out', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: { leewayMs: 0, isShared: true } });
    backend.signIn();
    const tabs = await openMany(10);
    const first = tabs.map((tab) => get(tab));
    await browser.advance(5 * second);
    expect(backend.calls.refresh).toBe(1);
    await browser.advance(11 * minute);
    expect(backend.calls.refresh).toBe(2);
    const after = tabs.map((tab) => get(tab));
    await browser.advance(second);
    expect(new Set(after.map(({ value }) => value?.issuedAt)).size).toBe(1);
    expect(first.every(({ isSettled }) => isSettled)).toBe(true);
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(tabs.map(() => 'active'));
  });

  it('T-03: where each tab has a token of its own, ten refresh one after the other; the eleventh is told when to come back', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: { leewayMs: 0 } });
    backend.signIn();
    const tabs = await openMany(11);
    const callers = tabs.map((tab) => get(tab));
    await browser.advance(10 * second);
    expect([backend.calls.refresh, backend.mostRefreshesAtOnce]).toEqual([10, 1]);
    expect(callers.filter(({ value }) => backend.accepts(value?.value))).toHaveLength(10);
    const refused = callers.findIndex(({ error }) => error !== undefined);
    expect(callers[refused]?.error).toMatchObject({ errorCode: 'RATE_LIMITED' });
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(tabs.map(() => 'active'));
    await browser.advance(5 * minute);
    const late = tabs.slice(refused, refused + 1).map((tab) => get(tab));
    await browser.advance(second);
    expect(late.every(({ value }) => backend.accepts(value?.value))).toBe(true);
  });

  it('T-04: the same without locks and without channels: at most two, within two seconds', async () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { browser, backend, openMany } = simulateSession({
      policy,
      random,
      bearer: { isShared: true },
      without: ['locks', 'channels'],
    });
    backend.signIn();
    const tabs = await openMany(10);
    const callers = tabs.map((tab) => get(tab));
    await browser.advance(2 * second);
    expect(backend.calls.refresh).toBeLessThanOrEqual(2);
    expect(callers.every(({ value }) => value !== undefined)).toBe(true);
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(tabs.map(() => 'active'));
  });

  it('T-05: a tab that needs a token while another refreshes waits, and takes that one', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: { isShared: true } });
    backend.signIn();
    const [a, b] = await openMany(2);
    backend.latencyMs = 3 * second;
    if (a === undefined || b === undefined) throw new Error('two tabs');
    const first = get(a);
    await browser.advance(second);
    const other = get(b);
    await browser.advance(4 * second);
    expect(backend.calls.refresh).toBe(1);
    expect(other.value?.issuedAt).toBe(first.value?.issuedAt);
  });

  it('each tab has a token of its own where it is kept in memory: they queue, and none is taken for a thief', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: { leewayMs: 0 } });
    backend.signIn();
    const tabs = await openMany(10);
    const callers = tabs.map((tab) => get(tab));
    await browser.advance(5 * second);
    expect(backend.calls.refresh).toBe(10);
    expect(callers.every(({ value }) => value !== undefined)).toBe(true);
    expect(backend.current?.ended).toBeUndefined();
  });

  it('T-11: the tab that holds the lock is killed: another one refreshes within 12 s, two requests in all', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: { isShared: true } });
    backend.signIn();
    const [a, b] = await openMany(2);
    if (a === undefined || b === undefined) throw new Error('two tabs');
    backend.latencyMs = 5 * second;
    get(a);
    await browser.advance(second);
    const other = get(b);
    a.crash();
    await browser.advance(11 * second);
    expect(other.value).toBeDefined();
    expect(backend.calls.refresh).toBe(2);
  });

  it('T-12: the tab that holds the lock is frozen for ten minutes: the others go on within 12 s', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: { isShared: true } });
    backend.signIn();
    const [a, b] = await openMany(2);
    if (a === undefined || b === undefined) throw new Error('two tabs');
    get(a);
    a.freeze();
    const other = get(b);
    await browser.advance(12 * second);
    expect(other.value).toBeDefined();
    await browser.advance(10 * minute);
    a.thaw();
    await browser.advance(minute);
    expect([a, b].map(({ engine }) => engine.getSnapshot().status)).toEqual(['active', 'active']);
  });

  it('T-06, T-50: what was refreshed for a session that is over is thrown away, and its caller is told', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: {} });
    backend.signIn();
    const [a, b] = await openMany(2);
    if (a === undefined || b === undefined) throw new Error('two tabs');
    backend.latencyMs = 2 * second;
    const late = get(b);
    await browser.advance(second);
    void a.engine.signOut();
    await browser.advance(minute);
    expect(late.error).toMatchObject({ code: 'SESSION_ENDED' });
    expect(b.engine.tokens?.usable()).toBeUndefined();
    expect([a, b].map(({ engine }) => engine.getSnapshot().status)).toEqual(['signedOut', 'signedOut']);
  });
});

describe('in time', () => {
  it.each([
    [3600, 3300, 5],
    [900, 600, 5],
    [240, 160, 3],
    [60, 40, 2],
  ])('T-07: a token of %i s is renewed at %i s, within %i', async (ttl, due, tolerance) => {
    const { browser, backend } = await bearer({ policy, bearer: { ttlMs: ttl * second } });
    await browser.advance((due - tolerance - 1) * second);
    expect(backend.calls.refresh).toBe(1);
    await browser.advance(2 * tolerance * second);
    expect(backend.calls.refresh).toBe(2);
  });

  it('T-07: a token of five seconds costs at most a request in two', async () => {
    const { browser, backend } = await bearer({ bearer: { ttlMs: 5 * second } });
    const before = backend.calls.refresh;
    await browser.advance(20 * second);
    expect(backend.calls.refresh - before).toBeLessThanOrEqual(10);
  });

  it.each([0, -60])('T-08: tokens that live %i s: three tries in the first minute, ten in five', async (ttl) => {
    const { browser, backend, tab } = await bearer({ bearer: { ttlMs: ttl * second } });
    for (let passed = 0; passed < 59; passed += 1) {
      get(tab);
      await browser.advance(second);
    }
    expect(backend.calls.refresh).toBeLessThanOrEqual(3);
    for (let passed = 0; passed < 240; passed += 1) {
      get(tab);
      await browser.advance(second);
    }
    expect(backend.calls.refresh).toBeLessThanOrEqual(10);
  });

  it('T-25: timers once a minute, as in a hidden tab: renewed a minute before the end', async () => {
    const { browser, backend, tab } = await bearer();
    tab.hide();
    const issued = tab.engine.tokens?.usable();
    await browser.advance(14 * minute);
    expect(backend.calls.refresh).toBe(2);
    expect(tab.engine.tokens?.usable()?.issuedAt).toBeLessThan((issued?.expiresAt ?? 0) - minute);
  });

  it.each([2 * hour, -2 * hour])('T-18, T-19: a clock wrong by %i ms causes none', async (offsetMs) => {
    const { browser, backend, tab } = await bearer({ offsetMs });
    for (let reads = 0; reads < 100; reads += 1) {
      get(tab);
      await browser.advance(second);
    }
    expect(backend.calls.refresh).toBe(1);
  });

  it('T-76: whatever the application does, ten in five minutes; the eleventh is refused here', async () => {
    const { browser, backend, tab } = await bearer();
    const results: ReturnType<typeof get>[] = [];
    for (let calls = 0; calls < 40; calls += 1) {
      results.push(get(tab, tab.engine.tokens?.usable()));
      await browser.advance(second);
    }
    expect(backend.calls.refresh).toBe(10);
    expect(results.at(-1)?.error).toMatchObject({ errorCode: 'RATE_LIMITED' });
    expect(tab.notices.some(({ type }) => type === 'budgetExhausted')).toBe(true);
    await browser.advance(6 * minute);
    const later = get(tab, tab.engine.tokens?.usable());
    await browser.advance(second);
    expect(later.value).toBeDefined();
  });
});

describe('what goes wrong', () => {
  it('T-09: a refresh that never comes back is given up after 10 s; the session stays', async () => {
    const { browser, backend, open } = simulateSession({ policy, bearer: {} });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    backend.fault = 'hang';
    const caller = get(tab);
    await browser.advance(9 * second);
    expect(caller.isSettled).toBe(false);
    await browser.advance(2 * second);
    expect(caller.error).toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(tab.engine.getSnapshot().status).toBe('active');
    backend.fault = undefined;
    await browser.advance(5 * minute);
    const later = get(tab);
    await browser.advance(second);
    expect(later.value).toBeDefined();
  });

  it('T-10: an answer after the timeout changes nothing', async () => {
    const { browser, backend, tab } = await bearer();
    backend.latencyMs = 60 * second;
    get(tab, tab.engine.tokens?.usable());
    await browser.advance(11 * second);
    backend.latencyMs = 20;
    await browser.advance(10 * second);
    const newer = get(tab);
    await browser.advance(second);
    await browser.advance(2 * minute);
    expect(tab.engine.tokens?.usable()?.issuedAt).toBe(newer.value?.issuedAt);
  });

  it('T-13: the answer is lost: the same attempt is made again, and the session goes on', async () => {
    let seed = 0.1;
    const { browser, backend, tab, first } = await bearer({ random: () => (seed = (seed * 7.3) % 1) });
    backend.fault = 'lost';
    get(tab, first.value);
    await browser.advance(second);
    backend.fault = undefined;
    await browser.advance(3 * second);
    const again = get(tab, first.value);
    await browser.advance(second);
    expect(again.value).toBeDefined();
    expect(backend.attemptIds.at(-1)).toBe(backend.attemptIds.at(-2));
    expect(backend.attemptIds.at(-1)).not.toBe(backend.attemptIds[0]);
    expect(tab.engine.getSnapshot().status).toBe('active');
  });

  it('T-14: refused as used twice, while another tab has just succeeded: that is believed', async () => {
    const { browser, backend, openMany } = simulateSession({
      policy,
      bearer: { isShared: true, leewayMs: 0 },
      without: ['locks'],
    });
    backend.signIn();
    const tabs = await openMany(2);
    const callers = tabs.map((tab) => get(tab));
    await browser.advance(3 * second);
    expect(callers.every(({ isSettled }) => isSettled)).toBe(true);
    expect(tabs.filter(({ notices }) => notices.some(({ type }) => type === 'ended')).length).toBe(
      backend.current?.ended === undefined ? 0 : 2,
    );
  });

  it('T-14: refused as used twice: the store is read once more before anybody is signed out', async () => {
    const { browser, backend, openMany } = simulateSession({ policy, bearer: { isShared: true } });
    backend.signIn();
    const [tab] = await openMany(1);
    backend.refusesRefresh = 'REFRESH_TOKEN_REUSED';
    const caller = watch(tab?.engine.tokens?.get());
    await browser.advance(5);
    const name = 'react-session-security:session';
    const record = JSON.parse(browser.storage.items.get(name) ?? '{}') as Record<string, unknown>;
    const token = { issuedAt: backend.now(), expiresAt: backend.now() + 15 * minute, isShared: true };
    browser.storage.items.set(name, JSON.stringify({ ...record, generation: 1, token }));
    await browser.advance(second);
    expect(caller.value).toMatchObject({ issuedAt: token.issuedAt });
    expect(tab?.engine.getSnapshot().status).toBe('active');
    const again = watch(tab?.engine.tokens?.get(caller.value));
    await browser.advance(second);
    expect(again.error).toMatchObject({ name: 'SessionEndedError' });
    expect(tab?.engine.getSnapshot()).toMatchObject({ status: 'revoked', reason: 'reused' });
  });

  it.each([
    ['SESSION_REVOKED', 'revoked', 'revoked'],
    ['SESSION_EXPIRED', 'active', 'expired'],
  ] as const)(
    'T-37: %s for a refresh while the token is good: %s, and in the end %s',
    async (code, meanwhile, afterwards) => {
      const { browser, backend, tab } = await bearer();
      backend.refusesRefresh = code;
      await browser.advance(14 * minute);
      expect(backend.calls.refresh).toBe(2);
      expect(tab.engine.getSnapshot().status).toBe(meanwhile);
      await browser.advance(2 * minute);
      expect(tab.engine.getSnapshot().status).toBe(afterwards);
      expect(backend.calls.refresh).toBe(2);
    },
  );
});

describe('T-75: after a recovery', () => {
  it('the hooks run in order, each with a limit, whatever becomes of the others', async () => {
    const { browser, backend, tab, first } = await bearer();
    const ran: string[] = [];
    tab.engine.onRecovered(() => void ran.push('first'));
    tab.engine.onRecovered(() => {
      ran.push('throws');
      throw new Error('mine');
    });
    tab.engine.onRecovered(() => {
      ran.push('hangs');
      return new Promise(() => {});
    });
    const tokens: (string | undefined)[] = [];
    tab.engine.onRecovered(() => {
      ran.push('last');
      tokens.push(tab.engine.tokens?.usable()?.value);
    });
    get(tab, first.value);
    await browser.advance(4 * second);
    expect(ran).toEqual(['first', 'throws', 'hangs']);
    // Another refresh meanwhile: one more round, and only the newest token is seen.
    get(tab, tab.engine.tokens?.usable());
    await browser.advance(20 * second);
    expect(ran).toEqual(['first', 'throws', 'hangs', 'last', 'first', 'throws', 'hangs', 'last']);
    expect(new Set(tokens)).toEqual(new Set([tab.engine.tokens?.usable()?.value]));
    expect(backend.calls.refresh).toBe(3);
  });

  it('of the network they run too, and not once they are taken off', async () => {
    const { browser, backend, open } = simulateSession({ policy });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    let ran = 0;
    const off = tab.engine.onRecovered(() => void (ran += 1));
    const fail = async (): Promise<void> => {
      backend.fault = 'offline';
      await browser.advance(6 * minute);
      backend.fault = undefined;
      await browser.advance(10 * minute);
    };
    await fail();
    expect(ran).toBe(1);
    off();
    await fail();
    expect(ran).toBe(1);
  });
});
