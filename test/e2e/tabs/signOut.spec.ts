/** What a sign-out in one real tab does to the others (ENGINE T-49, T-50, T-51, T-74). */
import { expect, test } from './support/test';
import { withoutChannels, withoutStorageEventsAndChannels } from './support/surroundings';
import {
  countNotices,
  freeze,
  getSessions,
  notices,
  reached,
  signIn,
  signOut,
  snapshot,
  statuses,
  thaw,
} from './support/tabs';

for (const [means, init] of [
  ['channels and storage events', undefined],
  ['storage events alone', withoutChannels],
] as const) {
  test(`T-49: a sign-out in one of five tabs ends the others, which are hidden, by ${means}, with one request`, async ({
    begin,
  }) => {
    const { backend, openMany } = await begin(init === undefined ? {} : { init });
    const tabs = await openMany(5);
    const [first, ...others] = tabs;
    await first.bringToFront();
    await signIn(first, backend.accounts.ada);
    await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'active'));

    await signOut(first);
    await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'signedOut'));
    await expect.poll(() => backend.count('auth.signOut')).toBe(1);
    await expect.poll(() => backend.isIdle()).toBe(true);
    expect(backend.count('auth.signOut')).toBe(1);
    expect(await Promise.all(tabs.map((tab) => countNotices(tab, 'ended')))).toEqual(tabs.map(() => 1));

    const [here = 0] = await reached([first], 'signedOut');
    const there = await reached(others, 'signedOut');
    console.log(`T-49, ${means}: ${there.map((at) => at - here).join(', ')} ms`);
  });
}

test('T-49: where both were missed, a tab that comes back is signed out without asking anybody', async ({ begin }) => {
  const { backend, open } = await begin({ init: withoutStorageEventsAndChannels });
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await expect.poll(() => statuses([first])).toEqual(['active']);
  const second = await open('second');
  await expect.poll(() => statuses([second])).toEqual(['active']);
  await freeze(second);
  await first.bringToFront();
  await signOut(first);
  await expect.poll(() => backend.count('auth.signOut')).toBe(1);
  await expect.poll(() => backend.isIdle()).toBe(true);
  expect(await statuses([first, second])).toEqual(['signedOut', 'active']);
  backend.forget();
  await thaw(second);
  await second.bringToFront();
  await expect.poll(() => statuses([second])).toEqual(['signedOut']);
  expect(backend.requests).toEqual([]);
});

test('T-50: a token that comes after the sign-out in another tab brings nothing back', async ({ begin }) => {
  const { backend, open } = await begin({ transport: 'bearer' });
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await expect.poll(() => statuses([first])).toEqual(['active']);

  const refresh = backend.hold('auth.refresh', 'answer');
  const second = await open('second');
  const call = getSessions(second);
  await refresh.caught;
  await signOut(first);
  await expect.poll(() => statuses([first, second])).toEqual(['signedOut', 'signedOut']);
  refresh.release();
  await expect.poll(() => backend.isIdle()).toBe(true);
  expect(await call).toBe('The session has ended.');
  expect(await getSessions(second)).toBe('The session has ended.');
  expect(await statuses([first, second])).toEqual(['signedOut', 'signedOut']);
  expect(backend.requests.filter(({ tab, authorization }) => tab === 'second' && authorization !== undefined)).toEqual(
    [],
  );

  const third = await open('third');
  await expect.poll(() => statuses([third])).toEqual(['signedOut']);
});

test('T-51: a tab that was frozen while the account changed tells of it once, and never uses the old token', async ({
  begin,
}) => {
  const { backend, open, errors } = await begin({ transport: 'bearer' });
  const { ada, bob } = backend.accounts;
  const frozen = await open('frozen');
  await signIn(frozen, ada);
  await expect.poll(() => statuses([frozen])).toEqual(['active']);
  expect(await getSessions(frozen)).toBe(1);
  const oldToken = backend.requests.findLast(({ tab }) => tab === 'frozen')?.authorization;
  expect(oldToken).toMatch(/^Bearer /u);
  const first = await open('first');
  await expect.poll(() => statuses([first])).toEqual(['active']);
  await freeze(frozen);

  await first.evaluate(
    async (input) => {
      await window.tab.client.engine.signOut();
      await window.tab.client.call('auth.signIn', input);
    },
    { identifier: bob.email, password: bob.password },
  );
  await expect.poll(async () => (await snapshot(first)).userId).toBe(bob.id);
  const before = backend.requests.length;
  await thaw(frozen);
  await frozen.bringToFront();
  await expect.poll(async () => snapshot(frozen)).toMatchObject({ status: 'active', userId: bob.id });
  expect(await getSessions(frozen)).toBe(1);

  expect((await notices(frozen)).filter(({ type }) => type === 'userSwitched')).toEqual([
    { type: 'userSwitched', from: ada.id, to: bob.id },
  ]);
  const later = backend.requests.slice(before).filter(({ tab }) => tab === 'frozen');
  expect(later.length).toBeGreaterThan(0);
  expect(later.filter(({ authorization }) => authorization === oldToken)).toEqual([]);
  expect(errors).toEqual([]);
});

test('T-74: a sign-out without a network is known to all tabs at once, and told to the server when it is back', async ({
  begin,
}) => {
  const { context, backend, openMany } = await begin();
  const tabs = await openMany(3);
  await signIn(tabs[0], backend.accounts.ada);
  await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'active'));
  await context.setOffline(true);
  await signOut(tabs[0]);
  await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'signedOut'));
  expect(backend.count('auth.signOut')).toBe(0);
  await context.setOffline(false);
  await expect.poll(() => backend.count('auth.signOut')).toBe(1);
  await expect.poll(() => backend.isIdle()).toBe(true);
  const revived = await tabs[0].evaluate(() =>
    fetch('/api/trpc/session.getStatus', { headers: { 'x-session-security': '1' } }).then(({ status }) => status),
  );
  expect(revived).toBe(401);
  expect(backend.count('auth.signOut')).toBe(1);
});
