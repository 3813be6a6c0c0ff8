/** Storage that is full, blocked, broken, emptied or hostile (ENGINE T-52, T-69 … T-72, T-78). */
import { describe, expect, it } from 'vitest';
import { hintMessage } from '../../src/engine/createTabBus';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const recordName = 'react-session-security:session';

describe('storage', () => {
  it.each(['onWrite', 'onUse'] as const)(
    'T-69, T-70: fails %s: this tab goes on from memory and says so once',
    async (how) => {
      const { browser, backend, open } = simulateSession();
      backend.signIn();
      browser.storage.fail(how);
      const tab = open();
      await browser.advance(second);
      expect(tab.engine.getSnapshot()).toMatchObject({ status: 'active', isVerified: true });
      tab.input();
      await browser.advance(10 * minute);
      expect(backend.calls.heartbeat).toBe(1);
      expect(tab.notices.filter(({ type }) => type === 'storageDegraded')).toHaveLength(1);
    },
  );

  it('T-69: fails later, in the middle of everything: nothing is lost', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    browser.storage.fail('onUse');
    await browser.advance(11 * minute);
    expect(tab.engine.getSnapshot().status).toBe('warning');
    void tab.engine.extend();
    await browser.advance(second);
    expect(tab.engine.getSnapshot().status).toBe('active');
    expect(tab.notices.filter(({ type }) => type === 'storageDegraded')).toHaveLength(1);
  });

  it('T-70: there is none', async () => {
    const { browser, backend, open } = simulateSession({ without: ['storage', 'channels', 'locks'] });
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    expect(tab.engine.getSnapshot().status).toBe('active');
  });

  it('T-72: emptied while a session lives: it is still there, and asked about at most once', async () => {
    const { browser, backend, open } = simulateSession();
    backend.signIn();
    const tab = open();
    await browser.advance(second);
    browser.storage.items.clear();
    const fresh = open();
    expect(fresh.engine.getSnapshot().status).toBe('validating');
    await browser.advance(second);
    expect([tab, fresh].map(({ engine }) => engine.getSnapshot().status)).toEqual(['active', 'active']);
    expect([tab, fresh].flatMap(({ notices }) => notices.filter(({ type }) => type === 'ended'))).toEqual([]);
  });
});

describe('what lies in the store', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['truncated', '{"version":1,"epoch":9'],
    ['not an object', '[1,2,3]'],
    ['null', 'null'],
    ['of wrong types', '{"version":1,"epoch":"9","userId":5}'],
    ['from another version', '{"version":99,"epoch":9,"userId":"a","sessionId":"b"}'],
    ['with __proto__', '{"__proto__":{"version":1,"epoch":9},"version":1}'],
    ['of five megabytes', `{"version":1,"epoch":9,"x":"${'x'.repeat(5_000_000)}"}`],
    ['not finite', '{"version":1,"epoch":1e999,"userId":"a","sessionId":"b"}'],
  ];

  it.each(hostile)('T-71: %s: is ignored, and nobody is signed out', async (_, text) => {
    const { browser, backend, openMany, open } = simulateSession();
    backend.signIn();
    const [tab] = await openMany(1);
    browser.storage.items.set(recordName, text);
    tab?.page.window.dispatch('storage', { key: recordName, newValue: text });
    const late = open();
    await browser.advance(minute);
    expect([tab, late].map((each) => each?.engine.getSnapshot().status)).toEqual(['active', 'active']);
    expect(tab?.notices.filter(({ type }) => type === 'ended')).toEqual([]);
    expect(({} as Record<string, unknown>)['epoch']).toBeUndefined();
  });

  it('T-71: from the future: the server is asked before anything ends', async () => {
    const { browser, backend, openMany, open } = simulateSession();
    backend.signIn();
    await openMany(1);
    const record = JSON.parse(browser.storage.items.get(recordName) ?? '{}') as Record<string, number>;
    browser.storage.items.set(
      recordName,
      JSON.stringify({ ...record, confirmedAt: (record['confirmedAt'] ?? 0) + 1e10 }),
    );
    browser.storage.items.set('react-session-security:seen', '999999999999999');
    const late = open();
    await browser.advance(minute);
    expect(late.engine.getSnapshot()).toMatchObject({ status: 'active', isVerified: true });
    expect(backend.total).toBeLessThan(10);
  });

  it('T-52: input from before the sign-in, written late, keeps nobody', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [tab] = await openMany(1);
    void tab?.engine.signOut();
    await browser.advance(second);
    backend.signIn('omar');
    void tab?.engine.validate();
    await browser.advance(second);
    browser.storage.items.set('react-session-security:activity', `1,${String(browser.now() + 10 * minute)}`);
    await browser.advance(16 * minute);
    expect(tab?.engine.getSnapshot()).toMatchObject({ status: 'expired', reason: 'idle' });
  });

  it('T-52: older records and unknown messages change nothing', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [a, b] = await openMany(2);
    const old = browser.storage.items.get(recordName) ?? '';
    void a?.engine.signOut();
    await browser.advance(second);
    backend.signIn('omar');
    void a?.engine.validate();
    await browser.advance(second);
    browser.storage.items.set(recordName, old);
    b?.page.window.dispatch('storage', { key: recordName, newValue: old });
    await browser.advance(second);
    expect([a, b].map((tab) => tab?.engine.getSnapshot().userId)).toEqual(['omar', 'omar']);
  });

  it('Bad input: a flood of forged messages costs twenty looks a second and no request', async () => {
    const { browser, backend, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
    backend.signIn();
    const [tab] = await openMany(1);
    const forger = browser.openTab().ports.channel('react-session-security');
    const before = backend.total;
    const { reads } = browser.storage;
    for (let passed = 0; passed < 10; passed += 1) {
      for (let messages = 0; messages < 1000; messages += 1) {
        forger?.postMessage(hintMessage);
        forger?.postMessage({ type: 'signout' });
        forger?.postMessage('x'.repeat(100));
      }
      await browser.advance(100);
    }
    expect(backend.total).toBe(before);
    expect(browser.storage.reads - reads).toBeLessThan(40 * 12);
    expect(tab?.engine.getSnapshot().status).toBe('active');
  });

  it('T-52: messages that are not ours are not even a reason to look', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    await openMany(1);
    const forger = browser.openTab().ports.channel('react-session-security');
    const { reads } = browser.storage;
    for (const message of [undefined, null, 5, { type: 'changed' }, `${hintMessage}0`, [hintMessage]]) {
      forger?.postMessage(message);
      await browser.advance(100);
    }
    expect(browser.storage.reads).toBe(reads);
  });

  it('T-78: neither the store nor any notice holds a name, an address or a token', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn();
    const [tab] = await openMany(1);
    tab?.input();
    await browser.advance(10 * minute);
    expect([...browser.storage.items.keys()].toSorted()).toEqual([
      'react-session-security:activity',
      'react-session-security:job.heartbeat',
      'react-session-security:job.validate',
      recordName,
    ]);
    expect(Object.keys(JSON.parse(browser.storage.items.get(recordName) ?? '{}') as object).toSorted()).toEqual([
      'absoluteExpiresAt',
      'confirmedAt',
      'epoch',
      'generation',
      'heartbeatIntervalMs',
      'idleTimeoutMs',
      'offsetMs',
      'serverActivityAt',
      'sessionId',
      'userId',
      'version',
      'warnBeforeMs',
      'warnings',
    ]);
  });
});

describe('T-51: an account that changes', () => {
  it('is noticed once by a tab that was frozen meanwhile, and nothing of the old one is sent again', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn('maya');
    const [a, c] = await openMany(2);
    c?.freeze();
    void a?.engine.signOut();
    await browser.advance(50);
    backend.signIn('omar');
    void a?.engine.validate();
    await browser.advance(minute);
    const sent = backend.log.length;
    c?.thaw();
    c?.show();
    await browser.advance(minute);
    expect(c?.notices.filter(({ type }) => type === 'userSwitched')).toEqual([
      { type: 'userSwitched', from: 'maya', to: 'omar' },
    ]);
    expect(c?.engine.getSnapshot()).toMatchObject({ status: 'active', userId: 'omar' });
    expect(backend.log.slice(sent).every(({ userId }) => userId === 'omar')).toBe(true);
  });

  it.each([
    ['before anybody has looked', 5 * second],
    ['long after', 30 * second],
  ])('T-10: an answer about the old one, which a frozen tab finds %s the new sign-in, does no harm', async (_, ms) => {
    const { browser, backend, openMany } = simulateSession({ latencyMs: 2 * second });
    backend.signIn('maya');
    const [a, c] = await openMany(2);
    void c?.engine.validate();
    await browser.advance(1.5 * second);
    c?.freeze();
    await browser.advance(second);
    void a?.engine.signOut();
    await browser.advance(5 * second);
    backend.signIn('omar');
    void a?.engine.validate();
    await browser.advance(ms);
    c?.thaw();
    await browser.advance(minute);
    expect([a, c].map((tab) => tab?.engine.getSnapshot().userId)).toEqual(['omar', 'omar']);
    expect([a, c].flatMap((tab) => tab?.notices.filter(({ type }) => type === 'userSwitched'))).toEqual([
      { type: 'userSwitched', from: 'maya', to: 'omar' },
      { type: 'userSwitched', from: 'maya', to: 'omar' },
    ]);
  });

  it('T-10: a refusal of the old one, which a frozen tab finds long after the new sign-in, ends nothing', async () => {
    const { browser, backend, openMany } = simulateSession({ latencyMs: 2 * second });
    backend.signIn('maya');
    const [a, c] = await openMany(2);
    if (backend.current !== undefined) backend.current.ended = 'revoked';
    void c?.engine.validate();
    await browser.advance(1.5 * second);
    c?.freeze();
    backend.signIn('omar');
    void a?.engine.validate();
    await browser.advance(30 * second);
    c?.thaw();
    await browser.advance(minute);
    expect([a, c].map((tab) => tab?.engine.getSnapshot())).toMatchObject([
      { status: 'active', userId: 'omar' },
      { status: 'active', userId: 'omar' },
    ]);
  });

  it('gives up what is under way for the old one', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn('maya');
    const [a, b] = await openMany(2);
    backend.fault = 'hang';
    void b?.engine.extend();
    await browser.advance(second);
    backend.fault = undefined;
    backend.signIn('omar');
    void a?.engine.validate();
    await browser.advance(second);
    expect(b?.engine.getSnapshot().userId).toBe('omar');
    expect(b?.notices).toContainEqual(expect.objectContaining({ call: 'heartbeat', outcome: 'transient' }));
  });

  it('T-51: whoever waits for a token of the old one gets none of the new one', async () => {
    const { browser, backend, open } = simulateSession({ policy: { idleTimeoutMs: 24 * hour }, bearer: {} });
    backend.signIn('maya');
    const tab = open();
    await browser.advance(second);
    // Behind this page: on another origin, say.
    backend.signIn('omar');
    const asked = tab.engine.tokens?.get().then(
      () => 'a token',
      (error: Error) => error.name,
    );
    await browser.advance(second);
    expect(await asked).toBe('SessionEndedError');
    expect(tab.engine.getSnapshot()).toMatchObject({ status: 'active', userId: 'omar' });
    const token = tab.engine.tokens?.get();
    await browser.advance(second);
    expect(backend.accepts((await token)?.value)).toBe(true);
  });

  it('A9: a call of the old one that is refused after the new sign-in ends nothing', async () => {
    const { browser, backend, openMany } = simulateSession();
    backend.signIn('maya');
    const [tab] = await openMany(1);
    const epoch = tab?.engine.epoch() ?? 0;
    backend.signIn('omar');
    void tab?.engine.validate();
    await browser.advance(second);
    tab?.engine.refused('SESSION_REVOKED', undefined, epoch);
    expect(tab?.engine.getSnapshot()).toMatchObject({ status: 'active', userId: 'omar' });
    tab?.engine.refused('SESSION_REVOKED', undefined, tab.engine.epoch());
    expect(tab?.engine.getSnapshot()).toMatchObject({ status: 'revoked', userId: 'omar' });
  });
});
