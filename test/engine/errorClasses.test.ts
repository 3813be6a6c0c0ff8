/** What an answer means: only the back end's own word ends a session (ENGINE T-28 … T-37). */
import { describe, expect, it } from 'vitest';
import { sessionSecurityErrorCodes, errorTable } from '../../src/contract/errors';
import { classify, parseRetryAfter } from '../../src/engine/classify';
import { createSessionEngine } from '../../src/engine/createSessionEngine';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('classify', () => {
  it.each([undefined, 200, 302, 400, 403, 404, 408, 425, 500, 502, 503, 504, 511, 520, 530])(
    'T-28: status %s without our code is transient',
    (status) => {
      expect(classify({ status, cause: undefined }).kind).toBe('transient');
    },
  );

  it('T-30: a 401 in words that are not ours needs a second opinion', () => {
    expect(classify({ status: 401, cause: undefined }).kind).toBe('ambiguous');
  });

  it.each(sessionSecurityErrorCodes)(
    'T-29: %s ends the session if, and only if, its reaction is to sign in',
    (code) => {
      const { reaction, status } = errorTable[code];
      expect(classify({ status, code, cause: undefined }).kind === 'rejected').toBe(reaction === 'signIn');
    },
  );

  it('T-31: 429 says how long, within an hour; without a word it is a minute', () => {
    expect(classify({ status: 429, retryAfterMs: 120_000, cause: 1 })).toMatchObject({
      kind: 'throttled',
      retryAfterMs: 120_000,
    });
    expect(classify({ status: 429, cause: 1 })).toMatchObject({ kind: 'throttled', retryAfterMs: 60_000 });
    expect(classify({ status: 429, retryAfterMs: 1e12, cause: 1 })).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(classify({ status: 429, retryAfterMs: Number.NaN, cause: 1 })).toMatchObject({ retryAfterMs: 60_000 });
    expect(classify({ status: 503, retryAfterMs: 1000, cause: 1 }).kind).toBe('throttled');
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 10, 21, 9);
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 09:02:00 GMT', 120_000],
    ['Sat, 21 Nov 2026 08:00:00 GMT', 0],
    ['-1', undefined],
    ['soon', undefined],
    ['1e9', undefined],
    ['', undefined],
    [null, undefined],
  ])('T-31: %j is %s', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});

describe('the session', () => {
  it('T-34: opened without a network, it asks nothing before there is one', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    await openMany(1);
    const { total } = backend;
    const tab = browser.openTab();
    tab.page.navigator.onLine = false;
    const engine = createSessionEngine({ ports: tab.ports, transport: backend.transportFor(tab) });
    engine.start();
    expect(engine.getSnapshot()).toMatchObject({ status: 'active', link: 'offline' });
    await browser.advance(4 * minute);
    expect(backend.total).toBe(total);
  });

  it('what the back end warns of is the same array until it changes', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const limit = { id: 'w1', warningType: 'session_limit', message: 'Five devices.', currentCount: 5, maxSessions: 5 };
    backend.warnings = [limit];
    const { engine } = open();
    await browser.advance(second);
    const { warnings } = engine.getSnapshot();
    expect(warnings).toEqual([limit]);
    let told = 0;
    engine.subscribe(() => (told += 1));
    backend.warnings = [{ ...limit }];
    void engine.validate();
    await browser.advance(second);
    expect(engine.getSnapshot().warnings).toBe(warnings);
    expect(told).toBe(0);
    backend.warnings = [];
    void engine.validate();
    await browser.advance(second);
    expect(engine.getSnapshot().warnings).toEqual([]);
  });

  it('T-30: a refusal in words that are not ours is asked about at once, and where it was nothing, nobody sees it', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    const before = backend.calls.validate;
    backend.fault = 'ambiguous';
    void tab.engine.validate();
    await browser.advance(5);
    backend.fault = undefined;
    await browser.advance(100);
    expect(backend.calls.validate - before).toBe(2);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'active', link: 'online' });
    expect(tab.notices.filter(({ type }) => type === 'degraded')).toEqual([]);
  });

  it.each([['offline'], ['hang'], ['ambiguous'], [{ throttle: 60_000 }]] as const)(
    'T-28: survives %j for as long as it lasts, and says that something is wrong',
    async (fault) => {
      const { browser, backend, open } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
      backend.signIn();
      const { engine, notices } = open();
      await browser.advance(second);
      backend.fault = fault;
      await browser.advance(30 * minute);
      expect(engine.getSnapshot()).toMatchObject({
        status: 'active',
        link: 'degraded',
        isVerified: false,
        canMutate: false,
      });
      backend.fault = undefined;
      await browser.advance(6 * minute);
      expect(engine.getSnapshot()).toMatchObject({
        status: 'active',
        link: 'online',
        isVerified: true,
        canMutate: true,
      });
      expect(notices.filter(({ type }) => type === 'ended')).toHaveLength(0);
      expect(notices.map(({ type }) => type)).toEqual(expect.arrayContaining(['degraded', 'recovered']));
    },
  );

  it.each([
    ['revoked', 'revoked', 'revoked'],
    ['idle', 'expired', 'idle'],
    ['absolute', 'expired', 'absolute'],
  ] as const)('T-29: ended as %s on the server, every tab says so once', async (ended, status, reason) => {
    const { browser, backend, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    const session = backend.signIn();
    const tabs = await openMany(3);
    session.ended = ended;
    await browser.advance(6 * minute);
    for (const { engine, notices } of tabs) {
      expect(engine.getSnapshot()).toMatchObject({ status, reason });
      expect(notices.filter(({ type }) => type === 'ended')).toEqual([{ type: 'ended', reason }]);
    }
    const asked = backend.total;
    await browser.advance(hour);
    expect(backend.total).toBe(asked);
  });

  it('T-31: Retry-After is honoured by every tab, also when the user comes back to one', async () => {
    const { browser, backend, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const tabs = await openMany(3);
    backend.fault = { throttle: 120 * second };
    await browser.advance(5 * minute);
    const asked = backend.total;
    backend.fault = undefined;
    for (let waited = 0; waited < 100; waited += 10) {
      for (const tab of tabs) tab.page.window.dispatch('focus');
      await browser.advance(10 * second);
    }
    expect(backend.total).toBe(asked);
    await browser.advance(2 * minute);
    expect(backend.total).toBeGreaterThan(asked);
  });

  it.each([1, 5])('T-32: with the server down for 30 minutes, %i tabs try at most 15 times', async (count) => {
    let seed = 1;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { browser, backend, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour }, random });
    backend.signIn();
    const tabs = await openMany(count);
    backend.fault = 'offline';
    const before = backend.total;
    await browser.advance(30 * minute);
    expect(backend.total - before).toBeLessThanOrEqual(15);
    backend.fault = undefined;
    tabs[0]?.page.window.dispatch('focus');
    await browser.advance(2 * second);
    expect(tabs.map(({ engine }) => engine.getSnapshot().link)).toEqual(tabs.map(() => 'online'));
  });

  it('T-33: without the server’s word it is readable for 12 hours, not a minute more, whatever the clock says', async () => {
    const { browser, backend, open } = simulateSession({ policy: { idleTimeoutMs: 48 * hour } });
    backend.signIn();
    const { engine } = open();
    await browser.advance(second);
    backend.fault = 'offline';
    await browser.advance(6 * hour);
    browser.setClock(-6 * hour);
    await browser.advance(6 * hour - 2 * minute);
    expect(engine.getSnapshot()).toMatchObject({ status: 'active', isVerified: false, canMutate: false });
    await browser.advance(3 * minute);
    expect(engine.getSnapshot()).toMatchObject({ status: 'signedOut', reason: 'graceExhausted' });
  });

  it('T-34: started offline with a session an hour old, it is there at once, unverified, and asks once when it can', async () => {
    const { browser, backend, open, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const [first] = await openMany(1);
    first?.stop();
    await browser.advance(hour);
    backend.fault = 'offline';
    const before = backend.total;
    const late = open();
    late.page.navigator.onLine = false;
    late.page.window.dispatch('offline');
    expect(late.engine.getSnapshot()).toMatchObject({ status: 'active', isVerified: false, canMutate: false });
    await browser.advance(10 * minute);
    const whileOffline = backend.total - before;
    backend.fault = undefined;
    late.page.navigator.onLine = true;
    late.page.window.dispatch('online');
    await browser.advance(2 * second);
    expect(whileOffline).toBeLessThanOrEqual(1);
    expect(backend.total - before - whileOffline).toBe(1);
    expect(late.engine.getSnapshot()).toMatchObject({ status: 'active', isVerified: true });
  });

  it('T-35: a network that comes and goes 20 times in a minute causes at most 3 requests', async () => {
    const { browser, backend, open } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const tab = open();
    await browser.advance(minute);
    const before = backend.total;
    for (let cycle = 0; cycle < 20; cycle += 1) {
      tab.page.window.dispatch('offline');
      await browser.advance(1500);
      tab.page.window.dispatch('online');
      await browser.advance(1500);
    }
    expect(backend.total - before).toBeLessThanOrEqual(3);
  });

  it('T-36: the browser says offline, and yet something answered: it is online', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    tab.page.window.dispatch('offline');
    expect(tab.engine.getSnapshot().link).toBe('offline');
    tab.engine.answered();
    expect(tab.engine.getSnapshot().link).toBe('online');
  });
});
