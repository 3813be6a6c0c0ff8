/** Browsers that lack or refuse something, and other scripts that write where the engine reads (ENGINE T-52, T-69 … T-72). */
import { expect, test } from './support/test';
import {
  withBlockedStorage,
  withFullStorage,
  withoutChannels,
  withoutLocks,
  withoutLocksAndChannels,
} from './support/surroundings';
import { countNotices, getSessions, signIn, signOut, snapshot, statuses } from './support/tabs';

for (const [what, init] of [
  ['blocked', withBlockedStorage],
  ['full', withFullStorage],
] as const) {
  for (const transport of ['cookie', 'bearer'] as const) {
    test(`T-69, T-70: ${what} storage, ${transport}: each tab works by itself and says so once`, async ({ begin }) => {
      const { backend, open, errors } = await begin({ init, transport });
      const first = await open('first');
      await signIn(first, backend.accounts.ada);
      const second = await open('second');
      await expect.poll(() => statuses([first, second])).toEqual(['active', 'active']);
      expect(await Promise.all([getSessions(first), getSessions(second)])).toEqual([1, 1]);
      expect(await Promise.all([first, second].map((tab) => countNotices(tab, 'storageDegraded')))).toEqual([1, 1]);
      await signOut(first);
      await expect.poll(() => statuses([first])).toEqual(['signedOut']);
      // Nothing tells the second one; the server does as soon as it asks.
      expect(await getSessions(second)).not.toBe(1);
      await expect.poll(async () => (await snapshot(second)).status).toMatch(/^(?:signedOut|revoked)$/u);
      expect(errors).toEqual([]);
    });
  }
}

for (const [what, init] of [
  ['no locks', withoutLocks],
  ['no channels', withoutChannels],
  ['neither locks nor channels', withoutLocksAndChannels],
] as const) {
  test(`T-04: with ${what}, tabs still sign in and out together and are not told of a fault`, async ({ begin }) => {
    const { backend, openMany, errors } = await begin({ init });
    const tabs = await openMany(3);
    await signIn(tabs[0], backend.accounts.ada);
    await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'active'));
    await signOut(tabs[0]);
    await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'signedOut'));
    await expect.poll(() => backend.count('auth.signOut')).toBeGreaterThan(0);
    expect(await Promise.all(tabs.map((tab) => countNotices(tab, 'storageDegraded')))).toEqual([0, 0, 0]);
    expect(errors).toEqual([]);
  });
}

test('T-72: storage that is emptied while everything runs signs nobody out', async ({ begin }) => {
  const { backend, open, openPlain } = await begin();
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await expect.poll(() => statuses([first])).toEqual(['active']);
  const changes = await first.evaluate(() => window.tab.statuses.length);
  const plain = await openPlain();
  await plain.evaluate(() => localStorage.clear());
  const second = await open('second');
  await expect.poll(() => statuses([first, second])).toEqual(['active', 'active']);
  const seen = await second.evaluate(() => window.tab.statuses.map(({ status }) => status));
  expect(seen).not.toContain('signedOut');
  expect(await first.evaluate(() => window.tab.statuses.length)).toBe(changes);
});

test('T-52, T-71: what another script of the origin posts and stores ends nobody and costs little', async ({
  begin,
}) => {
  const { backend, open, openMany, openPlain, errors } = await begin();
  const tabs = await openMany(3);
  await signIn(tabs[0], backend.accounts.ada);
  await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'active'));
  await expect.poll(() => backend.isIdle()).toBe(true);
  const script = await openPlain();
  backend.forget();

  await script.evaluate(async () => {
    const name = 'react-session-security';
    const channel = new BroadcastChannel(name);
    const genuine = { source: name, version: 1, type: 'changed' };
    const forged: unknown[] = [
      null,
      0,
      '',
      'changed',
      [],
      {},
      { ...genuine, version: 2 },
      { ...genuine, type: 'signedOut' },
      { ...genuine, record: { ended: { reason: 'signedOut' } } },
      JSON.parse('{"__proto__":{"source":"react-session-security","version":1,"type":"changed"}}'),
      new Map([['type', 'changed']]),
      new ArrayBuffer(1_000_000),
      'x'.repeat(1_000_000),
    ];
    for (const message of forged) channel.postMessage(message);
    for (let index = 0; index < 2000; index += 1) channel.postMessage(genuine);

    const record = `${name}:session`;
    const stored = localStorage.getItem(record) ?? '';
    const parsed = JSON.parse(stored) as Record<string, unknown>;
    const texts = [
      stored.slice(0, -1),
      'null',
      '[]',
      '{"__proto__":{"ended":{"reason":"signedOut","at":1}}}',
      JSON.stringify({ ...parsed, version: 2, ended: { reason: 'signedOut', at: 1 } }),
      JSON.stringify({ ...parsed, epoch: '9', ended: { reason: 'signedOut', at: 1 } }),
      JSON.stringify({ ...parsed, epoch: 1e300, userId: 'somebody' }),
      JSON.stringify({ ...parsed, epoch: 9, ended: { reason: 'because', at: 1 } }),
      JSON.stringify({ ...parsed, epoch: 9, userId: { toString: 'x' } }),
      'x'.repeat(5_000_000),
    ];
    for (const text of texts) {
      localStorage.setItem(record, text);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    for (const key of ['activity', 'seen', 'farewell', 'throttle', 'refreshes', 'job.validate', 'job.heartbeat']) {
      for (const text of ['', 'NaN', '-1', '1e9,1e9,1e9', '999999999999999,999999999999999,999999999999999', '{}']) {
        localStorage.setItem(`${name}:${key}`, text);
      }
    }
    localStorage.removeItem(record);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });

  expect(await statuses(tabs)).toEqual(tabs.map(() => 'active'));
  expect(await Promise.all(tabs.map((tab) => countNotices(tab, 'ended')))).toEqual([0, 0, 0]);
  expect(await Promise.all(tabs.map((tab) => countNotices(tab, 'userSwitched')))).toEqual([0, 0, 0]);
  expect(await tabs[0].evaluate(() => Object.keys(Object.prototype))).toEqual([]);
  expect(backend.requests.length).toBeLessThanOrEqual(6);
  expect(errors).toEqual([]);

  const late = await open('late');
  await expect.poll(() => statuses([late])).toEqual(['active']);
  await signOut(late);
  await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'signedOut'));
});
