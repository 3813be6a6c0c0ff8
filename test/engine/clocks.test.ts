/** Wrong clocks, clocks that are set, and machines that sleep (ENGINE T-18 … T-26). */
import { describe, expect, it } from 'vitest';
import { createSessionEngine } from '../../src/engine/createSessionEngine';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('a wrong clock', () => {
  it.each([2 * hour, -2 * hour])(
    'T-18, T-19: an error of %i ms changes neither the end nor the traffic',
    async (offsetMs) => {
      const { browser, backend, open } = simulateSession({ offsetMs });
      backend.signIn();
      const { engine } = open();
      await browser.advance(second);
      expect(engine.getSnapshot()).toMatchObject({ status: 'active', isVerified: true });
      for (let reads = 0; reads < 100; reads += 1) engine.getSnapshot();
      await browser.advance(9 * minute);
      expect(backend.total).toBeLessThanOrEqual(2);
      expect(engine.getSnapshot().status).toBe('active');
      await browser.advance(2 * minute);
      expect(engine.getSnapshot().status).toBe('warning');
      await browser.advance(5 * minute);
      expect(engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
    },
  );
});

describe('a tab that has not asked yet', () => {
  it.each([2 * hour, -2 * hour])('A11: knows of an error of %i ms from the others', async (offsetMs) => {
    const { browser, backend, openMany, open } = simulateSession({ offsetMs });
    backend.signIn();
    await openMany(1);
    backend.fault = 'hang';
    const { engine } = open();
    expect(Math.abs(engine.now() - backend.now())).toBeLessThan(second);
    expect(engine.getSnapshot().status).toBe('active');
    await browser.advance(9 * minute);
    expect(engine.getSnapshot().status).toBe('active');
  });
});

describe('an engine that has not been started', () => {
  /** By the clock of the machine the session is over; the server has it still. */
  const unstarted = async () => {
    const world = simulateSession();
    world.backend.signIn();
    const [before] = await world.openMany(1);
    before?.crash();
    world.browser.setClock(hour);
    const tab = world.browser.openTab();
    const engine = createSessionEngine({ ports: tab.ports, transport: world.backend.transportFor(tab) });
    const ended: unknown[] = [];
    engine.onNotice((notice) => notice.type === 'ended' && ended.push(notice));
    return { ...world, engine, ended };
  };

  it.each(['heartbeatEvery', 'validate', 'extend', 'refused'] as const)(
    'T-20: ends nothing by a clock that nobody has checked, whatever is asked of it first: %s',
    async (call) => {
      const { browser, backend, engine, ended } = await unstarted();
      if (call === 'heartbeatEvery') engine.heartbeatEvery(minute);
      else if (call === 'refused') engine.refused('SESSION_REVOKED', undefined, -1);
      else void engine[call]();
      await browser.advance(5 * second);
      engine.start();
      await browser.advance(5 * second);
      expect(engine.getSnapshot().status).toBe('active');
      expect([ended, backend.calls.signOut]).toEqual([[], 0]);
    },
  );

  it('looks at nothing and asks nobody because of an interval', async () => {
    const { browser, backend, engine } = await unstarted();
    const before = [backend.total, browser.storage.reads];
    engine.heartbeatEvery(minute)();
    await browser.advance(5 * second);
    expect([backend.total, browser.storage.reads]).toEqual(before);
    expect(engine.getSnapshot().status).toBe('unknown');
  });
});

describe('a clock that is set while the page runs', () => {
  it('T-20: a day ahead ends nothing, asks once, and is told once', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const { engine, notices } = open();
    await browser.advance(minute);
    const before = backend.calls.validate;
    browser.setClock(day);
    await browser.advance(minute + second);
    expect(engine.getSnapshot()).toMatchObject({ status: 'active', isVerified: true });
    expect(backend.calls.validate - before).toBe(1);
    expect(notices.filter(({ type }) => type === 'clockJumped')).toHaveLength(1);
    expect(notices.filter(({ type }) => type === 'ended')).toHaveLength(0);
  });

  it('T-21: an hour back does not give an hour more', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const { engine } = open();
    await browser.advance(minute);
    browser.setClock(-hour);
    await browser.advance(13 * minute);
    expect(engine.getSnapshot().status).toBe('warning');
    await browser.advance(1 * minute + 6 * second);
    expect(engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
  });
});

describe('a clock that runs ahead for a while', () => {
  it('T-20: is noticed before an answer is asked for; no end is told that is taken back', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const tabs = await openMany(2);
    browser.setClock(20 * minute);
    void tabs[0]?.engine.validate();
    await browser.advance(5 * second);
    expect(tabs.map(({ engine }) => engine.getSnapshot().status)).toEqual(['active', 'active']);
    expect(tabs.flatMap(({ notices }) => notices.filter(({ type }) => type === 'ended'))).toEqual([]);
  });

  it('T-21: puts no input into the future: idle is idle in all tabs once the time is known', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [tab, other] = await openMany(2);
    backend.fault = 'offline';
    browser.setClock(8 * minute);
    tab?.input();
    await browser.advance(10 * second);
    // It reads what was written, and leaves the asking to the other.
    other?.page.window.dispatch('online');
    other?.page.window.dispatch('offline');
    backend.fault = undefined;
    await browser.advance(minute);
    for (const { engine } of [tab, other].flatMap((one) => one ?? [])) {
      expect(engine.lastActivityAt()).toBeLessThanOrEqual(engine.now());
    }
    await browser.advance(15 * minute);
    expect(tab?.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
    expect(other?.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
  });

  it('T-20: is not put right by a refusal, and does not end the next session in another tab', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [tab, other] = await openMany(2);
    other?.hide();
    void tab?.engine.signOut();
    await browser.advance(second);
    browser.setClock(20 * minute);
    await browser.advance(minute);
    void other?.engine.validate();
    await browser.advance(second);
    backend.signIn('omar');
    void tab?.engine.validate();
    await browser.advance(minute);
    for (const { engine } of [tab, other].flatMap((one) => one ?? [])) {
      expect(engine.getSnapshot()).toMatchObject({ status: 'active', userId: 'omar' });
      expect(Math.abs(engine.now() - backend.now())).toBeLessThan(second);
    }
  });
});

describe('a machine that sleeps', () => {
  it('T-22: what was typed before the sleep is not told as if it were now', async () => {
    const { browser, backend, open, sleep } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    tab.input();
    await browser.advance(second);
    sleep(8 * hour);
    tab.show();
    await browser.advance(minute);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
    expect(backend.calls.heartbeat).toBe(0);
  });

  it('T-22: beyond the limit, the session is over before any input counts; no warning, no heartbeat', async () => {
    const { browser, backend, open, sleep } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(minute);
    sleep(8 * hour);
    tab.input();
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'validating', canMutate: false });
    tab.input();
    await browser.advance(second);
    tab.input();
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
    await browser.advance(10 * minute);
    expect(tab.notices.filter(({ type }) => type === 'warned')).toHaveLength(0);
    expect(backend.calls.heartbeat).toBe(0);
  });

  it('T-22: beyond the limit, an extension brings nothing back, and is not told as one', async () => {
    const { browser, backend, open, sleep } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(minute);
    sleep(20 * minute);
    backend.fault = 'offline';
    void tab.engine.extend();
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'validating', canMutate: false });
    await browser.advance(minute);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
    void tab.engine.extend();
    await browser.advance(minute);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
    expect(tab.notices.filter(({ type }) => type === 'extended')).toEqual([]);
  });

  it('T-22: with no network to ask, the clock on the wall decides', async () => {
    const { browser, backend, open, sleep } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(minute);
    sleep(8 * hour);
    backend.fault = 'offline';
    tab.show();
    await browser.advance(11 * second);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
  });

  it('T-23: within the limit, the countdown shows what is left', async () => {
    const { browser, backend, open, sleep } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    sleep(10 * minute);
    tab.show();
    await browser.advance(second);
    const { status, warning } = tab.engine.getSnapshot();
    expect(status).toBe('warning');
    expect(Math.abs((warning?.expiresAt ?? 0) - tab.engine.now() - 5 * minute)).toBeLessThanOrEqual(7 * second);
  });
});

describe('a deadline far away', () => {
  it.each([30, 400])('T-24: %i days are waited for in short hops', async (days) => {
    const idleTimeoutMs = days * day;
    const { browser, backend, open, sleep } = simulateSession({
      policy: { idleTimeoutMs, absoluteTimeoutMs: 2 * idleTimeoutMs, warnBeforeMs: minute },
    });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    tab.hide();
    await browser.advance(hour);
    expect(tab.engine.getSnapshot().status).toBe('active');
    const endsAt = tab.engine.limits()?.endsAt ?? 0;
    expect(Math.abs(endsAt - backend.now() - (idleTimeoutMs - hour))).toBeLessThanOrEqual(minute);
    // The machine sleeps through it; the first wake sees the end.
    sleep(endsAt - tab.engine.now() + minute);
    await browser.advance(minute);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
  });
});
