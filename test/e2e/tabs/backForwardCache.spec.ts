/** Pages that go into the back/forward cache with an engine that runs, and come back (ENGINE T-58, T-59). */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import type { World } from './support/test';
import { withoutStorageEvents } from './support/surroundings';
import { getSessions, listenersOf, notices, signIn, signOut, snapshot, statuses } from './support/tabs';

/** Another page in the same tab; the first one is put away. */
async function leave(page: Page, { backend }: World): Promise<void> {
  await page.goto(`${backend.origin}/elsewhere`);
}

/** Playwright waits for a load that a cached page doesn't have. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    history.back();
  });
  // Asked between the two pages, it fails; of a page that was loaded anew, it finds nothing.
  const hasComeBack = (): Promise<boolean> =>
    page.evaluate(() => 'tab' in window && window.tab.firstFrames.length > 0).catch(() => false);
  await expect.poll(hasComeBack).toBe(true);
}

test('T-59: a page that comes back works as before, with its listeners once and at most one question', async ({
  begin,
}) => {
  const world = await begin();
  const { backend, open } = world;
  const page = await open('page');
  await signIn(page, backend.accounts.ada);
  await expect.poll(() => statuses([page])).toEqual(['active']);
  const before = await listenersOf(page);
  await leave(page, world);
  backend.forget();
  await comeBack(page);
  expect(await page.evaluate(() => window.tab.firstFrames)).toEqual(['active']);
  expect(await listenersOf(page)).toEqual(before);
  expect(await getSessions(page)).toBe(1);
  expect(backend.count('session.getStatus')).toBeLessThanOrEqual(1);

  const other = await open('other');
  await signOut(other);
  await expect.poll(() => statuses([page, other])).toEqual(['signedOut', 'signedOut']);
});

test('T-58: what another tab ended meanwhile is over in the first frame, and its message left the page in the cache', async ({
  begin,
}) => {
  // These come after the return and would tell as well.
  const world = await begin({ init: withoutStorageEvents });
  const { backend, open } = world;
  const page = await open('page');
  await signIn(page, backend.accounts.ada);
  await expect.poll(() => statuses([page])).toEqual(['active']);
  await leave(page, world);
  const other = await open('other');
  await expect.poll(() => statuses([other])).toEqual(['active']);
  // The answer would empty the cache.
  const answer = backend.hold('auth.signOut', 'answer');
  await signOut(other);
  await answer.caught;
  await page.bringToFront();
  await comeBack(page);
  answer.release();
  expect(await page.evaluate(() => window.tab.firstFrames)).toEqual(['signedOut']);
  expect((await notices(page)).filter(({ type }) => type === 'ended')).toEqual([
    { type: 'ended', reason: 'signedOut' },
  ]);
});

test('T-58: the answer to a sign-out empties the cache: going back loads the page anew, signed out', async ({
  begin,
}) => {
  const world = await begin();
  const { backend, open } = world;
  const page = await open('page');
  await signIn(page, backend.accounts.ada);
  await expect.poll(() => statuses([page])).toEqual(['active']);
  await leave(page, world);
  const other = await open('other');
  await signOut(other);
  await expect.poll(() => backend.count('auth.signOut')).toBe(1);
  await expect.poll(() => backend.isIdle()).toBe(true);
  await page.bringToFront();
  await page.goBack();
  await expect.poll(() => snapshot(page)).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
  expect(await page.evaluate(() => window.tab.firstFrames)).toEqual([]);
});

// Chromium lets equal reads wait for each other in its HTTP cache, unless they are sent with `no-store`.
test('T-58: a page that is left while it asks gives the lock up: others ask in its place, and it stays in the cache', async ({
  begin,
}) => {
  const world = await begin();
  const { backend, open } = world;
  const page = await open('page');
  await signIn(page, backend.accounts.ada);
  await expect.poll(() => statuses([page])).toEqual(['active']);
  const status = backend.hold('session.getStatus');
  await page.evaluate(() => void window.tab.client.engine.validate());
  await status.caught;
  await leave(page, world);
  expect((await page.evaluate(() => navigator.locks.query())).held).toEqual([]);
  const other = await open('other');
  await other.evaluate(() => window.tab.client.engine.validate());
  expect(backend.requests.filter(({ tab, status: answered }) => tab === 'other' && answered === 200)).toHaveLength(1);
  status.release();
  await page.bringToFront();
  await comeBack(page);
  await expect.poll(() => statuses([page])).toEqual(['active']);
});
