/** Networks that come and go, and clocks that jump (ENGINE T-20, T-22, T-34, T-35). */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { withMovableWallClock } from './support/surroundings';
import { countNotices, moveMouse, notices, signIn, snapshot, statuses } from './support/tabs';

const hour = 60 * 60_000;

function moveWallClock(page: Page, ms: number): Promise<void> {
  return page.evaluate((by) => (window as unknown as { moveWallClock(ms: number): void }).moveWallClock(by), ms);
}

test('T-35: twenty times off the network and back cost at most three questions over five tabs', async ({ begin }) => {
  const { context, backend, openMany } = await begin();
  const tabs = await openMany(5);
  await signIn(tabs[0], backend.accounts.ada);
  await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'active'));
  await expect.poll(() => backend.isIdle()).toBe(true);
  backend.forget();
  for (let count = 0; count < 20; count += 1) {
    await context.setOffline(true);
    await context.setOffline(false);
  }
  await expect
    .poll(async () => Promise.all(tabs.map(async (tab) => (await snapshot(tab)).link)))
    .toEqual(tabs.map(() => 'online'));
  // That nothing more comes can only be waited for: twice the time in which signals of one wake are gathered.
  await tabs[0].waitForTimeout(1000);
  expect(backend.requests.length).toBeLessThanOrEqual(3);
  expect(await statuses(tabs)).toEqual(tabs.map(() => 'active'));
});

test('T-34: off the network the session stays in sight and asks nothing; back on it, one question is asked', async ({
  begin,
}) => {
  const { context, backend, open } = await begin();
  const tab = await open('tab');
  await signIn(tab, backend.accounts.ada);
  await expect.poll(() => statuses([tab])).toEqual(['active']);
  await context.setOffline(true);
  await expect.poll(async () => snapshot(tab)).toMatchObject({ status: 'active', link: 'offline', canMutate: false });
  backend.forget();
  await context.setOffline(false);
  await expect.poll(async () => snapshot(tab)).toMatchObject({ status: 'active', link: 'online', canMutate: true });
  expect(backend.requests.length).toBeLessThanOrEqual(1);
});

test('T-22: after eight hours of sleep the session is over before any input counts, and without a heartbeat', async ({
  begin,
}) => {
  const { backend, open, openPlain } = await begin({
    init: withMovableWallClock,
    policy: { session: { idleTimeoutMs: hour / 4 } },
  });
  const tab = await open('tab');
  await signIn(tab, backend.accounts.ada);
  await expect.poll(() => statuses([tab])).toEqual(['active']);
  const plain = await openPlain();
  backend.forget();
  backend.pass(8 * hour);
  await moveWallClock(tab, 8 * hour);
  await tab.bringToFront();
  await moveMouse(tab);
  await expect.poll(async () => snapshot(tab)).toMatchObject({ status: 'expired', reason: 'idle' });
  expect(await tab.evaluate(() => window.tab.statuses.map(({ status }) => status))).not.toContain('warning');
  expect(backend.count('session.updateActivity')).toBe(0);
  await plain.close();
});

// A tab in doubt stores the time it doubts (`seen`), and others take it for certain: all end as idle.
test('T-20: a wall clock that is set a day ahead costs one question and ends nothing', async ({ begin }) => {
  const { backend, openMany } = await begin({
    init: withMovableWallClock,
    policy: { session: { idleTimeoutMs: hour / 4 } },
  });
  const tabs = await openMany(3);
  await signIn(tabs[0], backend.accounts.ada);
  await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'active'));
  await expect.poll(() => backend.isIdle()).toBe(true);
  backend.forget();
  for (const tab of tabs) await moveWallClock(tab, 24 * hour);
  for (const tab of tabs) await tab.bringToFront();
  await expect.poll(() => Promise.all(tabs.map((tab) => countNotices(tab, 'clockJumped')))).toEqual([1, 1, 1]);
  await expect.poll(() => statuses(tabs)).toEqual(tabs.map(() => 'active'));
  await expect.poll(() => backend.isIdle()).toBe(true);
  expect(backend.requests.length).toBeGreaterThan(0);
  expect(backend.requests.length).toBeLessThanOrEqual(3);
  expect((await Promise.all(tabs.map(notices))).flat().filter(({ type }) => type === 'ended')).toEqual([]);
});
