/** One refresh over all real tabs, whatever becomes of the one that does it (ENGINE T-03 … T-13, T-25). */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import type { Begin } from './support/test';
import { withoutLocksAndChannels } from './support/surroundings';
import { countNotices, crash, freeze, getSessions, signIn, snapshot, statuses, thaw } from './support/tabs';
import { pass, settle } from './support/time';

const minute = 60_000;

/** The access token lies in a cookie and lives as long as the session lies idle: it is renewed after 20 minutes. */
const tokenInCookie = {
  client: 'bearer',
  transport: 'cookie',
  policy: { session: { idleTimeoutMs: 25 * minute } },
  isClockMovable: true,
} as const;

for (const count of [5, 20]) {
  test(`T-03, T-05: ${String(count)} tabs whose token falls due together refresh it once, not each`, async ({
    begin,
  }) => {
    test.slow();
    const world = await begin(tokenInCookie);
    const { backend, open, openMany } = world;
    const first = await open('first');
    await signIn(first, backend.accounts.ada);
    await expect.poll(() => getSessions(first)).toBe(1);
    const tabs = [first, ...(await openMany(count - 1))];
    expect(await Promise.all(tabs.map(getSessions))).toEqual(tabs.map(() => 1));
    backend.forget();
    await pass(world, 20.5 * minute);
    expect(await Promise.all(tabs.map(getSessions))).toEqual(tabs.map(() => 1));
    await settle(world);
    // Tabs are processes: on a busy machine the lock can get to the next one before what was stored does.
    expect(backend.count('auth.refresh')).toBeGreaterThan(0);
    expect(backend.count('auth.refresh')).toBeLessThanOrEqual(2);
    expect(await Promise.all(tabs.map((tab) => countNotices(tab, 'ended')))).toEqual(tabs.map(() => 0));
  });
}

test('T-04: ten tabs without locks and channels refresh at most twice', async ({ begin }) => {
  const world = await begin({ ...tokenInCookie, init: withoutLocksAndChannels });
  const { backend, open, openMany } = world;
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await expect.poll(() => getSessions(first)).toBe(1);
  const tabs = await openMany(10);
  await expect.poll(() => Promise.all(tabs.map(getSessions)), { timeout: 40_000 }).toEqual(tabs.map(() => 1));
  backend.forget();
  await pass(world, 20.5 * minute);
  await expect.poll(() => backend.count('auth.refresh')).toBeGreaterThan(0);
  expect(await Promise.all(tabs.map(getSessions))).toEqual(tabs.map(() => 1));
  expect(backend.count('auth.refresh')).toBeLessThanOrEqual(2);
  expect(await Promise.all(tabs.map((tab) => countNotices(tab, 'ended')))).toEqual(tabs.map(() => 0));
});

const bearer = { transport: 'bearer', policy: { refreshToken: { reuseLeewayMs: 0 } } } as const;

async function renewOneAfterTheOther(begin: Begin, count: number): Promise<void> {
  const world = await begin({ ...bearer, isClockMovable: true });
  const { backend, open, openMany } = world;
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await settle(world);
  backend.forget();
  const tabs = [first, ...(await openMany(count - 1))];
  expect(await Promise.all(tabs.map(getSessions))).toEqual(tabs.map(() => 1));
  expect(backend.count('auth.refresh')).toBe(count - 1);
  await pass(world, 11 * minute);
  await expect.poll(() => backend.count('auth.refresh')).toBe(2 * count - 1);
  expect(await Promise.all(tabs.map(getSessions))).toEqual(tabs.map(() => 1));
  expect(backend.mostAtOnce('auth.refresh')).toBe(1);
  expect(await statuses(tabs)).toEqual(tabs.map(() => 'active'));
}

test('T-03: five tabs with tokens of their own renew them one after the other, and no refresh token is used twice', async ({
  begin,
}) => {
  await renewOneAfterTheOther(begin, 5);
});

/** The tab's code is fetched, and it waits for its turn. */
async function isQueued(tab: Page): Promise<void> {
  const pending = () =>
    tab.evaluate(
      async () =>
        ((await navigator.locks.query()).pending ?? []).filter(({ name }) => name?.endsWith(':refresh') === true)
          .length,
    );
  await expect.poll(pending).toBe(1);
}

test('T-11: the tab that refreshes crashes; another one gets the lock and its token', async ({ begin }) => {
  const { backend, open } = await begin({ transport: 'bearer' });
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await expect.poll(() => statuses([first])).toEqual(['active']);
  backend.forget();
  const refresh = backend.hold('auth.refresh');
  const crashing = await open('crashing');
  getSessions(crashing).catch(() => undefined);
  await refresh.caught;
  const next = await open('next');
  const call = getSessions(next);
  await isQueued(next);
  await crash(crashing);
  expect(await call).toBe(1);
  expect(backend.count('auth.refresh')).toBe(2);
  refresh.release();
  await expect.poll(() => backend.isIdle()).toBe(true);
  expect(await getSessions(next)).toBe(1);
  expect(await statuses([first, next])).toEqual(['active', 'active']);
});

test('T-10, T-12: a tab that freezes while it refreshes is passed over, and what it gets once it thaws changes nothing', async ({
  begin,
}) => {
  const { backend, open, errors } = await begin({ transport: 'bearer' });
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await expect.poll(() => statuses([first])).toEqual(['active']);
  backend.forget();
  const refresh = backend.hold('auth.refresh');
  const frozen = await open('frozen');
  const late = getSessions(frozen);
  await refresh.caught;
  await freeze(frozen);
  const next = await open('next');
  const before = Date.now();
  expect(await getSessions(next)).toBe(1);
  console.log(`T-12: passed over after ${String(Date.now() - before)} ms`);
  expect((await next.evaluate(() => navigator.locks.query())).held).toHaveLength(1);
  expect(backend.count('auth.refresh')).toBe(2);

  refresh.release();
  await expect.poll(() => backend.isIdle()).toBe(true);
  await thaw(frozen);
  await frozen.bringToFront();
  await late;
  await expect.poll(() => getSessions(frozen)).toBe(1);
  expect(await getSessions(next)).toBe(1);
  expect(await statuses([first, frozen, next])).toEqual(['active', 'active', 'active']);
  expect(errors).toEqual([]);
});

test('T-09, T-13: an answer that never arrives is given up after ten seconds; neither that tab nor another is taken for a thief', async ({
  begin,
}) => {
  const world = await begin({ transport: 'bearer', isClockMovable: true });
  const { backend, context, open } = world;
  const first = await open('first');
  await signIn(first, backend.accounts.ada);
  await settle(world);
  const refresh = backend.hold('auth.refresh', 'answer');
  const unlucky = await open('unlucky');
  const given = getSessions(unlucky);
  await refresh.caught;
  const next = await open('next');
  const call = getSessions(next);
  await isQueued(next);
  backend.pass(10_500);
  await context.clock.fastForward(10_500);
  expect(await given).toBe('The server did not answer in time.');
  // The clock of one page is moved after that of another: what the second has begun meanwhile may be given up, too.
  expect([1, 'The server did not answer in time.']).toContain(await call);
  await expect.poll(() => getSessions(next)).toBe(1);
  await expect.poll(() => getSessions(unlucky)).toBe(1);
  expect(await statuses([first, unlucky, next])).toEqual(['active', 'active', 'active']);
});

test('T-25: a hidden tab, whose timers are throttled, renews its token before it ends', async ({ begin }) => {
  const ttlMs = 12_000;
  const { backend, open, openPlain } = await begin({ transport: 'bearer', policy: { accessToken: { ttlMs } } });
  const tab = await open('hidden');
  await signIn(tab, backend.accounts.ada);
  await expect.poll(() => statuses([tab])).toEqual(['active']);
  const signedInAt = backend.requests.find(({ path }) => path === 'auth.signIn')?.at ?? 0;
  backend.forget();
  await openPlain();
  expect(await tab.evaluate(() => document.visibilityState)).toBe('hidden');
  await expect.poll(() => backend.count('auth.refresh'), { timeout: 2 * ttlMs }).toBe(1);
  const renewedAt = backend.requests.find(({ path }) => path === 'auth.refresh')?.at ?? Infinity;
  expect(renewedAt - signedInAt).toBeLessThan(ttlMs);
  expect((await snapshot(tab)).status).toBe('active');
});
