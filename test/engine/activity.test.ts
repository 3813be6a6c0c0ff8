/** Whether somebody is there (ENGINE T-60 … T-65, T-80). */
import { describe, expect, it } from 'vitest';
import { inputTypes } from '../../src/engine/createActivityMonitor';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

async function signedIn(policy = {}) {
  const world = simulateSession({ policy: { idleTimeoutMs: 24 * hour, ...policy } });
  world.backend.signIn();
  const tab = world.open();
  await world.browser.advance(second);
  return { ...world, tab };
}

describe('input', () => {
  it('T-60: a million events notify nobody, and cost one timer and one write in five seconds', async () => {
    const { browser, tab } = await signedIn();
    let told = 0;
    tab.engine.subscribe(() => (told += 1));
    const timers = browser.timersMade;
    const { writes } = browser.storage;
    for (let events = 0; events < 1_000_000; events += 1) tab.input();
    // The fold, and the one timer of the scheduler, set anew.
    expect(browser.timersMade - timers).toBeLessThanOrEqual(2);
    expect(browser.storage.writes - writes).toBe(1);
    for (let passed = 0; passed < 60; passed += 1) {
      await browser.advance(second);
      for (let events = 0; events < 100; events += 1) tab.input();
    }
    expect(browser.storage.writes - writes).toBeLessThanOrEqual(14);
    expect(told).toBe(0);
  });

  it('T-61: one passive, captured listener for each type, and none once it is stopped', async () => {
    const { tab } = await signedIn();
    const heard = tab.page.window.listeners.filter(({ type }) => inputTypes.some((input) => input === type));
    expect(heard.map(({ type }) => type).toSorted()).toEqual([...inputTypes].toSorted());
    expect(heard.every(({ options }) => options?.passive === true && options.capture === true)).toBe(true);
    tab.stop();
    expect(tab.page.listenerCount).toBe(0);
  });

  it.each(['focus', 'pageshow', 'online'])('T-62: %s is none', async (type) => {
    const { browser, backend, tab } = await signedIn();
    await browser.advance(minute);
    tab.page.window.dispatch(type, { persisted: true, isTrusted: true });
    tab.show();
    await browser.advance(10 * minute);
    expect(backend.calls.heartbeat).toBe(0);
    expect(backend.current?.lastActivityAt).toBeLessThan(backend.now() - 11 * minute);
  });

  it('T-62: untrusted events are none, and neither is our own traffic', async () => {
    const { browser, backend, tab } = await signedIn();
    for (let passed = 0; passed < 20; passed += 1) {
      tab.page.window.dispatch('pointermove', { isTrusted: false });
      void tab.engine.validate();
      await browser.advance(minute);
    }
    expect(backend.calls.heartbeat).toBe(0);
  });

  it('T-63: one at 0:01 is told at 5:00; none since then, none at 10:00', async () => {
    const { browser, backend, tab } = await signedIn();
    tab.input();
    await browser.advance(5 * minute + second);
    expect(backend.calls.heartbeat).toBe(1);
    await browser.advance(10 * minute);
    expect(backend.calls.heartbeat).toBe(1);
  });

  it('A2: after an hour away the first one is told at once', async () => {
    const { browser, backend, tab } = await signedIn();
    await browser.advance(hour);
    tab.input();
    await browser.advance(second);
    expect(backend.calls.heartbeat).toBe(1);
  });

  it('T-65: a tab that nobody touches never becomes active by itself', async () => {
    const { browser, backend, tab } = await signedIn({ idleTimeoutMs: 15 * minute });
    for (let passed = 0; passed < 16; passed += 1) {
      tab.page.window.dispatch('online');
      await browser.advance(minute);
    }
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
    expect(backend.calls.heartbeat).toBe(0);
  });
});

describe('input on another origin, in the same session', () => {
  it('A2: counts once the server tells of it', async () => {
    const { browser, backend, tab } = await signedIn({ idleTimeoutMs: 15 * minute });
    await browser.advance(9 * minute);
    if (backend.current !== undefined) backend.current.lastActivityAt = backend.now();
    await browser.advance(9 * minute);
    expect(tab.engine.getSnapshot().status).toBe('active');
    await browser.advance(2 * minute);
    expect(tab.engine.getSnapshot().status).toBe('warning');
    expect(backend.calls.heartbeat).toBe(0);
  });
});

describe('what is told of it', () => {
  it('A1: once for all input within five seconds', async () => {
    const { browser, tab } = await signedIn();
    let told = 0;
    const cancel = tab.engine.onActivity(() => (told += 1));
    for (let passed = 0; passed < 60; passed += 1) {
      for (let events = 0; events < 20; events += 1) tab.input();
      await browser.advance(second);
    }
    expect(told).toBe(12);
    cancel();
    await browser.advance(10 * second);
    tab.input();
    expect(told).toBe(12);
  });

  it('A1: in the other tab too, at once where somebody wants to know, and otherwise with the next look', async () => {
    const { browser, tab, open } = await signedIn();
    const [listening, silent] = [open(), open()];
    await browser.advance(minute);
    let told = 0;
    listening.engine.onActivity(() => (told += 1));
    const { reads } = browser.storage;
    tab.input();
    const at = browser.now();
    await browser.advance(100);
    expect(told).toBe(1);
    for (const { engine } of [tab, listening, silent]) {
      expect(Math.abs(Number(engine.lastActivityAt()) - at)).toBeLessThanOrEqual(20);
    }
    expect(browser.storage.reads - reads).toBeLessThan(60);
  });

  it('is nothing before there is a session, and nothing after it', async () => {
    const { browser, backend, open } = simulateSession();
    const tab = open();
    await browser.advance(second);
    expect(tab.engine.lastActivityAt()).toBeUndefined();
    backend.signIn();
    const at = browser.now();
    void tab.engine.validate();
    await browser.advance(second);
    expect(Math.abs(Number(tab.engine.lastActivityAt()) - at)).toBeLessThanOrEqual(100);
    void tab.engine.signOut();
    await browser.advance(second);
    expect(tab.engine.lastActivityAt()).toBeUndefined();
  });
});

describe('heartbeats less often than the policy wants them', () => {
  const beatsInAnHour = async (wishes: readonly number[], tabs: number, policy = {}) => {
    const { browser, backend, tab, open } = await signedIn(policy);
    const all = [tab, ...Array.from({ length: tabs - 1 }, () => open())];
    for (const { engine } of all) for (const wish of wishes) engine.heartbeatEvery(wish);
    for (let passed = 0; passed < hour; passed += 20 * second) {
      for (const each of all) each.input();
      await browser.advance(20 * second);
    }
    expect(tab.engine.getSnapshot().status).toBe('active');
    return backend.calls.heartbeat;
  };

  it.each([1, 5, 20])('A2: every 20 minutes: three, with %i tabs', async (tabs) => {
    expect(await beatsInAnHour([20 * minute], tabs)).toBe(3);
  });

  it.each([
    [[30 * minute, 20 * minute], 3],
    [[minute], 12],
    [[Number.NaN], 12],
    [[], 12],
  ])('A2: of %j the shortest counts, and none shortens the server’s own five minutes', async (wishes, beats) => {
    expect(await beatsInAnHour(wishes, 1)).toBe(beats);
  });

  it.each([hour, Number.POSITIVE_INFINITY])(
    'A2: %i ms: the server hears of input before it would warn, so the session stays',
    async (wish) => {
      const beats = await beatsInAnHour([wish], 1, { idleTimeoutMs: 15 * minute });
      expect(beats).toBeGreaterThanOrEqual(5);
      expect(beats).toBeLessThanOrEqual(6);
    },
  );

  it('A2: counted: once the last wish is taken back, it is the policy’s interval again', async () => {
    const { browser, backend, tab } = await signedIn();
    const cancels = [tab.engine.heartbeatEvery(hour), tab.engine.heartbeatEvery(hour)];
    tab.input();
    await browser.advance(10 * minute);
    cancels[0]?.();
    cancels[0]?.();
    await browser.advance(10 * minute);
    expect(backend.calls.heartbeat).toBe(0);
    cancels[1]?.();
    await browser.advance(second);
    expect(backend.calls.heartbeat).toBe(1);
  });
});

describe('the warning', () => {
  const policy = { idleTimeoutMs: 15 * minute };

  it('A12: input takes it back, here and in the other tab, and the server is told once', async () => {
    const { browser, backend, tab, open } = await signedIn(policy);
    const other = open();
    await browser.advance(11 * minute);
    expect(other.engine.getSnapshot().status).toBe('warning');
    tab.input('keydown');
    await browser.advance(300);
    expect([tab, other].map(({ engine }) => engine.getSnapshot().status)).toEqual(['active', 'active']);
    await browser.advance(10 * second);
    expect(backend.calls.heartbeat).toBe(1);
  });

  it('T-64: where it has to be answered, input doesn’t take it back', async () => {
    const { browser, backend, open } = simulateSession({ policy });
    backend.signIn();
    const tab = open({ inputExtends: false });
    await browser.advance(11 * minute);
    tab.input();
    await browser.advance(second);
    expect(tab.engine.getSnapshot().status).toBe('warning');
    void tab.engine.extend();
    await browser.advance(second);
    expect(tab.engine.getSnapshot().status).toBe('active');
  });

  it('T-80: after an extension the next one is another warning', async () => {
    const { browser, tab } = await signedIn(policy);
    await browser.advance(11 * minute);
    const first = tab.engine.getSnapshot().warning?.id;
    void tab.engine.extend();
    await browser.advance(second);
    expect(tab.engine.getSnapshot().warning).toBeUndefined();
    await browser.advance(11 * minute);
    expect(tab.engine.getSnapshot().warning?.id).toBeDefined();
    expect(tab.engine.getSnapshot().warning?.id).not.toBe(first);
  });

  it('A12: says "absolute" when that is what comes first, and staying doesn’t move it', async () => {
    const { browser, tab } = await signedIn({ absoluteTimeoutMs: 20 * minute, idleTimeoutMs: 18 * minute });
    for (let passed = 0; passed < 16; passed += 1) {
      await browser.advance(minute);
      tab.input();
    }
    const { status, warning } = tab.engine.getSnapshot();
    expect([status, warning?.reason]).toEqual(['warning', 'absolute']);
    void tab.engine.extend();
    await browser.advance(second);
    expect(tab.engine.getSnapshot().warning).toEqual(warning);
    await browser.advance(4 * minute);
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'absolute' });
  });
});
