/** What real tabs ask together over time, and how they warn and end together (ENGINE T-53 … T-57, T-77). */
import { expect, test } from './support/test';
import { countNotices, crash, moveMouse, signIn, snapshot, statuses } from './support/tabs';
import { pass, settle } from './support/time';

const minute = 60_000;

for (const count of [5, 20]) {
  test(`T-53: ${String(count)} tabs, one of them in use, send one heartbeat in each interval`, async ({ begin }) => {
    test.slow();
    const world = await begin({ isClockMovable: true });
    const { backend, openMany } = world;
    const tabs = await openMany(count);
    const [first] = tabs;
    await first.bringToFront();
    await signIn(first, backend.accounts.ada);
    await settle(world);
    backend.forget();
    for (let passed = 0; passed < 15; passed += 1) {
      await moveMouse(first);
      await pass(world, minute);
    }
    expect(backend.count('session.updateActivity')).toBeGreaterThanOrEqual(2);
    expect(backend.count('session.updateActivity')).toBeLessThanOrEqual(3);
    expect(backend.requests.length).toBeLessThanOrEqual(8);
    expect(backend.mostAtOnce('session.updateActivity')).toBe(1);
    expect(await statuses(tabs)).toEqual(tabs.map(() => 'active'));
  });
}

test('T-54: five hidden tabs that nobody uses send at most eight requests in an hour, and no heartbeat', async ({
  begin,
}) => {
  test.slow();
  const world = await begin({ isClockMovable: true });
  const { backend, openMany, openPlain } = world;
  const tabs = await openMany(5);
  await signIn(tabs[0], backend.accounts.ada);
  await openPlain();
  await settle(world);
  expect(await Promise.all(tabs.map((tab) => tab.evaluate(() => document.visibilityState)))).toEqual(
    tabs.map(() => 'hidden'),
  );
  backend.forget();
  for (let passed = 0; passed < 61; passed += 1) await pass(world, minute);
  expect(backend.requests.length).toBeGreaterThan(0);
  expect(backend.requests.length).toBeLessThanOrEqual(8);
  expect(backend.count('session.updateActivity')).toBe(0);
});

const shortIdle = {
  policy: { session: { idleTimeoutMs: 15 * minute, warnBeforeMs: 5 * minute } },
  isClockMovable: true,
} as const;

test('T-55: the tab in use crashes; the others end at its last input plus the limit', async ({ begin }) => {
  const world = await begin(shortIdle);
  const { backend, open } = world;
  const other = await open('other');
  const used = await open('used');
  await signIn(used, backend.accounts.ada);
  await settle(world);
  await pass(world, 8 * minute);
  await moveMouse(used);
  await settle(world);
  expect(backend.count('session.updateActivity')).toBe(1);
  await crash(used);
  await used.close();
  await other.bringToFront();
  await pass(world, 14 * minute);
  expect((await snapshot(other)).status).toBe('warning');
  await pass(world, minute + 6000);
  expect(await snapshot(other)).toMatchObject({ status: 'expired', reason: 'idle' });
});

test('T-56, T-57: the warning is the same in all tabs, also in a new one; "stay" in one takes it back in all', async ({
  begin,
}) => {
  const world = await begin(shortIdle);
  const { backend, open, openMany } = world;
  const tabs = await openMany(3);
  await signIn(tabs[0], backend.accounts.ada);
  await settle(world);
  await pass(world, 11 * minute);
  expect(await statuses(tabs)).toEqual(['warning', 'warning', 'warning']);
  const late = await open('late');
  const all = [...tabs, late];
  await expect.poll(() => statuses(all)).toEqual(all.map(() => 'warning'));
  const ends = await Promise.all(all.map(async (tab) => (await snapshot(tab)).warning?.expiresAt ?? 0));
  expect(Math.min(...ends)).toBeGreaterThan(0);
  expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(1000);

  backend.forget();
  await late.evaluate(() => window.tab.client.engine.extend());
  await expect.poll(() => statuses(all)).toEqual(all.map(() => 'active'));
  await pass(world, minute);
  expect(backend.count('session.updateActivity')).toBe(1);
  expect(await Promise.all(all.map((tab) => countNotices(tab, 'ended')))).toEqual(all.map(() => 0));
});

test('T-77: a tab that comes to the front asks once, whatever signals its return sends', async ({ begin }) => {
  const world = await begin({ isClockMovable: true });
  const { backend, open, openPlain } = world;
  const tab = await open('tab');
  await signIn(tab, backend.accounts.ada);
  await openPlain();
  await settle(world);
  await pass(world, minute);
  backend.forget();
  await tab.bringToFront();
  await expect.poll(() => backend.count('session.getStatus')).toBe(1);
  await tab.evaluate(() => window.dispatchEvent(new Event('focus')));
  await pass(world, 3000);
  expect(backend.requests.map(({ path }) => path)).toEqual(['session.getStatus']);
});
