/** What is left in a real page when an engine stops (ENGINE T-61, T-66, T-68). */
import { expect, test } from './support/test';
import { withCountedResources } from './support/surroundings';
import { listenersOf, signIn, signOut, statuses } from './support/tabs';

test('T-61, T-66: after fifty starts and stops no listener, timer, channel or lock is left', async ({ begin }) => {
  const { backend, open } = await begin({ init: withCountedResources });
  const page = await open('page');
  await signIn(page, backend.accounts.ada);
  await expect.poll(() => statuses([page])).toEqual(['active']);
  await expect.poll(() => backend.isIdle()).toBe(true);
  const running = await listenersOf(page);
  expect(await page.evaluate(() => window.resources.channels)).toBe(1);
  backend.forget();

  await page.evaluate(() => window.tab.stop());
  const stopped = await listenersOf(page);
  await page.evaluate(async () => {
    for (let count = 0; count < 50; count += 1) {
      const stop = window.tab.client.engine.start();
      await new Promise((resolve) => setTimeout(resolve, count % 5));
      stop();
    }
  });
  expect(await listenersOf(page)).toEqual(stopped);
  expect(Object.keys(stopped).filter((name) => !name.includes('pageshow'))).toEqual([]);
  await expect.poll(() => page.evaluate(() => ({ ...window.resources }))).toEqual({ channels: 0, timers: 0 });
  expect((await page.evaluate(() => navigator.locks.query())).held).toEqual([]);
  expect(backend.requests.length).toBeLessThanOrEqual(1);

  await page.evaluate(() => void window.tab.client.engine.start());
  expect(await listenersOf(page)).toEqual(running);
  expect(await page.evaluate(() => window.resources.channels)).toBe(1);
});

test('T-68: what is disposed of while a request is under way lets go of everything, and hears nothing later', async ({
  begin,
}) => {
  const { backend, open } = await begin({ init: withCountedResources });
  const page = await open('page');
  await signIn(page, backend.accounts.ada);
  await expect.poll(() => statuses([page])).toEqual(['active']);
  const status = backend.hold('session.getStatus');
  await page.evaluate(() => void window.tab.client.engine.validate());
  await status.caught;
  const told = await page.evaluate(() => {
    window.tab.client.engine.dispose();
    return window.tab.notices.length;
  });
  await expect.poll(() => page.evaluate(() => ({ ...window.resources }))).toEqual({ channels: 0, timers: 0 });
  expect((await page.evaluate(() => navigator.locks.query())).held).toEqual([]);
  const stored = await page.evaluate(() => JSON.stringify(localStorage));
  status.release();
  await expect.poll(() => backend.isIdle()).toBe(true);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe(stored);
  expect(await page.evaluate(() => window.tab.notices.length)).toBe(told);
  const other = await open('other');
  await signOut(other);
  await expect.poll(() => statuses([other])).toEqual(['signedOut']);
  expect(await page.evaluate(() => window.tab.notices.length)).toBe(told);
});
